//! The report of each invalid file.

mod snowflakes;

use insta::assert_snapshot;
use plugin_api::serenity::GuildId;

use super::{GUILD, load_text, state};
use crate::config::PluginState;

/// The report on a file that can't be used.
fn broken(text: &str) -> String {
    load_text(text).expect_err("the file can't be used").to_string()
}

/// The report on a file that can be used in part.
fn findings(text: &str) -> String {
    load_text(text).expect("the file can be used").findings.to_string()
}

#[test]
fn an_unknown_plugin_is_named_with_those_that_are_linked() {
    assert_snapshot!(broken("[plugins.fixtrue]\nenabled = true\n"), @r##"
    error: no plugin called `fixtrue` is linked into this binary
     --> plugins.toml:1:10
      |
    1 | [plugins.fixtrue]
      |          ^^^^^^^ linked are `dependent`, `fixture`, `plain`
      |
      = help: did you mean `fixture`?
    "##);
}

#[test]
fn a_plugin_that_is_not_linked_says_how_to_link_it() {
    assert_snapshot!(broken("[plugins.tickets]\n"), @r##"
    error: no plugin called `tickets` is linked into this binary
     --> plugins.toml:1:10
      |
    1 | [plugins.tickets]
      |          ^^^^^^^ linked are `dependent`, `fixture`, `plain`
      |
      = help: remove it, or add its crate to the binary (`use it as _;`)
    "##);
}

#[test]
fn misspelt_keys_are_all_reported_with_the_nearest_names() {
    let text =
        "[hosts]\n[host]\ntimezon = 'UTC'\n[plugins.fixture]\nenabeld = true\n[guilds.1]\nlog_chanel = 5\n";
    assert_snapshot!(broken(text), @r##"
    error: unknown key `hosts` at the top of the file
     --> plugins.toml:1:2
      |
    1 | [hosts]
      |  ^^^^^ the keys here are `host`, `language`, `plugins`, `guilds`
      |
      = help: did you mean `host`?

    error: unknown key `timezon` in [host]
     --> plugins.toml:3:1
      |
    3 | timezon = 'UTC'
      | ^^^^^^^ the keys here are `locale`, `timezone`, `log_channel`
      |
      = help: did you mean `timezone`?

    error: unknown key `enabeld` of the plugin `fixture`
     --> plugins.toml:5:1
      |
    5 | enabeld = true
      | ^^^^^^^ the keys here are `enabled`, `settings`
      |
      = help: did you mean `enabled`?

    error: unknown key `log_chanel` in [guilds.1]
     --> plugins.toml:7:1
      |
    7 | log_chanel = 5
      | ^^^^^^^^^^ the keys here are `locale`, `timezone`, `log_channel`, `language`, `plugins`
      |
      = help: did you mean `log_channel`?
    "##);
}

#[test]
fn a_misspelt_setting_switches_off_that_plugin_only() {
    let text = "[plugins]\nplain.enabled = true\nfixture = { enabled = true, settings = { laed = 5 } }\n";
    assert_snapshot!(findings(text), @r##"
    error: there is no setting `laed`
     --> plugins.toml:3:42
      |
    3 | fixture = { enabled = true, settings = { laed = 5 } }
      |                                          ^^^^ the settings here are `lead`, `name`, `colour`, `days`, `limits`, `ratio`, `loud`, `list`, `kinds`
      |
      = help: did you mean `lead`?
      = note: `fixture` is off until this is mended; everything else works
    "##);
    let plan = load_text(text).expect("usable");
    assert!(matches!(state(&plan, GUILD, "fixture"), PluginState::Misconfigured(_)));
    assert_eq!(state(&plan, GUILD, "plain"), PluginState::On);
}

#[test]
fn wrong_types_and_values_out_of_range_are_all_reported() {
    let text = "[plugins.fixture.settings]\nlead = '5'\nname = ''\ncolour = 'gren'\ndays = ['mon', 'fry']\nlimits.active = 1000\nratio = 2\nlist = 3\n";
    assert_snapshot!(findings(text), @r##"
    error: `lead` can't be the text "5"
     --> plugins.toml:2:8
      |
    2 | lead = '5'
      |        ^^^ allowed is an integer from 0 to 4320
      |
      = note: `fixture` is off until this is mended; everything else works

    error: `name` can't be the text ""
     --> plugins.toml:3:8
      |
    3 | name = ''
      |        ^^ allowed is a text in quotes of 1 to 10 characters
      |
      = note: `fixture` is off until this is mended; everything else works

    error: `colour` can't be the text "gren"
     --> plugins.toml:4:10
      |
    4 | colour = 'gren'
      |          ^^^^^^ allowed is one of `red`, `green`
      |
      = help: did you mean `green`?
      = note: `fixture` is off until this is mended; everything else works

    error: `days[1]` can't be the text "fry"
     --> plugins.toml:5:16
      |
    5 | days = ['mon', 'fry']
      |                ^^^^^ allowed is one of `mon`, `fri`
      |
      = help: did you mean `fri`?
      = note: `fixture` is off until this is mended; everything else works

    error: `limits.active` can't be the integer 1000
     --> plugins.toml:6:17
      |
    6 | limits.active = 1000
      |                 ^^^^ allowed is an integer from 1 to 100
      |
      = note: `fixture` is off until this is mended; everything else works

    error: `ratio` can't be the integer 2
     --> plugins.toml:7:9
      |
    7 | ratio = 2
      |         ^ allowed is a number, at most 1
      |
      = note: `fixture` is off until this is mended; everything else works

    error: `list` can't be the integer 3
     --> plugins.toml:8:8
      |
    8 | list = 3
      |        ^ allowed is a list, each a text in quotes
      |
      = note: `fixture` is off until this is mended; everything else works
    "##);
}

#[test]
fn a_bad_value_in_one_guild_leaves_the_plugin_on_in_the_others() {
    let text = "plugins.fixture.enabled = true\n[guilds.300000000000000001.plugins.fixture.settings]\nlead = 99999\n";
    assert_snapshot!(findings(text), @r##"
    error: `lead` can't be the integer 99999
     --> plugins.toml:3:8
      |
    3 | lead = 99999
      |        ^^^^^ allowed is an integer from 0 to 4320
      |
      = note: `fixture` is off in the guild 300000000000000001 until this is mended; everything else works
    "##);
    let plan = load_text(text).expect("usable");
    assert!(matches!(state(&plan, GUILD, "fixture"), PluginState::Misconfigured(_)));
    assert_eq!(state(&plan, GuildId::new(2), "fixture"), PluginState::On);
}

#[test]
fn what_the_plugin_itself_says_against_a_value_is_shown_at_the_value() {
    let text = "[guilds.300000000000000001.plugins.fixture]\nenabled = true\nsettings.limits = { active = 9, total = 3 }\n";
    assert_snapshot!(findings(text), @r##"
    error: `limits.active` can't be used
     --> plugins.toml:3:30
      |
    3 | settings.limits = { active = 9, total = 3 }
      |                              ^ allowed is up to `limits.total`, 3
      |
      = note: `fixture` is off in the guild 300000000000000001 until this is mended; everything else works
    "##);
}

#[test]
fn a_switch_that_is_no_boolean_switches_off_that_plugin() {
    assert_snapshot!(findings("plugins.fixture = { enabled = 'yes' }\n"), @r##"
    error: `enabled` can't be the text "yes"
     --> plugins.toml:1:31
      |
    1 | plugins.fixture = { enabled = 'yes' }
      |                               ^^^^^ allowed is `true` or `false`
      |
      = note: `fixture` is off until this is mended; everything else works
    "##);
}

#[test]
fn a_plugin_without_settings_says_so() {
    assert_snapshot!(findings("[plugins.plain.settings]\nlead = 1\n"), @r##"
    error: there is no setting `lead`
     --> plugins.toml:2:1
      |
    2 | lead = 1
      | ^^^^ the plugin `plain` has no settings
      |
      = note: `plain` is off until this is mended; everything else works
    "##);
}

#[test]
fn a_half_written_file_shows_where_it_ends() {
    assert_snapshot!(broken("[plugins.fixture]\nenabled = tr"), @r##"
    error: the file is not valid TOML: invalid boolean, expected `true`
     --> plugins.toml:2:11
      |
    2 | enabled = tr
      |           ^^
    "##);
    assert_snapshot!(broken("[plugins.fix"), @r##"
    error: the file is not valid TOML: unclosed table, expected `]`
     --> plugins.toml:1:13
      |
    1 | [plugins.fix
      |             ^
    "##);
}

#[test]
fn an_unknown_zone_or_language_names_the_nearest() {
    assert_snapshot!(broken("[host]\nlocale = 'fr'\ntimezone = 'Europe/Brussel'\n"), @r##"
    error: the locale can't be the text "fr"
     --> plugins.toml:2:10
      |
    2 | locale = 'fr'
      |          ^^^^ allowed is one of `en`, `nl`

    error: the time zone can't be the text "Europe/Brussel"
     --> plugins.toml:3:12
      |
    3 | timezone = 'Europe/Brussel'
      |            ^^^^^^^^^^^^^^^^ allowed is a name of the IANA time zone database such as "Europe/Brussels"
      |
      = help: did you mean `Europe/Brussels`?
    "##);
}

#[test]
fn a_value_where_a_table_belongs_says_how_to_write_it() {
    assert_snapshot!(broken("host = 1\nplugins = []\nguilds.5 = 'x'\n"), @r##"
    error: `host` can't be the integer 1
     --> plugins.toml:1:8
      |
    1 | host = 1
      |        ^ it is a table: write [host] above its keys

    error: `plugins` can't be a list of 0
     --> plugins.toml:2:11
      |
    2 | plugins = []
      |           ^^ it is a table: write [plugins] above its keys

    error: `guilds.5` can't be the text "x"
     --> plugins.toml:3:12
      |
    3 | guilds.5 = 'x'
      |            ^^^ it is a table: write [guilds.5] above its keys
    "##);
}

#[test]
fn errors_of_the_file_and_of_settings_come_in_one_report() {
    let report = load_text("[plugins.fixture.settings]\nlead = ''\n[plugin]\n").expect_err("can't be used");
    assert_eq!(report.findings().len(), 2);
    assert_snapshot!(report.summary(), @r##"plugins.toml:2:8: `lead` can't be the text ""; allowed is an integer from 0 to 4320 (and 1 more)"##);
}

#[test]
fn what_is_wrong_inside_of_something_that_an_admin_names_is_found_at_its_place() {
    let text = "\
[plugins.fixture]
enabled = true
[plugins.fixture.settings.kinds.billing]
labl = 'x'
limits = { active = 0 }
[[plugins.fixture.settings.kinds.billing.questions]]
words = 5
";
    assert_snapshot!(findings(text), @r##"
    error: there is no setting `kinds.billing.labl`
     --> plugins.toml:4:1
      |
    4 | labl = 'x'
      | ^^^^ the settings here are `label`, `limits`, `questions`
      |
      = help: did you mean `label`?
      = note: `fixture` is off until this is mended; everything else works

    error: `kinds.billing.limits.active` can't be the integer 0
     --> plugins.toml:5:21
      |
    5 | limits = { active = 0 }
      |                     ^ allowed is an integer from 1 to 100
      |
      = note: `fixture` is off until this is mended; everything else works

    error: `kinds.billing.questions[0].words` can't be the integer 5
     --> plugins.toml:7:9
      |
    7 | words = 5
      |         ^ allowed is a text in quotes
      |
      = note: `fixture` is off until this is mended; everything else works
    "##);
}

#[test]
fn what_a_plugin_says_against_something_inside_of_a_list_is_found_in_it() {
    let text = "\
[plugins.fixture]
enabled = true
[[plugins.fixture.settings.kinds.billing.questions]]
words = 'Which?'
[[plugins.fixture.settings.kinds.billing.questions]]
words = ''
";
    assert_snapshot!(findings(text), @r##"
    error: `kinds.billing.questions[1].words` can't be used
     --> plugins.toml:6:9
      |
    6 | words = ''
      |         ^^ allowed is at least a word
      |
      = note: `fixture` is off until this is mended; everything else works
    "##);
}

#[test]
fn what_is_not_written_is_reported_where_what_it_lies_in_is_written() {
    let text = "\
[plugins.fixture]
enabled = true
[guilds.1.plugins.fixture.settings.kinds.other.limits]
total = 4
";
    assert_snapshot!(findings(text), @r##"
    error: `kinds.other.limits.active` can't be used
     --> plugins.toml:3:48
      |
    3 | [guilds.1.plugins.fixture.settings.kinds.other.limits]
      |                                                ^^^^^^ allowed is up to 4
      |
      = note: `fixture` is off in the guild 1 until this is mended; everything else works
    "##);
}
