//! The table of slash and context-menu commands, built from what plugins declare. [`register`] registers them per guild, [`run`] runs them.

mod localise;
pub(super) mod register;
pub(super) mod run;

use std::{collections::HashMap, sync::Arc};

use plugin_api::{Command, Data, Error, PluginId, serenity::GuildId};

use crate::{
    errors::TEXTS,
    gate::Gate,
    registry::{Registry, command_names},
};

/// The owner of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The host: its commands are always there.
    Host,
    /// A plugin: its commands are there while it is on.
    Plugin(PluginId),
}

impl Owner {
    fn is_on(self, gate: &Gate, guild: GuildId) -> bool {
        match self {
            Self::Host => true,
            Self::Plugin(plugin) => gate.is_on(plugin, guild),
        }
    }

    /// The name for logs and metrics.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Plugin(plugin) => plugin.as_str(),
        }
    }
}

/// Every command of the host and the plugins, and its owner.
pub(crate) struct Commands {
    options: poise::FrameworkOptions<Data, Error>,
    /// By type of interaction and name, as Discord sends them.
    owners: HashMap<(u8, String), Owner>,
    gate: Arc<Gate>,
}

impl Commands {
    /// Collects the host's commands and those of all linked plugins, localised from their catalogues.
    pub(crate) fn new(registry: &Registry, gate: Arc<Gate>, host_commands: Vec<Command>) -> Self {
        let mut commands = Vec::new();
        let mut owners = HashMap::new();
        let mut add = |owner: Owner, catalogue, declared: Vec<Command>| {
            for mut command in declared {
                owners.extend(command_names(&command).into_iter().map(|name| (name, owner)));
                if let Some(catalogue) = catalogue {
                    localise::localise(&mut command, catalogue);
                }
                commands.push(command);
            }
        };
        add(Owner::Host, Some(&*TEXTS), host_commands);
        for entry in registry.iter() {
            add(Owner::Plugin(entry.id), entry.plugin.messages(), entry.plugin.commands());
        }
        poise::set_qualified_names(&mut commands);
        let options = poise::FrameworkOptions {
            commands,
            // Replies set their own; this is for those that forget it.
            allowed_mentions: Some(poise::serenity_prelude::CreateAllowedMentions::new()),
            skip_checks_for_owners: false,
            ..Default::default()
        };
        Self { options, owners, gate }
    }

    /// The options of the framework.
    const fn options(&self) -> &poise::FrameworkOptions<Data, Error> {
        &self.options
    }

    fn owner(&self, kind: u8, name: &str) -> Option<Owner> {
        self.owners.get(&(kind, name.to_owned())).copied()
    }
}
