//! What stands where in the code.

use guildhall::registry::Registry;

use super::sources::{Source, files, root};

/// Fails with every place found.
pub(super) fn none(places: Vec<String>, rule: &str) {
    assert!(places.is_empty(), "{rule}:\n  {}", places.join("\n  "));
}

fn anywhere(sources: &[Source], sequences: &[&[&str]]) -> Vec<String> {
    sources.iter().flat_map(|source| sequences.iter().flat_map(|s| source.places(s))).collect()
}

fn without(mut sources: Vec<Source>, allowed: impl Fn(&str) -> bool) -> Vec<Source> {
    sources.retain(|source| !allowed(&source.path));
    sources
}

#[test]
fn plugins_start_no_tasks_and_ask_only_the_injected_clock() {
    let forbidden: &[&[&str]] = &[
        &["tokio", "::", "spawn"],
        &["task", "::", "spawn"],
        &["task", "::", "spawn_blocking"],
        &["thread", "::", "spawn"],
        &["JoinSet", "::", "new"],
        &["time", "::", "sleep"],
        &["time", "::", "interval"],
        &["Utc", "::", "now"],
        &["Local", "::", "now"],
        &["SystemTime", "::", "now"],
        &["Instant", "::", "now"],
    ];
    none(
        anywhere(&Source::under(&["plugins"]), forbidden),
        "a plugin declares a schedule or queues a job, and asks host.clock()",
    );
}

#[test]
fn only_the_clock_asks_the_machine_for_the_time_of_day() {
    let sources = without(Source::product(), |path| path == "plugin-api/src/clock.rs");
    none(
        anywhere(&sources, &[&["Utc", "::", "now"], &["SystemTime", "::", "now"]]),
        "ask the injected clock",
    );
}

#[test]
fn only_store_files_hold_sql() {
    let sources = without(Source::product(), |path| path.ends_with("/store.rs") || path.contains("/store/"));
    let starts = [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "ALTER TABLE ",
        "DROP TABLE ",
        "WITH ",
    ];
    let found = sources.iter().flat_map(|source| {
        let sql = source.strings().filter(|(text, _)| starts.iter().any(|start| text.starts_with(start)));
        sql.map(|(text, line)| format!("{}:{line}: {text}", source.path))
    });
    none(found.collect(), "a statement belongs in store.rs or below store/");
}

#[test]
fn only_the_ui_builds_embeds_and_outgoing_messages() {
    let sources = without(Source::product(), |path| path.starts_with("plugin-api/src/ui/"));
    let builders = [
        "CreateEmbed",
        "CreateMessage",
        "EditMessage",
        "CreateReply",
        "CreateInteractionResponseMessage",
        "CreateInteractionResponseFollowup",
        "EditInteractionResponse",
    ];
    let found = builders
        .iter()
        .flat_map(|builder| anywhere(&sources, &[&[builder, "::", "new"], &[builder, "::", "default"]]));
    none(found.collect(), "use plugin_api::ui");
}

/// The format is `plugin:action:args`. Elsewhere no text has that form, none is made of parts with `:` between, and no id is split.
#[test]
fn only_custom_id_knows_the_format() {
    let registry = Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
    let ids: Vec<_> = registry.iter().map(|entry| format!("{}:", entry.id)).collect();
    let sources = without(Source::product(), |path| path == "plugin-api/src/custom_id.rs");
    let mut found = Vec::new();
    for source in &sources {
        let written = source.strings().filter(|(text, _)| ids.iter().any(|id| text.starts_with(id.as_str())));
        found.extend(written.map(|(text, line)| format!("{}:{line}: {text}", source.path)));
        for split in ["split", "splitn", "split_once", "rsplit"] {
            found.extend(source.places(&["custom_id", ".", split, "("]));
        }
        for builder in ["CreateButton", "CreateModal"] {
            let named = source.tokens.windows(5).filter(|tokens| {
                let texts: Vec<_> = tokens.iter().map(|t| t.text.as_str()).collect();
                matches!(&texts[..], [b, "::", "new", "(", id] if *b == builder && id.starts_with('"'))
            });
            found.extend(named.map(|tokens| format!("{}:{}", source.path, tokens[0].line)));
        }
    }
    none(found, "use CustomId");
}

/// That a plugin is on is one value, `PluginState::On`. The configuration writes it, the gate reads it, lists show it; whoever acts on it
/// has to ask the gate, because nobody else compares with it.
#[test]
fn only_the_gate_knows_whether_a_plugin_is_on() {
    let shows = ["host/src/gate.rs", "host/src/config", "host/src/admin", "host/src/cli"];
    let sources = without(Source::product(), |path| shows.iter().any(|allowed| path.starts_with(allowed)));
    none(anywhere(&sources, &[&["PluginState", "::", "On"], &["State", "::", "On"]]), "ask the gate");
    let plugins = Source::under(&["plugins"]);
    none(anywhere(&plugins, &[&["is_on"], &["enabled"]]), "a plugin is only called where it is on");
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let sources = Source::under(&["host", "plugin-api", "plugins", "tests"]);
    let files: Vec<_> = sources.iter().map(|s| (s.text.lines().count(), s.path.clone())).collect();
    let functions = sources.iter().flat_map(|source| {
        source
            .functions()
            .into_iter()
            .map(|(name, line, length)| (length, format!("{}:{line} {name}", source.path)))
    });
    for (what, mut measured, most, ninth_decile) in
        [("file", files, 500, 350), ("function", functions.collect::<Vec<_>>(), 80, 35)]
    {
        measured.sort();
        let long = measured.iter().filter(|(length, _)| *length > most);
        none(
            long.map(|(length, place)| format!("{place}: {length} lines")).collect(),
            "two nouns want two files or functions",
        );
        let p90 = measured[measured.len() * 9 / 10].0;
        assert!(
            p90 <= ninth_decile,
            "one {what} in ten is longer than {p90} lines; {ninth_decile} is the limit"
        );
    }
}

#[test]
fn modules_are_named_by_what_they_hold() {
    let names = ["util", "utils", "helper", "helpers", "manager", "common", "misc"];
    let found = Source::under(&["host", "plugin-api", "plugins", "tests"])
        .into_iter()
        .filter(|source| source.path.trim_end_matches(".rs").split('/').any(|part| names.contains(&part)));
    none(found.map(|source| source.path).collect(), "name the module by its noun");
}

#[test]
fn nothing_is_left_to_do_and_nothing_names_a_machine() {
    // Written in halves, so that this file does not find itself.
    let words = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["XX", "X:"],
        ["todo", "!("],
        ["unimple", "mented!("],
        ["/wor", "k/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
    ];
    let words: Vec<String> = words.iter().map(|halves| halves.concat()).collect();
    let mut paths = Vec::new();
    for folder in ["host", "plugin-api", "plugins", "migrations", "tests", ".ci"] {
        files(&root().join(folder), "", &mut paths);
    }
    paths.extend(["README.md", "plugins.toml", "Cargo.toml", "deny.toml"].map(|name| root().join(name)));
    let mut found = Vec::new();
    for path in paths {
        // Other people's words stand in their libraries.
        if path.components().any(|part| part.as_os_str() == "vendor") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let word = words.iter().find(|word| line.contains(word.as_str()));
            found.extend(word.map(|word| format!("{}:{}: {word}", path.display(), number + 1)));
        }
    }
    none(found, "finish it or leave it out");
}
