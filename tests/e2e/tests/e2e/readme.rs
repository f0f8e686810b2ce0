//! The calls that the documents show do what the documents say.

use std::{io::Write, path::Path};

use e2e::process;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_e2e-host");

/// Stands in for `sleep` in the documents: waits until one more message was sent to #reminders.
const WAIT: &str = r#"
sent() { curl -s "$D/requests?method=POST&path=/channels/500000000000000007/messages" | grep -o '"status":200' | wc -l; }
SENT=0
sleep() { until [ "$(sent)" -gt "$SENT" ]; do :; done; SENT=$(sent); }
"#;

/// The shell blocks under a heading, one after the other.
fn blocks(file: &str, heading: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(file)).expect("a document");
    let section = text.split("\n## ").find_map(|section| section.strip_prefix(heading));
    let section = section.unwrap_or_else(|| panic!("{file} has no section '{heading}'"));
    let blocks = section.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    blocks.filter(|block| block.contains("curl")).map(str::to_owned).collect()
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs shell blocks against a sandbox of their own; gives what they print.
async fn play(blocks: &[String]) -> Option<String> {
    if Command::new("curl").arg("--version").output().await.is_err() {
        let remedy = "install curl";
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{remedy}");
        // Straight to the terminal: the test runner hides what a passing test prints.
        let _ =
            writeln!(std::io::stderr(), "\n*** THE CALLS OF THE DOCUMENTS WERE NOT TRIED: {remedy} ***\n");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join("plugins.toml"), folder.path().join("plugins.toml")).unwrap();
    let mut sandbox = process::command(PROGRAM, &["sandbox", "--port", "0", "--http", "0"], folder.path());
    let mut sandbox = sandbox.stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(sandbox.stdout.take().unwrap()).lines();
    let address = loop {
        let line = lines.next_line().await.unwrap().expect("the sandbox prints its addresses");
        if let Some(address) = line.strip_prefix("Open ") {
            break address.trim_end_matches('/').to_owned();
        }
    };
    // The commands are registered a moment after the addresses are printed.
    let client = reqwest::Client::new();
    let commands = format!("{address}/control/users/emma/guilds/Demo/commands");
    while !client.get(&commands).send().await.unwrap().text().await.unwrap().contains("add_reminder") {
        tokio::task::yield_now().await;
    }
    let script = format!("{WAIT}{}", blocks.concat().replace("http://127.0.0.1:9100", &address));
    let output = Command::new("bash").args(["-euc", &script]).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    sandbox.kill().await.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!said.contains("\"error\":"), "{said}");
    Some(said)
}

#[tokio::test]
async fn the_readmes_calls_lead_from_a_command_to_a_snooze() {
    let blocks = blocks("README.md", "The sandbox");
    assert_eq!(blocks.concat().matches("curl ").count(), 5);
    let Some(said) = play(&blocks).await else { return };
    for part in ["Reminder #1 is set", "Bring coffee", "I will remind you again"] {
        assert!(said.contains(part), "'{part}' was not said");
    }
}

#[tokio::test]
async fn the_emulators_calls_lead_from_a_command_to_delivery_snooze_and_deletion() {
    let blocks = blocks("tests/discord/README.md", "A reminder, from the command to its deletion");
    let Some(said) = play(&blocks).await else { return };
    for part in ["staat klaar", "Coming up", "Bring coffee", "Only the owner", "Snoozed", "deleted it"] {
        assert!(said.contains(part), "'{part}' was not said");
    }
}
