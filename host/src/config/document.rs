//! The shape of `plugins.toml`: which keys there are and what they hold. Whether a plugin's settings make sense is [`super::resolve`]'s.

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
    schema::{Fault, shown},
    snowflake,
};
use crate::{errors::TEXTS, registry::Registry};

/// The keys of a `[plugins.<id>]`, and of a plugin in a guild.
pub(crate) const PLUGIN_KEYS: &[&str] = &["enabled", "settings"];
/// The keys of `[host]`.
pub(crate) const HOST_KEYS: &[&str] = &["locale", "timezone", "log_channel"];
const GUILD_KEYS: &[&str] = &["locale", "timezone", "log_channel", "language", "plugins"];
const FILE_KEYS: &[&str] = &["host", "language", "plugins", "guilds"];

/// The file as written, its parts by what they are about.
#[derive(Default)]
pub(super) struct File<'t> {
    /// What holds for guilds that say nothing else.
    pub(super) host: GuildConfig,
    /// `[language]`: how a language model serves the guilds that switch it on.
    pub(super) language: LanguageConfig,
    /// `[plugins.<id>]`, by the plugin's place in the registry.
    pub(super) plugins: BTreeMap<usize, Section<'t>>,
    /// `[guilds.<id>]`.
    pub(super) guilds: BTreeMap<GuildId, Guild<'t>>,
}

/// One guild.
pub(super) struct Guild<'t> {
    pub(super) config: GuildConfig,
    pub(super) language: LanguageConfig,
    pub(super) plugins: BTreeMap<usize, Section<'t>>,
}

/// What is written of a plugin, for all guilds or for one.
pub(super) struct Section<'t> {
    /// Where the plugin is named.
    pub(super) key: Range<usize>,
    pub(super) enabled: Option<bool>,
    pub(super) settings: Option<&'t DeTable<'t>>,
    /// What is wrong with the two above.
    pub(super) faults: Vec<Fault>,
}

/// Reads a parsed file; gives what it says and everything that makes it unusable as a whole.
pub(super) fn read<'t>(registry: &Registry, root: &'t DeTable<'t>) -> (File<'t>, Vec<Finding>) {
    let mut reader = Reader { registry, findings: Vec::new() };
    let mut file = File::default();
    for (key, value) in root {
        match key.get_ref().as_ref() {
            "host" => file.host = reader.host(value),
            "language" => {
                file.language = reader.language(value, "language", &LanguageConfig::default(), false);
            }
            "plugins" => file.plugins = reader.plugins(value),
            // Read below: what guilds do not say is taken from [host] and [language].
            "guilds" => {}
            _ => reader.unknown(key, "at the top of the file", FILE_KEYS),
        }
    }
    if let Some(guilds) = root.get("guilds") {
        file.guilds = reader.guilds(guilds, &file.host, &file.language);
    }
    (file, reader.findings)
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;

struct Reader<'r> {
    registry: &'r Registry,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn host(&mut self, value: &Spanned<DeValue<'_>>) -> GuildConfig {
        let mut config = GuildConfig::default();
        for (key, value) in self.table(value, "host").into_iter().flatten() {
            if !self.common(key, value, &mut config) {
                self.unknown(key, "in [host]", HOST_KEYS);
            }
        }
        config
    }

    fn guilds<'t>(
        &mut self,
        value: &'t Spanned<DeValue<'t>>,
        host: &GuildConfig,
        language: &LanguageConfig,
    ) -> BTreeMap<GuildId, Guild<'t>> {
        let mut guilds = BTreeMap::new();
        for (key, value) in self.table(value, "guilds").into_iter().flatten() {
            match snowflake::of_text(key.get_ref()) {
                Ok(id) => {
                    let guild = self.guild(value, &format!("guilds.{id}"), host, language);
                    guilds.insert(GuildId::new(id), guild);
                }
                Err((title, allowed)) => {
                    let help = "a guild is written [guilds.123456789012345678]; copy its id from Discord with Developer Mode on";
                    self.findings.push(Finding::at(key.span(), title, allowed).help(Some(help.to_owned())));
                }
            }
        }
        guilds
    }

    fn guild<'t>(
        &mut self,
        value: &'t Spanned<DeValue<'t>>,
        name: &str,
        host: &GuildConfig,
        language: &LanguageConfig,
    ) -> Guild<'t> {
        let mut guild = Guild { config: host.clone(), language: language.clone(), plugins: BTreeMap::new() };
        for (key, value) in self.table(value, name).into_iter().flatten() {
            if key.get_ref() == "plugins" {
                guild.plugins = self.plugins(value);
            } else if key.get_ref() == "language" {
                guild.language = self.language(value, &format!("{name}.language"), language, true);
            } else if !self.common(key, value, &mut guild.config) {
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
                    self.unknown(key, &format!("in [{name}]"), GUILD_KEYS);
                }
            }
        }
        guild
    }

    fn language(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        name: &str,
        under: &LanguageConfig,
        in_guild: bool,
    ) -> LanguageConfig {
        match self.table(value, name) {
            Some(table) => language::read(table, under, in_guild, &mut self.findings),
            None => under.clone(),
        }
    }

    /// What `[host]` and a guild have in common; false where the key is none of it.
    fn common(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, config: &mut GuildConfig) -> bool {
        match key.get_ref().as_ref() {
            "locale" => config.locale = self.locale(value).unwrap_or_default(),
            "timezone" => config.timezone = self.timezone(value).unwrap_or(Tz::UTC),
            "log_channel" => match snowflake::of_value(value.get_ref()) {
                Ok(id) => config.log_channel = Some(ChannelId::new(id)),
                Err((title, allowed)) => self.findings.push(Finding::at(value.span(), title, allowed)),
            },
            _ => return false,
        }
        true
    }

    fn locale(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Locale> {
        let spoken = spoken(self.registry);
        let written = value.get_ref().as_str();
        let tag = written.and_then(|tag| tag.parse::<LanguageIdentifier>().ok());
        if let Some(tag) = tag.filter(|tag| spoken.contains(&tag.language.as_str())) {
            return Some(Locale::new(tag.language.as_str()));
        }
        let title = format!("the locale can't be {}", shown(value.get_ref()));
        let allowed = format!("allowed is one of {}", nearest::list(spoken.iter().copied()));
        let help = nearest::did_you_mean(written.unwrap_or_default(), spoken.iter().copied());
        self.findings.push(Finding::at(value.span(), title, allowed).help(help));
        None
    }

    fn timezone(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Tz> {
        let written = value.get_ref().as_str().unwrap_or_default();
        if let Ok(zone) = written.parse() {
            return Some(zone);
        }
        let title = format!("the time zone can't be {}", shown(value.get_ref()));
        let help = nearest::did_you_mean(written, TZ_VARIANTS.iter().map(|zone| zone.name()));
        let allowed = "allowed is a name of the IANA time zone database such as \"Europe/Brussels\"";
        self.findings.push(Finding::at(value.span(), title, allowed).help(help));
        None
    }

    fn plugins<'t>(&mut self, value: &'t Spanned<DeValue<'t>>) -> BTreeMap<usize, Section<'t>> {
        let mut sections = BTreeMap::new();
        for (key, value) in self.table(value, "plugins").into_iter().flatten() {
            let id = key.get_ref().as_ref();
            if let Some(index) = self.registry.index(id) {
                let section = self.section(key, value);
                sections.insert(index, section);
                continue;
            }
            let linked: Vec<_> = self.registry.iter().map(|entry| entry.id.as_str()).collect();
            let label = if linked.is_empty() {
                "this binary links no plugins".to_owned()
            } else {
                format!("linked are {}", nearest::list(linked.iter().copied()))
            };
            let help = nearest::did_you_mean(id, linked.iter().copied())
                .unwrap_or_else(|| "remove it, or add its crate to the binary (`use it as _;`)".to_owned());
            self.findings.push(
                Finding::at(key.span(), format!("no plugin called `{id}` is linked into this binary"), label)
                    .help(Some(help)),
            );
        }
        sections
    }

    fn section<'t>(&mut self, key: &Key<'_>, value: &'t Spanned<DeValue<'t>>) -> Section<'t> {
        let plugin = key.get_ref().as_ref();
        let mut section = Section { key: key.span(), enabled: None, settings: None, faults: Vec::new() };
        for (key, value) in self.table(value, &format!("plugins.{plugin}")).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "enabled" => match value.get_ref().as_bool() {
                    Some(enabled) => section.enabled = Some(enabled),
                    None => {
                        // Somebody meant something by it: misconfigured, not merely off.
                        section.enabled = Some(true);
                        section.faults.push(wrong(key, value, "allowed is `true` or `false`"));
                    }
                },
                "settings" => match value.get_ref().as_table() {
                    Some(table) => section.settings = Some(table),
                    None => section.faults.push(wrong(key, value, "allowed is a table")),
                },
                _ => self.unknown(key, &format!("of the plugin `{plugin}`"), PLUGIN_KEYS),
            }
        }
        section
    }

    fn table<'t>(&mut self, value: &'t Spanned<DeValue<'t>>, name: &str) -> Option<&'t DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            let title = format!("`{name}` can't be {}", shown(value.get_ref()));
            self.findings.push(Finding::at(
                value.span(),
                title,
                format!("it is a table: write [{name}] above its keys"),
            ));
        }
        table
    }

    fn unknown(&mut self, key: &Key<'_>, place: &str, known: &[&str]) {
        let name = key.get_ref();
        let mut help = nearest::did_you_mean(name, known.iter().copied());
        if known == PLUGIN_KEYS && help.is_none() {
            help = Some("what tunes the plugin goes under `settings`".to_owned());
        }
        let label = format!("the keys here are {}", nearest::list(known.iter().copied()));
        self.findings
            .push(Finding::at(key.span(), format!("unknown key `{name}` {place}"), label).help(help));
    }
}

fn wrong(key: &Key<'_>, value: &Spanned<DeValue<'_>>, allowed: &str) -> Fault {
    Fault {
        key: key.get_ref().to_string(),
        span: value.span(),
        title: format!("`{}` can't be {}", key.get_ref(), shown(value.get_ref())),
        allowed: allowed.to_owned(),
        help: None,
    }
}

/// The languages that the host or a plugin has texts in.
pub(crate) fn spoken(registry: &Registry) -> Vec<&'static str> {
    let catalogues = registry.iter().filter_map(|entry| entry.plugin.messages());
    let mut spoken: Vec<_> =
        TEXTS.languages().chain(catalogues.flat_map(plugin_api::Catalogue::languages)).collect();
    spoken.sort_unstable();
    spoken.dedup();
    spoken
}
