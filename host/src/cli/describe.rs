//! `guildhall plugins`: lists everything that the linked plugins declare.

use std::io::{self, Write};

use plugin_api::{
    Command, Erase, Plugin,
    locale::FALLBACK,
    schedule::Recurrence,
    serenity::{GatewayIntents, Permissions},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    config::schema::{ANY_NAME, Key, Node, display_value, value_of},
    gate::plugin_intents,
    registry::{Entry, Registry},
};

/// What one plugin declares, as text and as JSON.
#[derive(Serialize)]
struct PluginDescription {
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    category: &'static str,
    version: &'static str,
    crate_name: &'static str,
    requires: Vec<&'static str>,
    uses: Vec<&'static str>,
    commands: Vec<NamedItem>,
    hooks: Vec<String>,
    components: Vec<&'static str>,
    schedules: Vec<NamedItem>,
    jobs: Vec<&'static str>,
    routes: Vec<String>,
    settings: Vec<Setting>,
    intents: Vec<String>,
    permissions: Vec<&'static str>,
    tours: Vec<NamedItem>,
    tables: Vec<String>,
    personal_data: PersonalData,
}

#[derive(Serialize)]
struct NamedItem {
    name: String,
    description: String,
}

#[derive(Serialize)]
struct Setting {
    key: String,
    allowed: String,
    default: Value,
    description: String,
}

#[derive(Serialize)]
struct PersonalData {
    summary: &'static str,
    tables: Vec<PersonalTable>,
}

#[derive(Serialize)]
struct PersonalTable {
    table: &'static str,
    user_column: &'static str,
    export: &'static [&'static str],
    erase: String,
}

/// Writes what the plugins declare.
pub(super) fn write_plugins(registry: &Registry, json: bool, out: &mut impl Write) -> io::Result<()> {
    let described: Vec<_> = registry.iter().map(describe).collect();
    if json {
        serde_json::to_writer_pretty(&mut *out, &described)?;
        return writeln!(out);
    }
    if described.is_empty() {
        return writeln!(out, "No plugins are linked: write `use my_plugin as _;` in the binary.");
    }
    for (index, plugin) in described.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_plugin(plugin, out)?;
    }
    Ok(())
}

fn describe(entry: &Entry) -> PluginDescription {
    let plugin = entry.plugin.as_ref();
    let about = &entry.about;
    PluginDescription {
        id: entry.id.as_str(),
        title: about.title,
        summary: about.summary,
        category: about.category,
        version: about.version,
        crate_name: entry.crate_name,
        requires: about.requires.iter().map(|id| id.as_str()).collect(),
        uses: about.uses.iter().map(|id| id.as_str()).collect(),
        commands: commands(plugin),
        hooks: plugin.hooks().iter().map(|hook| format!("{:?}", hook.kind)).collect(),
        components: plugin.components().iter().map(|component| component.action.name()).collect(),
        schedules: plugin.schedules().iter().map(schedule).collect(),
        jobs: plugin.jobs().iter().map(|job| job.name.kind).collect(),
        routes: routes(plugin),
        settings: settings(plugin),
        intents: intents(plugin_intents(plugin)),
        permissions: permissions(plugin.permissions()),
        tours: tours(plugin),
        tables: tables(plugin),
        personal_data: personal_data(plugin),
    }
}

fn commands(plugin: &dyn Plugin) -> Vec<NamedItem> {
    let mut named = Vec::new();
    let mut open: Vec<(String, Command)> =
        plugin.commands().into_iter().rev().map(|command| (command.name.to_string(), command)).collect();
    while let Some((name, command)) = open.pop() {
        if command.subcommands.is_empty() {
            let id = format!("cmd-{}", name.replace(' ', "-"));
            let text = plugin.messages().and_then(|catalogue| catalogue.exact(FALLBACK, &id));
            let description = text.or_else(|| command.description.map(String::from)).unwrap_or_default();
            let mark = if command.slash_action.is_some() { "/" } else { "" };
            named.push(NamedItem { name: format!("{mark}{name}"), description });
        } else {
            let deeper = command.subcommands.into_iter().rev();
            open.extend(deeper.map(|command| (format!("{name} {}", command.name), command)));
        }
    }
    named
}

fn tours(plugin: &dyn Plugin) -> Vec<NamedItem> {
    let title = |id: &str| plugin.messages().and_then(|texts| texts.exact(FALLBACK, id)).unwrap_or_default();
    let tours = plugin.tours().into_iter();
    tours.map(|tour| NamedItem { name: tour.id.to_owned(), description: title(tour.title) }).collect()
}

fn schedule(schedule: &plugin_api::Schedule) -> NamedItem {
    let description = match &schedule.recurrence {
        Recurrence::Every(time) => format!("every {time:?}"),
        Recurrence::Cron(cron) => format!("{cron} in the guild's time zone"),
    };
    NamedItem { name: schedule.name.to_owned(), description }
}

fn routes(plugin: &dyn Plugin) -> Vec<String> {
    let api = plugin.routes().into_parts().0.into_openapi();
    let paths = serde_json::to_value(&api.paths).unwrap_or_default();
    let mut routes = Vec::new();
    for (path, item) in paths.as_object().into_iter().flatten() {
        let methods = item.as_object().into_iter().flat_map(serde_json::Map::keys);
        let known =
            methods.filter(|method| ["get", "post", "put", "patch", "delete"].contains(&method.as_str()));
        routes.extend(known.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    routes
}

fn settings(plugin: &dyn Plugin) -> Vec<Setting> {
    let Some(settings) = plugin.settings() else { return Vec::new() };
    let schema = (settings.json)().to_value();
    let defaults = serde_json::to_value((settings.defaults)()).unwrap_or_default();
    let keys = Node::root(&schema).keys(&|_| vec![ANY_NAME.to_owned()]);
    keys.into_iter()
        .map(|Key { path, node, .. }| Setting {
            allowed: node.allowed(),
            default: value_of(&defaults, &path).or_else(|| node.default()).cloned().unwrap_or_default(),
            description: node.description().unwrap_or_default().to_owned(),
            key: path,
        })
        .collect()
}

fn intents(intents: GatewayIntents) -> Vec<String> {
    let privileged = GatewayIntents::privileged();
    let mark = |intent: GatewayIntents| if privileged.contains(intent) { " (privileged)" } else { "" };
    intents.iter_names().map(|(name, intent)| format!("{name}{}", mark(intent))).collect()
}

fn permissions(permissions: Permissions) -> Vec<&'static str> {
    permissions.get_permission_names()
}

/// The tables that its migrations create.
fn tables(plugin: &dyn Plugin) -> Vec<String> {
    let Some(migrator) = plugin.migrations() else { return Vec::new() };
    let mut tables = Vec::new();
    for migration in migrator.iter().filter(|migration| !migration.migration_type.is_down_migration()) {
        let words: Vec<_> = migration.sql.as_str().split(|c: char| c.is_whitespace() || c == '(').collect();
        for pair in words.windows(2).enumerate().filter(|(_, pair)| matches_words(pair, ["create", "table"]))
        {
            let rest = words[pair.0 + 2..].iter().filter(|word| !word.is_empty());
            let name =
                rest.copied().find(|word| !["if", "not", "exists"].contains(&word.to_lowercase().as_str()));
            tables.extend(name.map(|name| name.trim_matches('"').to_owned()));
        }
    }
    tables
}

fn matches_words(pair: &[&str], words: [&str; 2]) -> bool {
    pair.iter().zip(words).all(|(word, wanted)| word.eq_ignore_ascii_case(wanted))
}

fn personal_data(plugin: &dyn Plugin) -> PersonalData {
    let data = plugin.user_data();
    let tables = data.tables.iter().map(|table| PersonalTable {
        table: table.table,
        user_column: table.user_column,
        export: table.export,
        erase: match table.erase {
            Erase::Delete => "deleted".to_owned(),
            Erase::Anonymise(_) => "made anonymous".to_owned(),
            Erase::Keep(reason) => format!("kept: {reason}"),
        },
    });
    PersonalData { summary: data.summary, tables: tables.collect() }
}

fn write_plugin(plugin: &PluginDescription, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} {} ({})", plugin.id, plugin.version, plugin.crate_name)?;
    writeln!(out, "  {}: {}", plugin.title, plugin.summary)?;
    let mut list = |what: &str, items: &mut dyn Iterator<Item = String>| -> io::Result<()> {
        for (index, item) in items.enumerate() {
            writeln!(out, "  {:<14} {item}", if index == 0 { what } else { "" })?;
        }
        Ok(())
    };
    let named = |named: &NamedItem| format!("{}  {}", named.name, named.description).trim_end().to_owned();
    list("category", &mut std::iter::once(plugin.category.to_owned()))?;
    list("requires", &mut plugin.requires.iter().map(ToString::to_string))?;
    list("uses", &mut plugin.uses.iter().map(ToString::to_string))?;
    list("commands", &mut plugin.commands.iter().map(named))?;
    list("hooks", &mut plugin.hooks.iter().cloned())?;
    list("components", &mut plugin.components.iter().map(ToString::to_string))?;
    list("schedules", &mut plugin.schedules.iter().map(named))?;
    list("jobs", &mut plugin.jobs.iter().map(ToString::to_string))?;
    list("routes", &mut plugin.routes.iter().cloned())?;
    list(
        "settings",
        &mut plugin.settings.iter().map(|setting| {
            let default = if setting.default.is_null() {
                "nothing".to_owned()
            } else {
                display_value(&setting.default)
            };
            format!(
                "{} = {default}  {} ({})",
                setting.key,
                setting.description.replace('\n', " "),
                setting.allowed
            )
        }),
    )?;
    list("intents", &mut plugin.intents.iter().cloned())?;
    list("permissions", &mut plugin.permissions.iter().map(ToString::to_string))?;
    list("tours", &mut plugin.tours.iter().map(named))?;
    list("tables", &mut plugin.tables.iter().cloned())?;
    list("personal data", &mut std::iter::once(plugin.personal_data.summary.to_owned()))?;
    list(
        "",
        &mut plugin.personal_data.tables.iter().map(|table| {
            format!(
                "{}.{}: exported {}; on erasure {}",
                table.table,
                table.user_column,
                table.export.join(", "),
                table.erase
            )
        }),
    )
}
