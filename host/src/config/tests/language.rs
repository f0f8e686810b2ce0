//! `[language]`, for all guilds and for one.

use insta::assert_snapshot;
use plugin_api::serenity::GuildId;

use super::{GUILD, load_text};
use crate::config::LanguageConfig;

#[test]
fn a_guild_lays_its_words_over_those_for_all_guilds_and_is_off_until_it_says_otherwise() {
    let plan = load_text(
        "[guilds.300000000000000001.language]\nenabled = true\nconcurrency = 4\n[language]\nchat_model = 'local'\nconcurrency = 1\n\
         [guilds.2]\nlanguage.enabled = false",
    )
    .expect("a good file");
    let for_all = LanguageConfig { chat_model: "local".to_owned(), concurrency: 1, ..Default::default() };
    let here = LanguageConfig { enabled: true, concurrency: 4, ..for_all.clone() };
    assert_eq!(plan.guild(GUILD).language, here);
    assert_eq!(plan.guild(GuildId::new(2)).language, for_all);
    assert_eq!(plan.guild(GuildId::new(3)).language, for_all);
}

#[test]
fn every_bad_value_is_reported_where_it_stands() {
    let text = "[language]\nenabled = true\nchat_modle = 'x'\ndaily_tokens = 10\n[guilds.1.language]\nenabled = 'yes'\n\
                timeout_seconds = 60\n[guilds.2]\nlanguage = true\n";
    assert_snapshot!(load_text(text).expect_err("the file can't be used").to_string(), @r##"
    error: there is no setting `enabled`
     --> plugins.toml:2:1
      |
    2 | enabled = true
      | ^^^^^^^ the settings here are `chat_model`, `embedding_model`, `daily_tokens`, `concurrency`, `timeout_seconds`, `input_tokens`
      |
      = help: it is switched on guild by guild: [guilds.<id>.language] enabled = true

    error: there is no setting `chat_modle`
     --> plugins.toml:3:1
      |
    3 | chat_modle = 'x'
      | ^^^^^^^^^^ the settings here are `chat_model`, `embedding_model`, `daily_tokens`, `concurrency`, `timeout_seconds`, `input_tokens`
      |
      = help: did you mean `chat_model`?

    error: `daily_tokens` can't be the integer 10
     --> plugins.toml:4:16
      |
    4 | daily_tokens = 10
      |                ^^ allowed is an integer from 1000 to 1000000000

    error: `enabled` can't be the text "yes"
     --> plugins.toml:6:11
      |
    6 | enabled = 'yes'
      |           ^^^^^ allowed is `true` or `false`

    error: `timeout_seconds` can't be the integer 60
     --> plugins.toml:7:19
      |
    7 | timeout_seconds = 60
      |                   ^^ allowed is an integer from 1 to 20

    error: `guilds.2.language` can't be true
     --> plugins.toml:9:12
      |
    9 | language = true
      |            ^^^^ it is a table: write [guilds.2.language] above its keys
    "##);
}

#[test]
fn a_guild_whose_model_changed_is_served_otherwise() {
    let before = load_text("[guilds.1.language]\nenabled = true\n").expect("good");
    let after = load_text("[guilds.1.language]\nenabled = false\n[guilds.2]\n").expect("good");
    assert_eq!(after.changed_guilds(&before, [1, 2].map(GuildId::new)), [GuildId::new(1)]);
}
