//! Layers what the file says of each plugin over the plugin's defaults, guild by guild.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use plugin_api::{GuildConfig, Invalid, serenity::GuildId, settings::AnySettings};
use serde::Deserialize;
use serde_json::Value;
use toml::{
    Spanned, Table,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::{
    LanguageConfig,
    document::{File, Section},
    plan::{GuildPlan, Origin, PluginPlan, PluginState},
    report::Finding,
    schema::{self, Fault, Node},
};
use crate::registry::{Entry, Registry};

/// What a file comes to.
pub(super) struct Resolved {
    pub(super) default: GuildPlan,
    pub(super) guilds: BTreeMap<GuildId, GuildPlan>,
    pub(super) findings: Vec<Finding>,
}

/// Decides for every guild and every plugin; nothing here makes the file as a whole unusable.
pub(super) fn resolve(registry: &Registry, file: &File<'_>) -> Resolved {
    let mut findings = Vec::new();
    let bases: Vec<Base<'_>> = registry
        .iter()
        .enumerate()
        .map(|(index, entry)| Base::new(Subject::new(entry), file.plugins.get(&index), &mut findings))
        .collect();
    let guild_plan = |config: &GuildConfig, language: &LanguageConfig, mut plugins: Vec<Arc<PluginPlan>>| {
        requirements(registry, &mut plugins);
        GuildPlan { config: config.clone(), language: language.clone(), plugins }
    };
    let default =
        guild_plan(&file.host, &file.language, bases.iter().map(|base| Arc::clone(&base.plan)).collect());
    let mut guilds = BTreeMap::new();
    for (id, guild) in &file.guilds {
        let plugins = bases.iter().enumerate().map(|(index, base)| match guild.plugins.get(&index) {
            Some(section) => Arc::new(base.in_guild(*id, section, &mut findings)),
            None => Arc::clone(&base.plan),
        });
        guilds.insert(*id, guild_plan(&guild.config, &guild.language, plugins.collect()));
    }
    Resolved { default, guilds, findings }
}

/// Where a required plugin is not on, the one that requires it is not on either; and so on.
fn requirements(registry: &Registry, plugins: &mut [Arc<PluginPlan>]) {
    loop {
        let lacking = registry.iter().enumerate().find_map(|(index, entry)| {
            let is_on = |id: &str| registry.index(id).is_some_and(|required| plugins[required].state.is_on());
            let required = entry.about.requires.iter().find(|required| !is_on(required.as_str()))?;
            plugins[index].state.is_on().then_some((index, *required))
        });
        let Some((index, required)) = lacking else { return };
        Arc::make_mut(&mut plugins[index]).state = PluginState::Requires(required);
    }
}

/// A plugin and how its settings look.
struct Subject<'r> {
    entry: &'r Entry,
    settings: Option<plugin_api::SettingsSchema>,
    schema: Value,
}

impl<'r> Subject<'r> {
    fn new(entry: &'r Entry) -> Self {
        let settings = entry.plugin.settings();
        let schema = settings.as_ref().map(|settings| (settings.json)().to_value()).unwrap_or_default();
        Self { entry, settings, schema }
    }

    fn node(&self) -> Node<'_> {
        Node::root(&self.schema)
    }

    fn faults(&self, section: &Section<'_>) -> Vec<Fault> {
        let mut faults = section.faults.clone();
        let Some(table) = section.settings else { return faults };
        if self.settings.is_some() {
            schema::check(self.node(), table, &mut faults);
        } else {
            faults.extend(table.keys().map(|key| Fault {
                key: key.get_ref().to_string(),
                span: key.span(),
                title: format!("there is no setting `{}`", key.get_ref()),
                allowed: format!("the plugin `{}` has no settings", self.entry.id),
                help: None,
            }));
        }
        faults
    }

    fn read(&self, values: &Table) -> Result<Option<AnySettings>, Invalid> {
        self.settings.as_ref().map(|settings| (settings.read)(values.clone())).transpose()
    }

    fn finding(&self, fault: &Fault, guild: Option<GuildId>) -> Finding {
        let mut finding = Finding::at(fault.span.clone(), fault.title.clone(), fault.allowed.clone())
            .help(fault.help.clone());
        finding.key.clone_from(&fault.key);
        finding.plugin = Some(self.entry.id);
        finding.guild = guild;
        finding
    }
}

/// A plugin as `[plugins.<id>]` and its defaults have it: the layer under every guild's own.
struct Base<'r> {
    subject: Subject<'r>,
    section: Option<&'r Section<'r>>,
    faults: Vec<Fault>,
    /// What the plugin itself says against the values, and was reported.
    reported: Option<Invalid>,
    plan: Arc<PluginPlan>,
}

impl<'r> Base<'r> {
    fn new(subject: Subject<'r>, section: Option<&'r Section<'r>>, findings: &mut Vec<Finding>) -> Self {
        let faults = section.map(|section| subject.faults(section)).unwrap_or_default();
        findings.extend(faults.iter().map(|fault| subject.finding(fault, None)));
        let mut values = subject.settings.as_ref().map(|settings| (settings.defaults)()).unwrap_or_default();
        let sound = subject.read(&values).is_ok();
        let mut origins = BTreeMap::new();
        if let Some(table) = section.and_then(|section| section.settings) {
            merge(subject.node(), &mut values, table);
            note_origins(subject.node(), table, "", Origin::Plugins, &mut origins);
        }
        let enabled = section.and_then(|section| section.enabled);
        let read = if faults.is_empty() { subject.read(&values) } else { Ok(None) };
        let mut reported = None;
        let mut problem = faults.first().map(|fault| subject.finding(fault, None).sentence());
        if let Err(invalid) = &read {
            let fault = invalid_at(invalid, section.into_iter());
            problem = problem.or_else(|| Some(subject.finding(&fault, None).sentence()));
            // Where nobody has switched it on yet, values that are still missing disturb nobody; those that are written do.
            let written = sound || section.is_some_and(|section| locate(section, &invalid.key).is_some());
            if enabled == Some(true) || written {
                findings.push(subject.finding(&fault, None));
                reported = Some(invalid.clone());
            }
        }
        let plan = Arc::new(PluginPlan {
            state: state(enabled.unwrap_or(false), problem),
            enabled_by: if enabled.is_some() { Origin::Plugins } else { Origin::Default },
            settings: read.ok().flatten(),
            values,
            origins,
        });
        Self { subject, section, faults, reported, plan }
    }

    fn in_guild(&self, guild: GuildId, section: &Section<'_>, findings: &mut Vec<Finding>) -> PluginPlan {
        let subject = &self.subject;
        let own = subject.faults(section);
        findings.extend(own.iter().map(|fault| subject.finding(fault, Some(guild))));
        let inherited = self.faults.iter().filter(|fault| !overridden(section, fault));
        let mut problem =
            own.iter().chain(inherited).next().map(|fault| subject.finding(fault, Some(guild)).sentence());

        let mut values = self.plan.values.clone();
        let mut origins = self.plan.origins.clone();
        if let Some(table) = section.settings {
            merge(subject.node(), &mut values, table);
            note_origins(subject.node(), table, "", Origin::Guild, &mut origins);
        }
        let enabled = section.enabled.unwrap_or(self.section.and_then(|base| base.enabled).unwrap_or(false));
        let read = if problem.is_none() { subject.read(&values) } else { Ok(None) };
        if let Err(invalid) = &read {
            let fault = invalid_at(invalid, std::iter::once(section).chain(self.section));
            let finding = subject.finding(&fault, Some(guild));
            problem = Some(finding.sentence());
            // What is written here may also make a value of the layer below impossible.
            let sound = self.plan.settings.is_some();
            let written = sound || locate(section, &invalid.key).is_some();
            if written || (enabled && self.reported.as_ref() != Some(invalid)) {
                findings.push(finding);
            }
        }
        PluginPlan {
            state: state(enabled, problem),
            enabled_by: if section.enabled.is_some() { Origin::Guild } else { self.plan.enabled_by },
            settings: read.ok().flatten(),
            values,
            origins,
        }
    }
}

fn state(enabled: bool, problem: Option<String>) -> PluginState {
    match (enabled, problem) {
        (false, _) => PluginState::Off,
        (true, Some(problem)) => PluginState::Misconfigured(problem),
        (true, None) => PluginState::On,
    }
}

/// Whether a guild says something else where the layer below is at fault.
fn overridden(section: &Section<'_>, fault: &Fault) -> bool {
    match fault.key.as_str() {
        "enabled" => section.enabled.is_some(),
        key => locate(section, key).is_some(),
    }
}

/// What a plugin says against a value, at the innermost layer that has the value or else what it lies in, else where the plugin is named.
fn invalid_at<'s>(invalid: &Invalid, layers: impl Iterator<Item = &'s Section<'s>> + Clone) -> Fault {
    let outwards = std::iter::successors(Some(invalid.key.as_str()), |key| Some(key.rsplit_once('.')?.0));
    let span = outwards.into_iter().find_map(|key| layers.clone().find_map(|layer| locate(layer, key)));
    let span = span.or_else(|| layers.into_iter().next().map(|layer| layer.key.clone())).unwrap_or_default();
    let title = if invalid.key.is_empty() {
        "the settings can't be used".to_owned()
    } else {
        format!("`{}` can't be used", invalid.key)
    };
    Fault { key: invalid.key.clone(), span, title, allowed: invalid.reason.clone(), help: None }
}

/// Where a layer has the value of a key: `lead`, `limits.active`, `days[2]`, `questions[0].label`.
fn locate(section: &Section<'_>, key: &str) -> Option<Range<usize>> {
    let (name, rest) = key.split_once('.').unwrap_or((key, ""));
    within(section.settings?, name, rest)
}

/// Where a table has a value. A list is one value to the layers: what it does not have of the rest of the key is where the list is.
fn within(table: &DeTable<'_>, step: &str, rest: &str) -> Option<Range<usize>> {
    let mut parts = step.split('[');
    let (key, value) = table.get_key_value(parts.next()?)?;
    let mut value = value;
    let mut listed = false;
    for index in parts.map(|part| part.trim_end_matches(']').parse::<usize>()) {
        listed = true;
        let item = index.ok().and_then(|index| value.get_ref().as_array()?.get(index));
        let Some(item) = item else { return Some(value.span()) };
        value = item;
    }
    match value.get_ref() {
        DeValue::Table(deeper) if !rest.is_empty() => {
            let (name, rest) = rest.split_once('.').unwrap_or((rest, ""));
            within(deeper, name, rest).or_else(|| listed.then(|| value.span()))
        }
        DeValue::Table(_) if !listed => Some(key.span()),
        _ => Some(value.span()),
    }
}

/// Lays a table over another: tables key by key, everything else as a whole.
fn merge(node: Node<'_>, under: &mut Table, over: &DeTable<'_>) {
    for (key, value) in over {
        let name = key.get_ref().as_ref();
        let below = node.name(name).filter(|node| node.is_layered());
        match (below, under.get_mut(name), value.get_ref()) {
            (Some(node), Some(toml::Value::Table(under)), DeValue::Table(over)) => merge(node, under, over),
            _ => {
                if let Some(value) = to_value(value) {
                    under.insert(name.to_owned(), value);
                }
            }
        }
    }
}

fn note_origins(
    node: Node<'_>,
    table: &DeTable<'_>,
    within: &str,
    origin: Origin,
    origins: &mut BTreeMap<String, Origin>,
) {
    for (key, value) in table {
        let path = format!("{within}{}", key.get_ref());
        match (node.name(key.get_ref()).filter(|node| node.is_layered()), value.get_ref()) {
            (Some(node), DeValue::Table(table)) => {
                note_origins(node, table, &format!("{path}."), origin, origins);
            }
            _ => {
                origins.insert(path, origin);
            }
        }
    }
}

/// A value without its place; `None` for a number that TOML's types can't hold, which the check has reported.
pub(super) fn to_value(value: &Spanned<DeValue<'_>>) -> Option<toml::Value> {
    toml::Value::deserialize(ValueDeserializer::from(value.clone())).ok()
}
