//! Parses the structure of `plugins.toml`: its keys and what they hold. [`super::resolve`] checks the settings of plugins.

use std::{collections::BTreeMap, ops::Range};

use chrono_tz::{TZ_VARIANTS, Tz};
use plugin_api::{
    GuildConfig, Locale,
    serenity::{ChannelId, GuildId},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use unic_langid::LanguageIdentifier;

use super::{
    language::{self, LanguageConfig},
    nearest,
    report::Finding,
    schema::{Fault, describe_value},
    snowflake,
};
use crate::{errors::TEXTS, registry::Registry};

/// The keys of a `[plugins.<id>]`, and of a plugin in a guild.
pub(crate) const PLUGIN_KEYS: &[&str] = &["enabled", "settings"];
/// The keys of `[host]`.
pub(crate) const HOST_KEYS: &[&str] = &["locale", "timezone", "log_channel"];
const GUILD_KEYS: &[&str] = &["locale", "timezone", "log_channel", "language", "plugins"];
const FILE_KEYS: &[&str] = &["host", "language", "plugins", "guilds"];

/// The parsed file.
#[derive(Default)]
pub(super) struct ConfigFile<'t> {
    /// `[host]`: the values of guilds that set no others.
    pub(super) host: GuildConfig,
    /// `[language]`: the language model of the guilds that switch it on.
    pub(super) language: LanguageConfig,
    /// `[plugins.<id>]`, by the plugin's index in the registry.
    pub(super) plugins: BTreeMap<usize, PluginSection<'t>>,
    /// `[guilds.<id>]`.
    pub(super) guilds: BTreeMap<GuildId, GuildSection<'t>>,
}

/// `[guilds.<id>]`.
pub(super) struct GuildSection<'t> {
    pub(super) config: GuildConfig,
    pub(super) language: LanguageConfig,
    pub(super) plugins: BTreeMap<usize, PluginSection<'t>>,
}

/// What the file says of a plugin, for all guilds or for one.
pub(super) struct PluginSection<'t> {
    /// The place of the plugin's id.
    pub(super) key: Range<usize>,
    pub(super) enabled: Option<bool>,
    pub(super) settings: Option<&'t DeTable<'t>>,
    /// What is wrong with `enabled` and `settings`.
    pub(super) faults: Vec<Fault>,
}

/// Parses the file's table. Returns it and everything that makes it unusable as a whole.
pub(super) fn parse<'t>(registry: &Registry, root: &'t DeTable<'t>) -> (ConfigFile<'t>, Vec<Finding>) {
    let mut parser = Parser { registry, findings: Vec::new() };
    let mut file = ConfigFile::default();
    for (key, value) in root {
        match key.get_ref().as_ref() {
            "host" => file.host = parser.parse_host(value),
            "language" => {
                file.language = parser.parse_language(value, "language", &LanguageConfig::default(), false);
            }
            "plugins" => file.plugins = parser.parse_plugins(value),
            // Parsed below, since guilds take what they do not set from [host] and [language].
            "guilds" => {}
            _ => parser.report_unknown(key, "at the top of the file", FILE_KEYS),
        }
    }
    if let Some(guilds) = root.get("guilds") {
        file.guilds = parser.parse_guilds(guilds, &file.host, &file.language);
    }
    (file, parser.findings)
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;

struct Parser<'r> {
    registry: &'r Registry,
    findings: Vec<Finding>,
}

impl Parser<'_> {
    fn parse_host(&mut self, value: &Spanned<DeValue<'_>>) -> GuildConfig {
        let mut config = GuildConfig::default();
        for (key, value) in self.parse_table(value, "host").into_iter().flatten() {
            if !self.parse_common_key(key, value, &mut config) {
                self.report_unknown(key, "in [host]", HOST_KEYS);
            }
        }
        config
    }

    fn parse_guilds<'t>(
        &mut self,
        value: &'t Spanned<DeValue<'t>>,
        host: &GuildConfig,
        language: &LanguageConfig,
    ) -> BTreeMap<GuildId, GuildSection<'t>> {
        let mut guilds = BTreeMap::new();
        for (key, value) in self.parse_table(value, "guilds").into_iter().flatten() {
            match snowflake::parse_text(key.get_ref()) {
                Ok(id) => {
                    let guild = self.parse_guild(value, &format!("guilds.{id}"), host, language);
                    guilds.insert(GuildId::new(id), guild);
                }
                Err((title, allowed)) => {
                    let help = "a guild is written [guilds.123456789012345678]; copy its id from Discord with Developer Mode on";
                    self.findings
                        .push(Finding::at(key.span(), title, allowed).with_help(Some(help.to_owned())));
                }
            }
        }
        guilds
    }

    fn parse_guild<'t>(
        &mut self,
        value: &'t Spanned<DeValue<'t>>,
        name: &str,
        host: &GuildConfig,
        language: &LanguageConfig,
    ) -> GuildSection<'t> {
        let mut guild =
            GuildSection { config: host.clone(), language: language.clone(), plugins: BTreeMap::new() };
        for (key, value) in self.parse_table(value, name).into_iter().flatten() {
            if key.get_ref() == "plugins" {
                guild.plugins = self.parse_plugins(value);
            } else if key.get_ref() == "language" {
                guild.language = self.parse_language(value, &format!("{name}.language"), language, true);
            } else if !self.parse_common_key(key, value, &mut guild.config) {
                if key.get_ref().bytes().all(|byte| byte.is_ascii_digit()) {
                    let title = format!(
                        "a guild's id can't be the decimal number {}.{}",
                        name.trim_start_matches("guilds."),
                        key.get_ref()
                    );
                    self.findings.push(Finding::at(
                        key.span(),
                        title,
                        "an id has no point: write [guilds.123456789012345678]",
                    ));
                } else {
                    self.report_unknown(key, &format!("in [{name}]"), GUILD_KEYS);
                }
            }
        }
        guild
    }

    fn parse_language(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        name: &str,
        defaults: &LanguageConfig,
        in_guild: bool,
    ) -> LanguageConfig {
        match self.parse_table(value, name) {
            Some(table) => language::parse(table, defaults, in_guild, &mut self.findings),
            None => defaults.clone(),
        }
    }

    /// Parses a key that `[host]` and a guild have in common. Returns `false` if it is another key.
    fn parse_common_key(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        config: &mut GuildConfig,
    ) -> bool {
        match key.get_ref().as_ref() {
            "locale" => config.locale = self.parse_locale(value).unwrap_or_default(),
            "timezone" => config.timezone = self.parse_timezone(value).unwrap_or(Tz::UTC),
            "log_channel" => match snowflake::parse_value(value.get_ref()) {
                Ok(id) => config.log_channel = Some(ChannelId::new(id)),
                Err((title, allowed)) => self.findings.push(Finding::at(value.span(), title, allowed)),
            },
            _ => return false,
        }
        true
    }

    fn parse_locale(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Locale> {
        let languages = supported_languages(self.registry);
        let written = value.get_ref().as_str();
        let tag = written.and_then(|tag| tag.parse::<LanguageIdentifier>().ok());
        if let Some(tag) = tag.filter(|tag| languages.contains(&tag.language.as_str())) {
            return Some(Locale::new(tag.language.as_str()));
        }
        let title = format!("the locale can't be {}", describe_value(value.get_ref()));
        let allowed = format!("allowed is one of {}", nearest::join_names(languages.iter().copied()));
        let help = nearest::did_you_mean(written.unwrap_or_default(), languages.iter().copied());
        self.findings.push(Finding::at(value.span(), title, allowed).with_help(help));
        None
    }

    fn parse_timezone(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Tz> {
        let written = value.get_ref().as_str().unwrap_or_default();
        if let Ok(zone) = written.parse() {
            return Some(zone);
        }
        let title = format!("the time zone can't be {}", describe_value(value.get_ref()));
        let help = nearest::did_you_mean(written, TZ_VARIANTS.iter().map(|zone| zone.name()));
        let allowed = "allowed is a name of the IANA time zone database such as \"Europe/Brussels\"";
        self.findings.push(Finding::at(value.span(), title, allowed).with_help(help));
        None
    }

    fn parse_plugins<'t>(&mut self, value: &'t Spanned<DeValue<'t>>) -> BTreeMap<usize, PluginSection<'t>> {
        let mut sections = BTreeMap::new();
        for (key, value) in self.parse_table(value, "plugins").into_iter().flatten() {
            let id = key.get_ref().as_ref();
            if let Some(index) = self.registry.index(id) {
                let section = self.parse_section(key, value);
                sections.insert(index, section);
                continue;
            }
            let linked: Vec<_> = self.registry.iter().map(|entry| entry.id.as_str()).collect();
            let label = if linked.is_empty() {
                "this binary links no plugins".to_owned()
            } else {
                format!("linked are {}", nearest::join_names(linked.iter().copied()))
            };
            let help = nearest::did_you_mean(id, linked.iter().copied())
                .unwrap_or_else(|| "remove it, or add its crate to the binary (`use it as _;`)".to_owned());
            self.findings.push(
                Finding::at(key.span(), format!("no plugin called `{id}` is linked into this binary"), label)
                    .with_help(Some(help)),
            );
        }
        sections
    }

    fn parse_section<'t>(&mut self, key: &Key<'_>, value: &'t Spanned<DeValue<'t>>) -> PluginSection<'t> {
        let plugin = key.get_ref().as_ref();
        let mut section =
            PluginSection { key: key.span(), enabled: None, settings: None, faults: Vec::new() };
        for (key, value) in self.parse_table(value, &format!("plugins.{plugin}")).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "enabled" => match value.get_ref().as_bool() {
                    Some(enabled) => section.enabled = Some(enabled),
                    None => {
                        // A wrong value makes the plugin misconfigured, not just off.
                        section.enabled = Some(true);
                        section.faults.push(type_fault(key, value, "allowed is `true` or `false`"));
                    }
                },
                "settings" => match value.get_ref().as_table() {
                    Some(table) => section.settings = Some(table),
                    None => section.faults.push(type_fault(key, value, "allowed is a table")),
                },
                _ => self.report_unknown(key, &format!("of the plugin `{plugin}`"), PLUGIN_KEYS),
            }
        }
        section
    }

    fn parse_table<'t>(&mut self, value: &'t Spanned<DeValue<'t>>, name: &str) -> Option<&'t DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            let title = format!("`{name}` can't be {}", describe_value(value.get_ref()));
            self.findings.push(Finding::at(
                value.span(),
                title,
                format!("it is a table: write [{name}] above its keys"),
            ));
        }
        table
    }

    fn report_unknown(&mut self, key: &Key<'_>, place: &str, known: &[&str]) {
        let name = key.get_ref();
        let mut help = nearest::did_you_mean(name, known.iter().copied());
        if known == PLUGIN_KEYS && help.is_none() {
            help = Some("what tunes the plugin goes under `settings`".to_owned());
        }
        let label = format!("the keys here are {}", nearest::join_names(known.iter().copied()));
        self.findings
            .push(Finding::at(key.span(), format!("unknown key `{name}` {place}"), label).with_help(help));
    }
}

fn type_fault(key: &Key<'_>, value: &Spanned<DeValue<'_>>, allowed: &str) -> Fault {
    Fault {
        key: key.get_ref().to_string(),
        span: value.span(),
        title: format!("`{}` can't be {}", key.get_ref(), describe_value(value.get_ref())),
        allowed: allowed.to_owned(),
        help: None,
    }
}

/// The languages in which the host or a plugin has texts.
pub(crate) fn supported_languages(registry: &Registry) -> Vec<&'static str> {
    let catalogues = registry.iter().filter_map(|entry| entry.plugin.messages());
    let mut languages: Vec<_> =
        TEXTS.languages().chain(catalogues.flat_map(plugin_api::Catalogue::languages)).collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}
