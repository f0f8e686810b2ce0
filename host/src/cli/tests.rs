//! The output of the offline subcommands.

use std::{fs, path::PathBuf};

use clap::CommandFactory;
use insta::assert_snapshot;
use tempfile::TempDir;

use super::*;
use crate::config::tests::fixture::registry;

fn file(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plugins.toml");
    fs::write(&path, text).expect("writable");
    (folder, path)
}

fn checked(text: &str) -> (String, usize) {
    checked_with(text, true)
}

fn checked_with(text: &str, key: bool) -> (String, usize) {
    let (_folder, path) = file(text);
    let mut out = Vec::new();
    let report = check::check(&path, &registry(), key, &mut out).expect("written");
    (String::from_utf8(out).expect("text"), report.findings().len())
}

#[test]
fn the_command_line_is_consistent_and_every_subcommand_has_help_and_an_example() {
    let mut cli = Cli::command();
    cli.build();
    cli.clone().debug_assert();
    for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
        assert!(command.get_about().is_some(), "{} has no help", command.get_name());
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(after.contains("guildhall "), "{} has no example", command.get_name());
    }
}

#[test]
fn without_a_subcommand_it_runs_and_flags_are_those_of_run() {
    let cli =
        Cli::try_parse_from(["guildhall", "--http", "127.0.0.1:0", "--config", "x.toml"]).expect("good");
    assert!(cli.command.is_none());
    assert_eq!((cli.run.http.port(), cli.run.config.config), (0, PathBuf::from("x.toml")));
    assert!(Cli::try_parse_from(["guildhall", "--http", "here"]).is_err());
}

#[test]
fn what_is_no_id_is_refused_in_words_that_say_where_to_find_one() {
    for (line, says) in [
        (
            "token create --guild abc --plugins x",
            "a guild's id is digits, as Discord's Copy Server ID gives it",
        ),
        ("privacy export --user @emma", "a person's id is digits, as Discord's Copy User ID gives it"),
        (
            "invite --application-id x",
            "an application's id is digits, as General Information in Discord's developer portal gives it",
        ),
    ] {
        let words = std::iter::once("guildhall").chain(line.split(' '));
        let refused = Cli::try_parse_from(words).err().expect("no id").to_string();
        assert!(refused.contains(says), "{refused}");
    }
}

#[test]
fn check_shows_what_is_on_where() {
    let text = "[host]\nlocale = 'nl'\n[plugins.fixture]\nenabled = true\n[guilds.300000000000000001]\ntimezone = 'Europe/Brussels'\n\
                log_channel = 5\nplugins.fixture.settings.lead = -1\n[guilds.300000000000000002.plugins]\ndependent.enabled = true\n\
                [guilds.300000000000000003.plugins]\ndependent.enabled = true\nfixture.enabled = false\n";
    let (table, errors) = checked(text);
    assert_snapshot!(table, @r##"
    guild               locale  timezone         log channel  language model  dependent      fixture        plain
    every other guild   nl      UTC              -            off             off            on             off
    300000000000000001  nl      Europe/Brussels  5            off             off            misconfigured  off
    300000000000000002  nl      UTC              -            off             on             on             off
    300000000000000003  nl      UTC              -            off             needs fixture  off            off
    "##);
    assert_eq!(errors, 1);
}

#[test]
fn check_says_where_a_language_model_is_on_and_whether_there_is_a_key_to_it() {
    let text = "[guilds.1]\nlanguage.enabled = true\n[guilds.2]\n";
    let (table, errors) = checked_with(text, false);
    assert_snapshot!(table, @r##"
    guild              locale  timezone  log channel  language model  dependent  fixture  plain
    every other guild  en      UTC       -            off             off        off      off
    1                  en      UTC       -            lacks a key     off        off      off
    2                  en      UTC       -            off             off        off      off

    a language model is switched on but OPENAI_API_KEY is not set: put the key into the environment or into a file .env, or set `enabled = false`; until then everything is done offline
    "##);
    assert_eq!(errors, 0, "everything goes on without");
    let (table, _) = checked_with(text, true);
    assert!(!table.contains("OPENAI_API_KEY") && !table.contains("lacks"), "{table}");
}

#[test]
fn check_of_a_file_that_cannot_be_used_prints_no_table() {
    let (table, errors) = checked("[plugin]\n[guilds.x]\n");
    assert_eq!((table.as_str(), errors), ("", 2));
}

#[test]
fn plugins_lists_settings_with_what_is_allowed_and_their_defaults() {
    let mut out = Vec::new();
    describe::write_plugins(&registry(), false, &mut out).expect("written");
    assert_snapshot!(String::from_utf8(out).expect("text"), @r##"
    dependent 0.0.0 (tests)
      Fixture: Is configured
      category       General
      requires       fixture
      personal data  keeps nothing

    fixture 0.0.0 (tests)
      Fixture: Is configured
      category       General
      settings       lead = 60  Minutes before. (an integer from 0 to 4320)
                     name = name  What it is called. (a text in quotes of 1 to 10 characters)
                     colour = red  How it looks. (one of `red`, `green`)
                     days = ["mon"]  On which days. (a list, each one of `mon`, `fri`)
                     limits.active = 5   (an integer from 1 to 100)
                     limits.total = 50   (an integer from 0 to 255)
                     ratio = nothing  How much, if at all. (a number, at most 1)
                     loud = false  Whether it talks. (`true` or `false`)
                     list = []  Free words. (a list, each a text in quotes)
                     kinds.<name>.label =   What it is called. (a text in quotes of at most 10 characters)
                     kinds.<name>.limits.active = 5   (an integer from 1 to 100)
                     kinds.<name>.limits.total = 50   (an integer from 0 to 255)
                     kinds.<name>.questions = []  What is asked. (a list, each a table)
      personal data  keeps nothing

    plain 0.0.0 (tests)
      Fixture: Is configured
      category       General
      personal data  keeps nothing
    "##);
    let mut json = Vec::new();
    describe::write_plugins(&registry(), true, &mut json).expect("written");
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json[1]["settings"][4]["key"], "limits.active");
    assert_eq!(json[1]["settings"][4]["default"], 5);
    assert_eq!(json[0]["requires"][0], "fixture");
}

#[test]
fn the_invitation_asks_for_what_the_host_needs_to_write_to_log_channels() {
    let (_folder, path) = file("");
    let url = invite::invite_url(&path, registry(), Some(42)).expect("an address");
    // View Channel (1 << 10), Send Messages (1 << 11), Embed Links (1 << 14)
    assert_eq!(
        url,
        "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions=19456"
    );
}

#[test]
fn the_applications_id_is_in_the_first_segment_of_its_token() {
    assert_eq!(invite::application_id_from_token("MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"), Some(123456789012345678));
    assert_eq!(invite::application_id_from_token("nonsense"), None);
}

#[cfg(feature = "sandbox")]
#[test]
fn the_sandbox_has_a_database_of_its_own_unless_told_otherwise() {
    let parsed = |args: &[&str]| match Cli::try_parse_from(args).expect("good").command {
        Some(Command::Sandbox(args)) => args.database,
        _ => panic!("another subcommand"),
    };
    assert_eq!(parsed(&["guildhall", "sandbox"]), None);
    assert_eq!(parsed(&["guildhall", "sandbox", "--database", "sqlite://x"]), Some("sqlite://x".to_owned()));
}
