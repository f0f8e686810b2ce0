//! `guildhall token`.

use clap::Parser;

use super::{GUILD, Scene, path};
use crate::api::{
    store,
    tokens::{TokenCommand, run},
};

#[derive(Parser)]
struct CommandLine {
    #[command(subcommand)]
    command: TokenCommand,
}

async fn guildhall_token(scene: &Scene, line: &str) -> Result<String, String> {
    let command = CommandLine::try_parse_from(std::iter::once("token").chain(line.split(' ')))
        .expect("a command")
        .command;
    let mut out = Vec::new();
    let result = run(command, &scene.db, &scene.registry, &scene.clock, &mut out).await;
    let out = String::from_utf8(out).expect("text");
    result.map(|()| out).map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_token_is_shown_once_and_only_its_hash_is_kept() {
    let scene = Scene::new().await;
    let line = format!("create --guild {GUILD} --plugins sample --scope read,write --name site");
    let out = guildhall_token(&scene, &line).await.expect("a token");
    let token = out.lines().next().expect("a line").to_owned();
    assert!(token.starts_with("ghl_") && token.len() == 68, "{token}");
    assert_eq!(scene.get(&path("/7"), &token).await.status, 200);

    let row = store::fetch_all(&scene.db).await.expect("rows").remove(0);
    assert_eq!((row.name.as_str(), row.scopes.as_str(), row.hash.len()), ("site", "read,write", 32));
    let list = guildhall_token(&scene, "list").await.expect("a list");
    insta::assert_snapshot!(list, @r"
    NAME  GUILD                 SCOPES      LAST USED             CREATED               PLUGINS
    site  81384788765712384     read,write  2027-01-15T08:00:00Z  2027-01-15T08:00:00Z  sample
    ");
    guildhall_token(&scene, "revoke site").await.expect("revoked");
    assert!(guildhall_token(&scene, "list").await.expect("a list").contains("revoked"));
}

#[tokio::test]
async fn mistakes_are_named_with_the_nearest_name() {
    let scene = Scene::new().await;
    let create = format!("create --guild {GUILD} --plugins");
    guildhall_token(&scene, &format!("{create} sample --name site")).await.expect("a token");
    let cases = [
        (format!("{create} smaple"), "--plugins names 'smaple', which is not linked; did you mean `sample`?"),
        (
            format!("{create} x"),
            "--plugins names 'x', which is not linked; `guildhall plugins` shows what is",
        ),
        (
            format!("{create} sample --name site"),
            "there is a token 'site' already, in force or revoked; choose another --name",
        ),
        (
            format!("{create} sample --name a/b"),
            "--name 'a/b' can't be used; take 1 to 64 of a-z, A-Z, 0-9, '.', '_' and '-'",
        ),
        ("revoke sit".to_owned(), "no token 'sit' is in force; did you mean `site`?"),
        ("revoke x".to_owned(), "no token 'x' is in force; `guildhall token list` shows all"),
    ];
    for (line, expected) in cases {
        assert_eq!(guildhall_token(&scene, &line).await.expect_err(&line), expected);
    }
}
