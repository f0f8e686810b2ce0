//! Slash and context-menu commands: built from what plugins declare, registered per guild, run behind the gate.

mod limits;
mod localise;
pub(crate) mod register;
pub(crate) mod run;

use std::{collections::HashMap, sync::Arc};

use plugin_api::{Command, Data, Error, PluginId, serenity::GuildId};

use crate::{errors::TEXTS, gate::Gate, registry, registry::Registry};

pub(crate) use limits::limits;

/// Whose a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The host itself: always there.
    Host,
    /// A plugin: there where it is on.
    Plugin(PluginId),
}

impl Owner {
    fn is_on(self, gate: &Gate, guild: GuildId) -> bool {
        match self {
            Self::Host => true,
            Self::Plugin(plugin) => gate.is_on(plugin, guild),
        }
    }

    /// The word for logs and metrics.
    #[must_use]
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Plugin(plugin) => plugin.as_str(),
        }
    }
}

/// The commands of the host itself.
#[must_use]
pub(crate) fn built_in() -> Vec<Command> {
    crate::admin::commands()
}

/// Every command of every plugin, and whose it is.
pub(crate) struct Commands {
    options: poise::FrameworkOptions<Data, Error>,
    /// By type of interaction and name, as Discord sends them.
    owners: HashMap<(u8, String), Owner>,
    gate: Arc<Gate>,
}

impl Commands {
    /// Takes the commands of all linked plugins, localised from their catalogues.
    #[must_use]
    pub(crate) fn new(registry: &Registry, gate: Arc<Gate>) -> Self {
        let mut commands = Vec::new();
        let mut owners = HashMap::new();
        let mut add = |owner: Owner, catalogue, declared: Vec<Command>| {
            for mut command in declared {
                owners.extend(registry::names(&command).into_iter().map(|name| (name, owner)));
                if let Some(catalogue) = catalogue {
                    localise::apply(&mut command, catalogue);
                }
                commands.push(command);
            }
        };
        add(Owner::Host, Some(&*TEXTS), built_in());
        for entry in registry.iter() {
            add(Owner::Plugin(entry.id), entry.plugin.messages(), entry.plugin.commands());
        }
        poise::set_qualified_names(&mut commands);
        let options = poise::FrameworkOptions {
            commands,
            // Replies set their own; this is for the ones that forget.
            allowed_mentions: Some(poise::serenity_prelude::CreateAllowedMentions::new()),
            skip_checks_for_owners: false,
            ..Default::default()
        };
        Self { options, owners, gate }
    }

    /// What poise is given.
    pub(crate) const fn options(&self) -> &poise::FrameworkOptions<Data, Error> {
        &self.options
    }

    fn owner(&self, kind: u8, name: &str) -> Option<Owner> {
        self.owners.get(&(kind, name.to_owned())).copied()
    }
}
