//! The reports of invalid files, and the plans of valid ones.

mod edits;
pub(crate) mod fixture;
mod language;
mod reloading;
mod reports;
mod shipped;

use std::path::Path;

use plugin_api::{
    PluginId,
    serenity::{ChannelId, GuildId},
};
use proptest::prelude::*;

use self::fixture::{FixtureSettings, registry};
use super::*;

const GUILD: GuildId = GuildId::new(300000000000000001);

fn load_text(text: &str) -> Result<Plan, Report> {
    parse(Path::new("plugins.toml"), text, &registry())
}

fn state(plan: &Plan, guild: GuildId, plugin: &str) -> PluginState {
    let index = registry().index(plugin).expect("a fixture");
    plan.guild(guild).plugins[index].state.clone()
}

fn settings(plan: &Plan, guild: GuildId) -> FixtureSettings {
    let index = registry().index("fixture").expect("a fixture");
    let settings = plan.guild(guild).plugins[index].settings.clone().expect("they can be used");
    FixtureSettings::clone(settings.downcast_ref().expect("of the fixture"))
}

#[test]
fn an_empty_file_is_a_plan_with_everything_off() {
    let plan = load_text("").expect("an empty file");
    assert_eq!(state(&plan, GUILD, "fixture"), PluginState::Off);
    assert_eq!(settings(&plan, GUILD), FixtureSettings::default());
    assert!(plan.findings.is_empty());
}

#[test]
fn layers_are_merged_key_by_key_and_each_value_knows_where_it_comes_from() {
    let plan = load_text(
        r#"
        [host]
        locale = "nl-BE"
        [plugins.fixture]
        enabled = true
        settings = { lead = 10, limits.active = 3 }
        [guilds.300000000000000001]
        timezone = "Europe/Brussels"
        log_channel = "500000000000000010"
        plugins.fixture.settings = { limits.total = 9, colour = "green" }
        [guilds.300000000000000002.plugins.fixture]
        enabled = false
        "#,
    )
    .expect("a good file");
    let here = settings(&plan, GUILD);
    assert_eq!((here.lead, here.limits.active, here.limits.total), (10, 3, 9));
    let index = registry().index("fixture").expect("a fixture");
    let own = &plan.guild(GUILD).plugins[index];
    assert_eq!(
        ["lead", "limits.total", "limits.active", "name"].map(|key| own.origin(key)),
        [Origin::Plugins, Origin::Guild, Origin::Plugins, Origin::Default]
    );
    assert_eq!(own.enabled_by, Origin::Plugins);
    let config = &plan.guild(GUILD).config;
    assert_eq!((config.locale.as_str(), config.timezone.name()), ("nl", "Europe/Brussels"));
    assert_eq!(config.log_channel.map(ChannelId::get), Some(500000000000000010));
    assert_eq!(state(&plan, GuildId::new(300000000000000002), "fixture"), PluginState::Off);
    assert_eq!(state(&plan, GuildId::new(7), "fixture"), PluginState::On);
}

#[test]
fn a_plugin_is_off_where_one_that_it_requires_is_not_on() {
    let plan = load_text("[plugins.dependent]\nenabled = true").expect("a good file");
    assert_eq!(state(&plan, GUILD, "dependent"), PluginState::Requires(PluginId::new("fixture")));
    let both =
        load_text("plugins = { dependent.enabled = true, fixture.enabled = true }").expect("a good file");
    assert_eq!(state(&both, GUILD, "dependent"), PluginState::On);
}

#[test]
fn a_bad_value_for_all_guilds_is_mended_by_a_guild_that_says_something_else() {
    let text = "[plugins.fixture]\nenabled = true\nsettings.lead = 'x'\n[guilds.300000000000000001.plugins.fixture.settings]\nlead = 5\n";
    let plan = load_text(text).expect("usable");
    assert_eq!(state(&plan, GUILD, "fixture"), PluginState::On);
    assert!(matches!(state(&plan, GuildId::new(2), "fixture"), PluginState::Misconfigured(_)));
}

#[test]
fn only_guilds_that_are_served_otherwise_count_as_changed() {
    let before =
        load_text("[guilds.1]\nlocale = 'nl'\n[guilds.2.plugins.fixture]\nenabled = true\n").expect("good");
    let after = load_text("[guilds.2.plugins.fixture]\nenabled = true\nsettings.lead = 1\n[guilds.3]\n")
        .expect("good");
    let guilds = [1, 2, 3, 4].map(GuildId::new);
    assert_eq!(after.changed_guilds(&before, guilds), [1, 2].map(GuildId::new));
}

/// Text that resembles this file more often than random text does.
fn almost() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "[",
        "]",
        "guilds",
        "plugins",
        "fixture",
        "host",
        ".",
        "=",
        "\n",
        "300000000000000001",
        "\"",
        "'",
        "{",
        "}",
        "settings",
        "lead",
        "limits",
        "active",
        "true",
        "1.5",
        ",",
        "#",
        "é",
        "locale",
        " ",
        "'nl'",
        "enabled",
        "-",
        "1979-05-27",
        "\"\"\"",
        "\\u",
        "0x",
        "inf",
        "log_channel",
        "\r\n",
        "\t",
        "🎲",
        "[[",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in prop_oneof![almost(), any::<String>()]) {
        match load_text(&text) {
            Ok(plan) => drop(plan.findings.render(true)),
            Err(report) => {
                prop_assert!(!report.is_empty());
                drop((report.render(true), report.summary()));
            }
        }
    }

    #[test]
    fn a_change_by_command_gives_a_usable_file_or_is_refused(text in almost(), on in any::<bool>()) {
        if load_text(&text).is_ok() {
            let edit = edit::Edit::switch(GUILD, PluginId::new("fixture"), on);
            if let Ok(edited) = edit::apply(&edit, Path::new("plugins.toml"), &text) {
                let plan = load_text(&edited).expect("what a command writes can be read");
                prop_assert_eq!(state(&plan, GUILD, "fixture") == PluginState::Off, !on, "{}", edited);
            }
        }
    }
}

#[test]
fn what_an_admin_names_is_merged_key_by_key_and_lists_are_taken_whole() {
    let plan = load_text(
        r#"
        [plugins.fixture]
        enabled = true
        [plugins.fixture.settings.kinds.billing]
        label = "Billing"
        limits.active = 3
        questions = [{ words = "Which?" }, { words = "When?" }]
        [guilds.300000000000000001.plugins.fixture.settings.kinds]
        billing = { limits.total = 9, questions = [{ words = "Why?" }] }
        other.label = "Other"
        "#,
    )
    .expect("a good file");
    assert!(plan.findings.is_empty(), "{}", plan.findings);
    let (here, elsewhere) = (settings(&plan, GUILD).kinds, settings(&plan, GuildId::new(7)).kinds);
    assert_eq!(here.keys().collect::<Vec<_>>(), ["billing", "other"]);
    assert_eq!(elsewhere.keys().collect::<Vec<_>>(), ["billing"]);
    let billing = &here["billing"];
    assert_eq!((billing.label.as_str(), billing.limits.active, billing.limits.total), ("Billing", 3, 9));
    assert_eq!(billing.questions.len(), 1);
    let index = registry().index("fixture").expect("a fixture");
    let own = &plan.guild(GUILD).plugins[index];
    assert_eq!(
        ["kinds.billing.label", "kinds.billing.limits.total", "kinds.other.label", "kinds.other.questions"]
            .map(|key| own.origin(key)),
        [Origin::Plugins, Origin::Guild, Origin::Guild, Origin::Default]
    );
}
