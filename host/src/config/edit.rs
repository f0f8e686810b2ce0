//! Changes to the file that a command makes: what is not changed stays as it was, to the comment and the blank.

mod reset;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use plugin_api::{PluginId, serenity::GuildId};
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::{
    Finding, Plan, Report, nearest,
    schema::{ANY_NAME, Node, parse},
};
use crate::registry::Entry;

/// A change to one plugin in one guild.
#[derive(Clone, Debug)]
pub struct Edit {
    guild: GuildId,
    plugin: PluginId,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    Switch(bool),
    Set(String, Value),
    /// One key or all, and the schema of the settings.
    Reset(Option<String>, Box<serde_json::Value>),
}

/// Why the file was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such setting.
    #[error("the plugin `{plugin}` has no setting `{key}`; {known}")]
    UnknownKey {
        /// The plugin.
        plugin: PluginId,
        /// What was asked for.
        key: String,
        /// The nearest name, or all of them.
        known: String,
    },
    /// The value can't be used.
    #[error("`{value}` can't be used for `{key}`: {reason}")]
    Value {
        /// The setting.
        key: String,
        /// What was typed.
        value: String,
        /// What is allowed.
        reason: String,
    },
    /// What is underneath can't be used.
    #[error("this can't be taken back: {reason}")]
    TakingBack {
        /// What would be wrong.
        reason: String,
    },
    /// Nothing is set here that could be taken back.
    #[error("nothing is set here for this guild, so there is nothing to reset")]
    NothingSet,
    /// Somebody else changed the file and that change is not in force yet.
    #[error("the file was changed by somebody else at this moment; look at it and try again")]
    Changed,
    /// The file can't be read.
    #[error("{}", .0.summary())]
    Unreadable(Box<Report>),
    /// The file has errors, or would have after the change.
    #[error("{}", .0.summary())]
    Broken(Box<Report>),
    /// A plugin's place in the file holds something else than a table.
    #[error("`{0}` in the file is not a table; mend it by hand")]
    Shape(String),
    /// The file or its folder can't be written.
    #[error(
        "{file} can't be written: {error}; make it and its folder writable for the account that runs Guildhall"
    )]
    ReadOnly {
        /// Its name; where it lies is the operator's business.
        file: String,
        /// What the system says.
        error: io::Error,
    },
}

impl Edit {
    /// Switches a plugin on or off.
    #[must_use]
    pub const fn switch(guild: GuildId, plugin: PluginId, on: bool) -> Self {
        Self { guild, plugin, change: Change::Switch(on) }
    }

    /// Sets a value as it was typed.
    ///
    /// # Errors
    /// Where there is no such setting or the value can't be of its type.
    pub fn set(guild: GuildId, entry: &Entry, key: &str, typed: &str) -> Result<Self, Refusal> {
        let schema = with_key(entry, key)?;
        let node = Node::root(&schema).key(key).expect("`with_key` has just found it");
        let value = parse(node, typed).ok_or_else(|| Refusal::Value {
            key: key.to_owned(),
            value: typed.to_owned(),
            reason: format!("allowed is {}", node.allowed()),
        })?;
        Ok(Self { guild, plugin: entry.id, change: Change::Set(key.to_owned(), value) })
    }

    /// Takes back what is set for this guild: one key, or all of them.
    ///
    /// # Errors
    /// Where there is no such setting.
    pub fn reset(guild: GuildId, entry: &Entry, key: Option<&str>) -> Result<Self, Refusal> {
        let schema = match key {
            Some(key) => with_key(entry, key)?,
            None => schema_of(entry),
        };
        Ok(Self { guild, plugin: entry.id, change: Change::Reset(key.map(str::to_owned), Box::new(schema)) })
    }

    /// Refuses a value that brings errors that were not there before.
    ///
    /// Switching on is never refused for that: the plugin is then misconfigured, visibly, until somebody sets what it lacks.
    pub(super) fn accepts(&self, before: &Plan, after: &Plan) -> Result<(), Refusal> {
        if matches!(self.change, Change::Switch(_)) {
            return Ok(());
        }
        let ours = |plan: &Plan| -> Vec<Finding> {
            plan.findings.findings().iter().filter(|found| self.concerns(found)).cloned().collect()
        };
        let before: Vec<_> = ours(before).iter().map(Finding::sentence).collect();
        // A plugin names one value at a time: where one was wrong before, what shows now is the next one, unless it is this one.
        let brought = |found: &Finding| before.is_empty() || self.changes(&found.key);
        let Some(mut fresh) =
            ours(after).into_iter().find(|found| !before.contains(&found.sentence()) && brought(found))
        else {
            return Ok(());
        };
        let Change::Set(key, value) = &self.change else {
            return Err(Refusal::TakingBack { reason: fresh.sentence() });
        };
        // The refusal itself says that this value can't be used for this key.
        if fresh.title.starts_with(&format!("`{key}` can't be ")) && !fresh.label.is_empty() {
            fresh.title.clear();
        }
        let (key, value) = (key.clone(), value.to_string().trim().to_owned());
        Err(Refusal::Value { key, value, reason: fresh.sentence() })
    }

    /// Whether it changes this key, or the value that the key lies in: `days` for `days[2]`.
    fn changes(&self, found: &str) -> bool {
        let (Change::Set(key, _) | Change::Reset(Some(key), _)) = &self.change else { return false };
        found.strip_prefix(key.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }

    fn concerns(&self, finding: &Finding) -> bool {
        finding.plugin == Some(self.plugin) && finding.guild.is_none_or(|guild| guild == self.guild)
    }
}

/// The schema of a plugin's settings, if it has this one.
fn with_key(entry: &Entry, key: &str) -> Result<serde_json::Value, Refusal> {
    let schema = schema_of(entry);
    let node = Node::root(&schema);
    if node.key(key).is_some() {
        return Ok(schema);
    }
    // Where an admin names things, the names are those that were typed.
    let typed = |path: &str| {
        let rest = key.strip_prefix(path).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        let name = rest.split('.').next().filter(|name| !name.is_empty()).unwrap_or(ANY_NAME);
        vec![name.to_owned()]
    };
    let keys: Vec<_> = node.keys(&typed).into_iter().map(|key| key.path).collect();
    let names = || keys.iter().map(String::as_str);
    let known = match nearest::did_you_mean(key, names()) {
        Some(help) => help,
        None if keys.is_empty() => "it has none".to_owned(),
        None => format!("it has {}", nearest::list(names())),
    };
    Err(Refusal::UnknownKey { plugin: entry.id, key: key.to_owned(), known })
}

fn schema_of(entry: &Entry) -> serde_json::Value {
    entry.plugin.settings().map(|settings| (settings.json)().to_value()).unwrap_or_default()
}

/// The text with the change made.
pub(super) fn apply(edit: &Edit, path: &Path, text: &str) -> Result<String, Refusal> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let finding = Finding::at(
            error.span().unwrap_or_default(),
            format!("the file is not valid TOML: {}", error.message()),
            "",
        );
        Refusal::Broken(Box::new(Report::new(path, text.into(), vec![finding])))
    })?;
    let guild = edit.guild.to_string();
    let place = ["guilds", guild.as_str(), "plugins", edit.plugin.as_str()];
    let known = document.get(place[0]).and_then(|guilds| guilds.get(place[1])).is_some();
    let (path, name, value) = match &edit.change {
        Change::Switch(on) => (place.to_vec(), "enabled", (*on).into()),
        Change::Set(key, value) => {
            let mut path: Vec<_> = place.into_iter().chain(["settings"]).chain(key.split('.')).collect();
            let name = path.pop().unwrap_or_default();
            (path, name, value.clone())
        }
        Change::Reset(key, schema) => {
            let key = key.iter().flat_map(|key| key.split('.'));
            let path: Vec<_> = place.into_iter().chain(["settings"]).chain(key).collect();
            return reset::reset(&mut document, text, &path, Node::root(schema)).ok_or(Refusal::NothingSet);
        }
    };
    put(descend(document.as_item_mut(), &path)?, name, value);
    if !known {
        move_to_end(&mut document, &path);
    }
    Ok(document.to_string())
}

/// Puts the section of a guild that was not in the file yet under everything else, comments at the end of the file included.
fn move_to_end(document: &mut DocumentMut, path: &[&str]) {
    let mut trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    let mut item = document.get_mut("guilds");
    for name in &path[1..] {
        item = item.and_then(|item| item.get_mut(name));
        let Some(Item::Table(table)) = item.as_deref_mut() else { break };
        table.set_position(Some(isize::MAX));
        if !table.is_implicit() && !trailing.is_empty() {
            table.decor_mut().set_prefix(format!("{trailing}\n"));
            trailing.clear();
        }
    }
    document.set_trailing(trailing);
}

/// The table at a path, made where it is missing.
fn descend<'d>(mut item: &'d mut Item, path: &[&str]) -> Result<&'d mut Item, Refusal> {
    for (depth, name) in path.iter().enumerate() {
        let shape = || Refusal::Shape(path[..=depth].join("."));
        if item.get(name).is_none() {
            let fresh = fresh(item.is_inline_table(), depth + 1 == path.len());
            insert(item, name, fresh);
        }
        item = item.get_mut(name).filter(|item| item.is_table_like()).ok_or_else(shape)?;
    }
    Ok(item)
}

fn fresh(inline: bool, last: bool) -> Item {
    if inline {
        return Item::Value(Value::InlineTable(InlineTable::new()));
    }
    let mut table = Table::new();
    // Only the innermost one gets a header of its own: [guilds.1.plugins.x], not one line for each part.
    table.set_implicit(!last);
    Item::Table(table)
}

/// Sets a value; one that was there leaves its place and its comment to the new one.
fn put(table: &mut Item, name: &str, mut value: Value) {
    match table.get_mut(name) {
        Some(old) => {
            if let Some(old) = old.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *old = Item::Value(value);
        }
        None => insert(table, name, Item::Value(value)),
    }
}

/// Adds what was not there.
fn insert(table: &mut Item, name: &str, mut new: Item) {
    // The blank before the closing brace belongs to the last value: it goes to the new last one.
    let inline = table.as_inline_table_mut();
    let last = inline.and_then(|inline| inline.iter_mut().last().map(|(_, value)| value.decor_mut()));
    if let (Some(last), Some(new)) = (last, new.as_value_mut()) {
        let blank = last.suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default().to_owned();
        last.set_suffix("");
        new.decor_mut().set_suffix(blank);
    }
    if let Some(table) = table.as_table_like_mut() {
        table.insert(name, new);
    }
}

/// Puts a text in the place of the file at once: a reader sees the old one or the new one, never a part. Keeps the file's mode.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Refusal> {
    // Behind a link it is the file that changes, not the link.
    let file = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
    let refused = |error| Refusal::ReadOnly { file: file.clone(), error };
    let path = fs::canonicalize(path).map_err(refused)?;
    let permissions = fs::metadata(&path).map_err(refused)?.permissions();
    // A rename would replace a file that its owner made read-only all the same.
    if permissions.readonly() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(refused(error));
    }
    let beside = beside(&path);
    let written = (|| {
        let mut file = fs::File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    })();
    written.map_err(|error| {
        if let Err(left) = fs::remove_file(&beside).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        }) {
            tracing::warn!(file = %beside.display(), error = %left, "a file that is not needed any more can't be removed");
        }
        refused(error)
    })
}

fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", plugin_api::error::reference()));
    path.with_file_name(name)
}
