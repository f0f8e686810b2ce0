//! Edits of the file by a command. All else stays as it was, comments and blanks included.

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

/// Why the file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such setting.
    #[error("the plugin `{plugin}` has no setting `{key}`; {known}")]
    UnknownKey {
        /// The plugin.
        plugin: PluginId,
        /// The key that does not exist.
        key: String,
        /// The nearest name, or all of them.
        known: String,
    },
    /// The value can't be used.
    #[error("`{value}` can't be used for `{key}`: {reason}")]
    InvalidValue {
        /// The setting.
        key: String,
        /// What was typed.
        value: String,
        /// What is allowed.
        reason: String,
    },
    /// The value of the layer below can't be used.
    #[error("this can't be taken back: {reason}")]
    InvalidReset {
        /// What would be wrong.
        reason: String,
    },
    /// The guild sets nothing that could be reset.
    #[error("nothing is set here for this guild, so there is nothing to reset")]
    NothingSet,
    /// The file was changed meanwhile and that change is not in force yet.
    #[error("the file was changed by somebody else at this moment; look at it and try again")]
    Conflict,
    /// The file can't be read.
    #[error("{}", .0.summary())]
    Unreadable(Box<Report>),
    /// The file has errors, or would have after the change.
    #[error("{}", .0.summary())]
    Broken(Box<Report>),
    /// A key of the file that should be a table holds something else.
    #[error("`{0}` in the file is not a table; mend it by hand")]
    NotATable(String),
    /// The file or its folder can't be written.
    #[error(
        "{file} can't be written: {error}; make it and its folder writable for the account that runs Guildhall"
    )]
    NotWritable {
        /// Its name, without the path, which is for operators only.
        file: String,
        /// The system's error.
        error: io::Error,
    },
}

impl Edit {
    /// Switches a plugin on or off.
    pub const fn switch(guild: GuildId, plugin: PluginId, on: bool) -> Self {
        Self { guild, plugin, change: Change::Switch(on) }
    }

    /// Sets a value as it was typed.
    ///
    /// # Errors
    /// If there is no such setting or the value can't be of its type.
    pub fn set(guild: GuildId, entry: &Entry, key: &str, typed: &str) -> Result<Self, EditError> {
        let schema = schema_with_key(entry, key)?;
        let node = Node::root(&schema).key(key).expect("`schema_with_key` has just found it");
        let value = parse(node, typed).ok_or_else(|| EditError::InvalidValue {
            key: key.to_owned(),
            value: typed.to_owned(),
            reason: format!("allowed is {}", node.allowed()),
        })?;
        Ok(Self { guild, plugin: entry.id, change: Change::Set(key.to_owned(), value) })
    }

    /// Resets what is set for this guild: one key, or all of them.
    ///
    /// # Errors
    /// If there is no such setting.
    pub fn reset(guild: GuildId, entry: &Entry, key: Option<&str>) -> Result<Self, EditError> {
        let schema = match key {
            Some(key) => schema_with_key(entry, key)?,
            None => schema_of(entry),
        };
        Ok(Self { guild, plugin: entry.id, change: Change::Reset(key.map(str::to_owned), Box::new(schema)) })
    }

    /// Refuses a value that brings new errors.
    ///
    /// Switching on is never refused: the plugin is then misconfigured, visibly, until the missing values are set.
    pub(super) fn check(&self, before: &Plan, after: &Plan) -> Result<(), EditError> {
        if matches!(self.change, Change::Switch(_)) {
            return Ok(());
        }
        let own_findings = |plan: &Plan| -> Vec<Finding> {
            plan.findings.findings().iter().filter(|found| self.concerns(found)).cloned().collect()
        };
        let before: Vec<_> = own_findings(before).iter().map(Finding::sentence).collect();
        // A plugin reports one value at a time: if one was wrong before, the next one shows now, unless it is the changed one.
        let is_new = |found: &Finding| before.is_empty() || self.changes(&found.key);
        let Some(mut finding) = own_findings(after)
            .into_iter()
            .find(|found| !before.contains(&found.sentence()) && is_new(found))
        else {
            return Ok(());
        };
        let Change::Set(key, value) = &self.change else {
            return Err(EditError::InvalidReset { reason: finding.sentence() });
        };
        // The error itself says that this value can't be used for this key.
        if finding.title.starts_with(&format!("`{key}` can't be ")) && !finding.label.is_empty() {
            finding.title.clear();
        }
        let (key, value) = (key.clone(), value.to_string().trim().to_owned());
        Err(EditError::InvalidValue { key, value, reason: finding.sentence() })
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

/// Returns the schema of a plugin's settings if it has this key.
fn schema_with_key(entry: &Entry, key: &str) -> Result<serde_json::Value, EditError> {
    let schema = schema_of(entry);
    let node = Node::root(&schema);
    if node.key(key).is_some() {
        return Ok(schema);
    }
    // Names that an admin chooses are taken from the typed key.
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
        None => format!("it has {}", nearest::join_names(names())),
    };
    Err(EditError::UnknownKey { plugin: entry.id, key: key.to_owned(), known })
}

fn schema_of(entry: &Entry) -> serde_json::Value {
    entry.plugin.settings().map(|settings| (settings.json)().to_value()).unwrap_or_default()
}

/// Applies an edit to the text of the file.
pub(super) fn apply(edit: &Edit, path: &Path, text: &str) -> Result<String, EditError> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let finding = Finding::at(
            error.span().unwrap_or_default(),
            format!("the file is not valid TOML: {}", error.message()),
            "",
        );
        EditError::Broken(Box::new(Report::new(path, text.into(), vec![finding])))
    })?;
    let guild = edit.guild.to_string();
    let section = ["guilds", guild.as_str(), "plugins", edit.plugin.as_str()];
    let known = document.get(section[0]).and_then(|guilds| guilds.get(section[1])).is_some();
    let (path, name, value) = match &edit.change {
        Change::Switch(on) => (section.to_vec(), "enabled", (*on).into()),
        Change::Set(key, value) => {
            let mut path: Vec<_> = section.into_iter().chain(["settings"]).chain(key.split('.')).collect();
            let name = path.pop().unwrap_or_default();
            (path, name, value.clone())
        }
        Change::Reset(key, schema) => {
            let key = key.iter().flat_map(|key| key.split('.'));
            let path: Vec<_> = section.into_iter().chain(["settings"]).chain(key).collect();
            return reset::remove_settings(&mut document, text, &path, Node::root(schema))
                .ok_or(EditError::NothingSet);
        }
    };
    set_value(table_at(document.as_item_mut(), &path)?, name, value);
    if !known {
        move_to_end(&mut document, &path);
    }
    Ok(document.to_string())
}

/// Moves the new section of a guild below everything else, comments at the end of the file included.
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

/// Returns the table at a path, and inserts the tables that are missing.
fn table_at<'d>(mut item: &'d mut Item, path: &[&str]) -> Result<&'d mut Item, EditError> {
    for (depth, name) in path.iter().enumerate() {
        let not_a_table = || EditError::NotATable(path[..=depth].join("."));
        if item.get(name).is_none() {
            let new = new_table(item.is_inline_table(), depth + 1 == path.len());
            insert(item, name, new);
        }
        item = item.get_mut(name).filter(|item| item.is_table_like()).ok_or_else(not_a_table)?;
    }
    Ok(item)
}

fn new_table(inline: bool, last: bool) -> Item {
    if inline {
        return Item::Value(Value::InlineTable(InlineTable::new()));
    }
    let mut table = Table::new();
    // Only the innermost one gets a header of its own: [guilds.1.plugins.x], not one line for each part.
    table.set_implicit(!last);
    Item::Table(table)
}

/// Sets a value. It keeps the place and the comment of one that it replaces.
fn set_value(table: &mut Item, name: &str, mut value: Value) {
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

/// Inserts a key that does not exist.
fn insert(table: &mut Item, name: &str, mut new: Item) {
    // The blank before the closing brace belongs to the last value, so it moves to the new one.
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

/// Replaces the file in one step: a reader sees the old text or the new one, never a part. Keeps the file's mode.
pub(super) fn replace_file(path: &Path, text: &str) -> Result<(), EditError> {
    // If the path is a link, the file changes and not the link.
    let file = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
    let not_writable = |error| EditError::NotWritable { file: file.clone(), error };
    let path = fs::canonicalize(path).map_err(not_writable)?;
    let permissions = fs::metadata(&path).map_err(not_writable)?.permissions();
    // A rename would replace a file that its owner made read-only.
    if permissions.readonly() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(not_writable(error));
    }
    let temporary = temporary_path(&path);
    let written = (|| {
        let mut file = fs::File::create_new(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&temporary, &path)
    })();
    written.map_err(|error| {
        if let Err(left) = fs::remove_file(&temporary).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        }) {
            tracing::warn!(file = %temporary.display(), error = %left, "a file that is not needed any more can't be removed");
        }
        not_writable(error)
    })
}

fn temporary_path(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", plugin_api::error::new_reference()));
    path.with_file_name(name)
}
