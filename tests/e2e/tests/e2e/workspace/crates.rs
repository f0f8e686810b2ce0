//! Who depends on whom, and what lies where.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use guildhall::registry::Registry;
use serde_json::Value;

use super::sources::root;

/// The members, and for each the members it depends on (for tests too).
fn members() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let name = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    let packages = metadata["packages"].as_array().expect("packages");
    let of_us = |package: &Value| {
        let dependencies = package["dependencies"].as_array().expect("dependencies");
        dependencies.iter().filter(|d| d["path"].is_string()).map(name).collect()
    };
    packages.iter().map(|package| (name(package), of_us(package))).collect()
}

/// The folders under `plugins/`, except the bundle that names them.
fn plugin_folders() -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join("plugins")).expect("plugins/").flatten();
    let names = entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned());
    names.filter(|name| name != "standard").collect()
}

#[test]
fn the_contract_depends_on_no_other_member_but_the_text_engine() {
    let members = members();
    assert_eq!(
        members["plugin-api"],
        BTreeSet::from(["text".to_owned()]),
        "of the members, the text engine alone"
    );
    assert_eq!(members["text"], BTreeSet::new());
}

#[test]
fn plugins_depend_on_the_contract_and_on_plugins_that_they_declare() {
    let (members, registry) =
        (members(), Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together"));
    for plugin in plugin_folders() {
        let entry = registry.get(&plugin).unwrap_or_else(|| panic!("'{plugin}' is not linked"));
        let named = entry.about.requires.iter().chain(entry.about.uses);
        let mut allowed: BTreeSet<_> = named.map(|id| id.as_str().to_owned()).collect();
        allowed.insert("plugin-api".to_owned());
        let others: Vec<_> = members[&plugin].difference(&allowed).collect();
        assert!(
            others.is_empty(),
            "'{plugin}' depends on {others:?}; name a plugin in about().requires or uses, leave anything else"
        );
    }
}

#[test]
fn nobody_but_the_host_and_the_tests_depends_on_the_emulator() {
    for (member, dependencies) in members() {
        if dependencies.contains("discord-emulator") {
            assert!(["guildhall", "e2e"].contains(&member.as_str()), "'{member}' depends on the emulator");
        }
    }
    assert_eq!(members()["discord-emulator"], BTreeSet::new(), "the emulator is a product of its own");
}

/// A crate that is only in `[dependencies]` is not linked.
#[test]
fn every_folder_of_plugins_is_a_crate_of_that_name_that_is_linked_and_registered() {
    let (members, registry) =
        (members(), Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together"));
    for plugin in plugin_folders() {
        assert!(members.contains_key(&plugin), "plugins/{plugin} has a package of another name");
        let entry = registry.get(&plugin);
        let entry =
            entry.unwrap_or_else(|| panic!("add `use {plugin} as _;` to plugins/standard/src/lib.rs"));
        assert_eq!(entry.crate_name, plugin);
        let migrations = root().join("migrations").join(&plugin);
        assert_eq!(entry.plugin.migrations().is_some(), migrations.is_dir(), "migrations/{plugin}");
    }
    assert_eq!(members["standard"], plugin_folders(), "plugins/standard names every plugin and nothing else");
}

#[test]
fn every_migration_can_be_undone() {
    for owner in std::fs::read_dir(root().join("migrations")).expect("migrations/").flatten() {
        let names: BTreeSet<_> = std::fs::read_dir(owner.path())
            .expect("a folder for each owner")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        for up in names.iter().filter_map(|name| name.strip_suffix(".up.sql")) {
            assert!(
                names.contains(&format!("{up}.down.sql")),
                "{}: {up} has no down",
                owner.path().display()
            );
        }
        assert!(
            names.iter().all(|name| name.ends_with(".up.sql") || name.ends_with(".down.sql")),
            "{names:?}"
        );
    }
}

#[test]
fn the_top_level_is_a_closed_list() {
    let closed = [
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "clippy.toml",
        "deny.toml",
        "host",
        "migrations",
        "plugin-api",
        "plugins",
        "plugins.toml",
        "rustfmt.toml",
        "tests",
    ];
    // Made by building and running.
    let made = ["target", "data"];
    let entries = std::fs::read_dir(root()).expect("the repository").flatten();
    let names: BTreeSet<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    let shown: Vec<_> = names.iter().filter(|n| !n.starts_with('.') && !made.contains(&n.as_str())).collect();
    assert_eq!(shown, closed.iter().collect::<Vec<_>>());
}

#[test]
fn unsafe_code_is_forbidden_everywhere() {
    let read = |path: &str| {
        std::fs::read_to_string(root().join(path)).expect("a manifest").parse::<toml::Table>().expect("TOML")
    };
    let workspace = read("Cargo.toml");
    assert_eq!(workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let mut manifests = Vec::new();
    for folder in ["host", "plugin-api", "plugins", "tests"] {
        super::sources::files(&root().join(folder), "toml", &mut manifests);
    }
    for manifest in manifests.iter().filter(|path| path.ends_with("Cargo.toml")) {
        let text = std::fs::read_to_string(manifest).expect("a manifest");
        let table: toml::Table = text.parse().expect("TOML");
        assert_eq!(
            table["lints"]["workspace"].as_bool(),
            Some(true),
            "{}: add [lints] workspace = true",
            manifest.display()
        );
    }
}

/// They run on a thread without a runtime, where nothing of tokio or sqlx can do I/O without a panic, and give the same twice.
#[test]
fn declarations_do_no_io() {
    let registry = Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together");
    for entry in registry.iter() {
        let declare = || {
            let plugin = &entry.plugin;
            let _ = (plugin.about(), plugin.migrations(), plugin.messages().is_some(), plugin.user_data());
            (
                plugin.commands().len(),
                plugin.hooks().len(),
                plugin.components().len(),
                plugin.schedules().len(),
                plugin.jobs().len(),
                plugin.routes().into_parts().0.into_openapi().paths.paths.len(),
                plugin.settings().map(|settings| (settings.defaults)()),
                plugin.tours(),
                (plugin.intents(), plugin.permissions()),
            )
        };
        assert_eq!(declare(), declare(), "'{}'", entry.id);
    }
}
