//! Resolves the file to a plan: for every guild, which plugins are on and with which settings.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use plugin_api::{GuildConfig, InvalidSetting, serenity::GuildId, settings::AnySettings};
use serde_json::Value;
use toml::{
    Table,
    de::{DeTable, DeValue},
};

use super::{
    LanguageConfig,
    document::{ConfigFile, PluginSection},
    layers::{Origin, merge, record_origins},
    plan::{GuildPlan, PluginPlan, PluginState},
    report::Finding,
    schema::{self, Fault, Node},
};
use crate::registry::{Entry, Registry};

/// A resolved file.
pub(super) struct Resolution {
    pub(super) default: GuildPlan,
    pub(super) guilds: BTreeMap<GuildId, GuildPlan>,
    pub(super) findings: Vec<Finding>,
}

/// Resolves every plugin in every guild. No finding of it makes the file as a whole unusable.
pub(super) fn resolve(registry: &Registry, file: &ConfigFile<'_>) -> Resolution {
    let mut findings = Vec::new();
    let bases: Vec<PluginDefaults<'_>> = registry
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            PluginDefaults::new(PluginSchema::new(entry), file.plugins.get(&index), &mut findings)
        })
        .collect();
    let guild_plan = |config: &GuildConfig, language: &LanguageConfig, mut plugins: Vec<Arc<PluginPlan>>| {
        apply_requirements(registry, &mut plugins);
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
    Resolution { default, guilds, findings }
}

/// Switches off the plugins that require one that is not on, until no more are found.
fn apply_requirements(registry: &Registry, plugins: &mut [Arc<PluginPlan>]) {
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

/// A plugin and the schema of its settings.
struct PluginSchema<'r> {
    entry: &'r Entry,
    settings: Option<plugin_api::SettingsSchema>,
    schema: Value,
}

impl<'r> PluginSchema<'r> {
    fn new(entry: &'r Entry) -> Self {
        let settings = entry.plugin.settings();
        let schema = settings.as_ref().map(|settings| (settings.json)().to_value()).unwrap_or_default();
        Self { entry, settings, schema }
    }

    fn root(&self) -> Node<'_> {
        Node::root(&self.schema)
    }

    fn faults(&self, section: &PluginSection<'_>) -> Vec<Fault> {
        let mut faults = section.faults.clone();
        let Some(table) = section.settings else { return faults };
        if self.settings.is_some() {
            schema::check(self.root(), table, &mut faults);
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

    fn parse(&self, values: &Table) -> Result<Option<AnySettings>, InvalidSetting> {
        self.settings.as_ref().map(|settings| (settings.read)(values.clone())).transpose()
    }

    fn finding(&self, fault: &Fault, guild: Option<GuildId>) -> Finding {
        let mut finding = Finding::at(fault.span.clone(), fault.title.clone(), fault.allowed.clone())
            .with_help(fault.help.clone());
        finding.key.clone_from(&fault.key);
        finding.plugin = Some(self.entry.id);
        finding.guild = guild;
        finding
    }
}

/// A plugin with the values of its defaults and of `[plugins.<id>]`: the layer below every guild's own.
struct PluginDefaults<'r> {
    plugin: PluginSchema<'r>,
    section: Option<&'r PluginSection<'r>>,
    faults: Vec<Fault>,
    /// The plugin's own error about the values, if it was reported.
    reported: Option<InvalidSetting>,
    plan: Arc<PluginPlan>,
}

impl<'r> PluginDefaults<'r> {
    fn new(
        plugin: PluginSchema<'r>,
        section: Option<&'r PluginSection<'r>>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let faults = section.map(|section| plugin.faults(section)).unwrap_or_default();
        findings.extend(faults.iter().map(|fault| plugin.finding(fault, None)));
        let mut values = plugin.settings.as_ref().map(|settings| (settings.defaults)()).unwrap_or_default();
        let was_valid = plugin.parse(&values).is_ok();
        let mut origins = BTreeMap::new();
        if let Some(table) = section.and_then(|section| section.settings) {
            merge(plugin.root(), &mut values, table);
            record_origins(plugin.root(), table, "", Origin::Plugins, &mut origins);
        }
        let enabled = section.and_then(|section| section.enabled);
        let parsed = if faults.is_empty() { plugin.parse(&values) } else { Ok(None) };
        let mut reported = None;
        let mut problem = faults.first().map(|fault| plugin.finding(fault, None).sentence());
        if let Err(invalid) = &parsed {
            let fault = fault_of_invalid(invalid, section.into_iter());
            problem = problem.or_else(|| Some(plugin.finding(&fault, None).sentence()));
            // While it is not switched on, missing values are no error, but wrong ones that are written in the file are.
            let is_caused_here =
                was_valid || section.is_some_and(|section| find_span(section, &invalid.key).is_some());
            if enabled == Some(true) || is_caused_here {
                findings.push(plugin.finding(&fault, None));
                reported = Some(invalid.clone());
            }
        }
        let plan = Arc::new(PluginPlan {
            state: plugin_state(enabled.unwrap_or(false), problem),
            enabled_by: if enabled.is_some() { Origin::Plugins } else { Origin::Default },
            settings: parsed.ok().flatten(),
            values,
            origins,
        });
        Self { plugin, section, faults, reported, plan }
    }

    fn in_guild(
        &self,
        guild: GuildId,
        section: &PluginSection<'_>,
        findings: &mut Vec<Finding>,
    ) -> PluginPlan {
        let plugin = &self.plugin;
        let own = plugin.faults(section);
        findings.extend(own.iter().map(|fault| plugin.finding(fault, Some(guild))));
        let inherited = self.faults.iter().filter(|fault| !is_overridden(section, fault));
        let mut problem =
            own.iter().chain(inherited).next().map(|fault| plugin.finding(fault, Some(guild)).sentence());

        let mut values = self.plan.values.clone();
        let mut origins = self.plan.origins.clone();
        if let Some(table) = section.settings {
            merge(plugin.root(), &mut values, table);
            record_origins(plugin.root(), table, "", Origin::Guild, &mut origins);
        }
        let enabled = section.enabled.unwrap_or(self.section.and_then(|base| base.enabled).unwrap_or(false));
        let parsed = if problem.is_none() { plugin.parse(&values) } else { Ok(None) };
        if let Err(invalid) = &parsed {
            let fault = fault_of_invalid(invalid, std::iter::once(section).chain(self.section));
            let finding = plugin.finding(&fault, Some(guild));
            problem = Some(finding.sentence());
            // A value of this guild may also make a value of the layer below invalid.
            let was_valid = self.plan.settings.is_some();
            let is_caused_here = was_valid || find_span(section, &invalid.key).is_some();
            if is_caused_here || (enabled && self.reported.as_ref() != Some(invalid)) {
                findings.push(finding);
            }
        }
        PluginPlan {
            state: plugin_state(enabled, problem),
            enabled_by: if section.enabled.is_some() { Origin::Guild } else { self.plan.enabled_by },
            settings: parsed.ok().flatten(),
            values,
            origins,
        }
    }
}

fn plugin_state(enabled: bool, problem: Option<String>) -> PluginState {
    match (enabled, problem) {
        (false, _) => PluginState::Off,
        (true, Some(problem)) => PluginState::Misconfigured(problem),
        (true, None) => PluginState::On,
    }
}

/// Whether a guild sets the key of a fault in the layer below.
fn is_overridden(section: &PluginSection<'_>, fault: &Fault) -> bool {
    match fault.key.as_str() {
        "enabled" => section.enabled.is_some(),
        key => find_span(section, key).is_some(),
    }
}

/// Converts a plugin's error about a value to a fault: at the innermost layer that has the value or the table around it, or where the plugin
/// is named.
fn fault_of_invalid<'s>(
    invalid: &InvalidSetting,
    layers: impl Iterator<Item = &'s PluginSection<'s>> + Clone,
) -> Fault {
    let outwards = std::iter::successors(Some(invalid.key.as_str()), |key| Some(key.rsplit_once('.')?.0));
    let span = outwards.into_iter().find_map(|key| layers.clone().find_map(|layer| find_span(layer, key)));
    let span = span.or_else(|| layers.into_iter().next().map(|layer| layer.key.clone())).unwrap_or_default();
    let title = if invalid.key.is_empty() {
        "the settings can't be used".to_owned()
    } else {
        format!("`{}` can't be used", invalid.key)
    };
    Fault { key: invalid.key.clone(), span, title, allowed: invalid.reason.clone(), help: None }
}

/// Finds the value of a key in a layer: `lead`, `limits.active`, `days[2]`, `questions[0].label`.
fn find_span(section: &PluginSection<'_>, key: &str) -> Option<Range<usize>> {
    let (name, rest) = key.split_once('.').unwrap_or((key, ""));
    find_span_in(section.settings?, name, rest)
}

/// Finds a value in a table. A list is one value to the layers: if it lacks the rest of the key, the span is that of the list.
fn find_span_in(table: &DeTable<'_>, step: &str, rest: &str) -> Option<Range<usize>> {
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
            find_span_in(deeper, name, rest).or_else(|| listed.then(|| value.span()))
        }
        DeValue::Table(_) if !listed => Some(key.span()),
        _ => Some(value.span()),
    }
}
