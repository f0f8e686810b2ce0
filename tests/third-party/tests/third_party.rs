//! The binary runs, and has the plugin.

use std::process::Command;

use serde_json::Value;

#[test]
fn a_binary_of_five_lines_links_a_plugin_of_ones_own() {
    let folder = std::env::temp_dir();
    let mut command = Command::new(env!("CARGO_BIN_EXE_third-party"));
    let output = command.args(["plugins", "--json"]).current_dir(folder).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = listed.to_string();
    assert!(
        text.contains("\"greeter\"") && text.contains("Says hello") && text.contains("greet"),
        "{listed:#}"
    );
    // Its source, without comments and empty lines.
    let main = include_str!("../src/main.rs");
    let lines = main.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//"));
    assert!(lines.count() <= 5, "{main}");
}

/// Cargo joins the features of a workspace, so the manifest is asked: alone, it brings nothing of the host's own plugins.
#[test]
fn it_takes_the_host_without_its_default_features() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["tree", "--offline", "--package", "third-party", "--edges", "normal", "--prefix", "none"]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(tree.lines().any(|line| line.starts_with("guildhall ")), "{tree}");
    for absent in ["reminders ", "standard ", "discord-emulator "] {
        assert!(!tree.lines().any(|line| line.starts_with(absent)), "{absent}is in it");
    }
}
