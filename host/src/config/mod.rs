//! `plugins.toml`: which plugin runs in which guild, and how.
//!
//! There are two kinds of errors. One that makes the whole file unusable (syntax, an unknown key or plugin, an id that is none) is an `Err`
//! of [`load`]: the host goes on with the last good plan. A setting that a plugin can't use is a finding of the [`Plan`]: it switches off that
//! plugin, in that guild or, if the value is for all guilds, in all of them.

mod document;
pub mod edit;
mod language;
mod layers;
pub(crate) mod nearest;
mod plan;
mod report;
mod resolve;
pub(crate) mod schema;
mod snowflake;
mod store;
#[cfg(test)]
pub(crate) mod tests;

use std::{io, path::Path, sync::Arc};

use toml::de::DeTable;

pub use language::LanguageConfig;
pub use layers::Origin;
pub use plan::{GuildPlan, Plan, PluginPlan, PluginState};
pub use report::{Finding, Report};
pub use schema::file::schema;
pub use store::{ConfigStore, Loaded, Status};

use crate::registry::Registry;

/// Loads a file.
///
/// # Errors
/// Everything that is wrong with the file, if it can't be used as a whole.
pub fn load(path: &Path, registry: &Registry) -> Result<Plan, Report> {
    parse(path, &read_text(path)?, registry)
}

fn read_text(path: &Path) -> Result<String, Report> {
    let broken =
        |title: String, help: &str| Report::new(path, Arc::from(""), vec![Finding::for_file(title, help)]);
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => broken(
            "the file does not exist".to_owned(),
            "write it (an empty file switches everything off), or name another with --config or GUILDHALL_CONFIG",
        ),
        _ => broken(format!("the file can't be read: {error}"), "make it readable for the user that Guildhall runs as"),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        broken(format!("the file is not UTF-8 text (byte {})", at + 1), "save it as UTF-8")
    })
}

/// Parses a text; `path` is for messages only.
///
/// # Errors
/// As [`load`].
pub fn parse(path: &Path, text: &str, registry: &Registry) -> Result<Plan, Report> {
    let source: Arc<str> = Arc::from(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    let unreadable = errors.iter().any(|error| !is_duplicate(error));
    let mut broken: Vec<_> = errors.iter().map(|error| syntax_finding(error, text)).collect();
    if unreadable {
        // What was recovered from broken syntax has errors that are not in the file.
        return Err(Report::new(path, source, broken));
    }
    let (file, findings) = document::parse(registry, root.get_ref());
    broken.extend(findings);
    let resolved = resolve::resolve(registry, &file);
    if !broken.is_empty() {
        broken.extend(resolved.findings);
        return Err(Report::new(path, source, broken));
    }
    let findings = Report::new(path, source, resolved.findings);
    Ok(Plan { default: resolved.default, guilds: resolved.guilds, findings })
}

fn is_duplicate(error: &toml::de::Error) -> bool {
    error.message().contains("duplicate key")
}

fn syntax_finding(error: &toml::de::Error, text: &str) -> Finding {
    let span = error.span().unwrap_or_default();
    if is_duplicate(error) {
        return Finding::at(
            span.clone(),
            format!(
                "`{}` is in the file twice",
                text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\''])
            ),
            "the same name as above, whether in quotes or not",
        )
        .with_help(Some("put both parts together in one place".to_owned()));
    }
    Finding::at(span, format!("the file is not valid TOML: {}", error.message()), "")
}
