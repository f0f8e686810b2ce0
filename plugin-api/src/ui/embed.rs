//! Embeds of one look, cut to Discord's limits.

use serenity::all::{Colour, CreateEmbed, CreateEmbedFooter};

use crate::{LogEntry, LogKind, PluginId};

/// Discord's limit on an embed's title, in characters
/// (<https://discord.com/developers/docs/resources/message#embed-object-embed-limits>).
pub const TITLE_LIMIT: usize = 256;
/// Discord's limit on an embed's description, in characters.
pub const DESCRIPTION_LIMIT: usize = 4096;
/// Discord's limit on the value of an embed's field, in characters.
pub const FIELD_LIMIT: usize = 1024;

/// What an embed is about, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Neutral,
    /// Something was made or done.
    Good,
    /// Something needs attention.
    Warning,
    /// Something failed or is gone.
    Bad,
}

impl Tone {
    const fn colour(self) -> Colour {
        match self {
            Self::Neutral => Colour::new(0x58_65F2),
            Self::Good => Colour::new(0x23_A559),
            Self::Warning => Colour::new(0xF0_B232),
            Self::Bad => Colour::new(0xDA_373C),
        }
    }
}

/// Starts an embed. Title and text are cut to Discord's limits, with an ellipsis; either may be empty.
pub fn embed(tone: Tone, title: &str, text: &str) -> CreateEmbed {
    let embed = CreateEmbed::new().colour(tone.colour());
    let embed = if title.is_empty() { embed } else { embed.title(truncate(title, TITLE_LIMIT)) };
    if text.is_empty() { embed } else { embed.description(truncate(text, DESCRIPTION_LIMIT)) }
}

/// The embed of an entry in a log channel, with the plugin's id as its footer.
pub fn log_entry(entry: &LogEntry) -> CreateEmbed {
    let (tone, icon) = match entry.kind {
        LogKind::Created => (Tone::Good, "🆕"),
        LogKind::Sent => (Tone::Good, "📨"),
        LogKind::Edited => (Tone::Neutral, "✏️"),
        LogKind::Closed => (Tone::Neutral, "✅"),
        LogKind::Deleted => (Tone::Warning, "🗑️"),
        LogKind::Failed => (Tone::Bad, "⚠️"),
        LogKind::Info => (Tone::Neutral, "ℹ️"),
    };
    let footer = entry.plugin.map_or("guildhall", PluginId::as_str);
    embed(tone, &format!("{icon} {}", entry.title), &entry.text).footer(CreateEmbedFooter::new(footer))
}

/// Cuts a text to `limit` characters, the last of them an ellipsis if something was cut.
pub fn truncate(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    text.chars().take(limit.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_by_characters_and_says_so() {
        assert_eq!(truncate("ééééé", 3), "éé…");
        assert_eq!(truncate("ééé", 3), "ééé");
    }
}
