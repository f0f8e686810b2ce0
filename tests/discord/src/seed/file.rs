//! The format of a world file.

use serde::Deserialize;
use serde_json::Value;

use crate::snowflake::Id;

/// The demo world, in the same format.
const DEMO: &str = include_str!("demo.json");

/// A world as a file describes it. Users, roles and channels refer to one another by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorldFile {
    pub(crate) application: ApplicationEntry,
    pub(crate) users: Vec<UserEntry>,
    pub(crate) guilds: Vec<GuildEntry>,
}

impl WorldFile {
    /// The demo world: one guild with an admin, two staff, three members, and their channels.
    pub fn demo() -> Self {
        serde_json::from_str(DEMO).expect("the demo world is read by a test")
    }

    /// Reads a world from a file.
    ///
    /// # Errors
    /// Names the file, and the field and place that is wrong.
    pub fn open(path: &std::path::Path) -> anyhow::Result<Self> {
        use anyhow::Context as _;
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the world file {shown} can't be read; name a JSON file of a world"))?;
        Self::from_json(&text).with_context(|| format!("{shown}"))
    }

    /// Reads a world from JSON.
    ///
    /// # Errors
    /// Names the field and place that is wrong.
    pub fn from_json(text: &str) -> anyhow::Result<Self> {
        use anyhow::Context as _;
        serde_json::from_str(text)
            .context("the world file is not valid; its format is in the emulator's README")
    }
}

/// The application and its bot.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ApplicationEntry {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) flags: Option<u64>,
}

/// A user. `name` is unique.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserEntry {
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
    pub(crate) display_name: Option<String>,
    pub(crate) locale: Option<String>,
    #[serde(default)]
    pub(crate) bot: bool,
    pub(crate) accepts_dms: Option<bool>,
}

/// A guild with all that is in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuildEntry {
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) locale: Option<String>,
    /// Permissions of @everyone; Discord's defaults without it.
    pub(crate) everyone: Option<Value>,
    /// From the highest to the lowest. The bot's own comes first unless one says `"bot": true`.
    #[serde(default)]
    pub(crate) roles: Vec<RoleEntry>,
    #[serde(default)]
    pub(crate) members: Vec<MemberEntry>,
    #[serde(default)]
    pub(crate) channels: Vec<ChannelEntry>,
    pub(crate) system_channel: Option<String>,
    pub(crate) rules_channel: Option<String>,
    /// Whether the bot is in the guild.
    #[serde(default = "yes")]
    pub(crate) bot: bool,
}

/// A role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleEntry {
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
    /// Names, or a decimal number as Discord writes it.
    pub(crate) permissions: Option<Value>,
    #[serde(default)]
    pub(crate) color: u32,
    #[serde(default)]
    pub(crate) hoist: bool,
    #[serde(default)]
    pub(crate) mentionable: bool,
    /// The managed role of the bot.
    #[serde(default)]
    pub(crate) bot: bool,
}

/// A member.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberEntry {
    pub(crate) user: String,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
    pub(crate) nick: Option<String>,
}

/// A channel; `type` is text, voice, category, announcement, stage or forum.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChannelEntry {
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: Option<Value>,
    pub(crate) parent: Option<String>,
    pub(crate) topic: Option<String>,
    #[serde(default)]
    pub(crate) nsfw: bool,
    #[serde(default)]
    pub(crate) overwrites: Vec<OverwriteEntry>,
    #[serde(default)]
    pub(crate) messages: Vec<MessageEntry>,
}

/// A message that has been written already.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageEntry {
    pub(crate) author: String,
    #[serde(default)]
    pub(crate) content: String,
    pub(crate) embeds: Option<Value>,
    #[serde(default)]
    pub(crate) minutes_ago: u32,
}

/// An overwrite for a role or a member.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverwriteEntry {
    pub(crate) role: Option<String>,
    pub(crate) member: Option<String>,
    pub(crate) allow: Option<Value>,
    pub(crate) deny: Option<Value>,
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_world_is_valid() {
        let demo = WorldFile::demo();
        assert_eq!((demo.users.len(), demo.guilds.len()), (6, 1));
    }

    #[test]
    fn misspelt_keys_are_refused_with_their_name() {
        let error = WorldFile::from_json(r#"{"guild":[]}"#).unwrap_err();
        assert!(format!("{error:#}").contains("unknown field `guild`"), "{error:#}");
    }
}
