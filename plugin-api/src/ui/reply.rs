//! Answers to a member and messages to a channel.

use serenity::all::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateEmbed, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, EditInteractionResponse, EditMessage,
};

/// An answer to an interaction. Only its member sees it, unless it is [`Reply::public`], and it pings nobody.
#[derive(Clone, Debug)]
#[must_use = "a reply does nothing until it is sent"]
pub struct Reply {
    content: String,
    embeds: Vec<CreateEmbed>,
    rows: Vec<CreateActionRow>,
    files: Vec<CreateAttachment>,
    ephemeral: bool,
}

impl Default for Reply {
    fn default() -> Self {
        Self::new()
    }
}

impl Reply {
    /// An empty answer.
    pub const fn new() -> Self {
        Self {
            content: String::new(),
            embeds: Vec::new(),
            rows: Vec::new(),
            files: Vec::new(),
            ephemeral: true,
        }
    }

    /// An answer of one text (2,000 characters at most; a longer one is cut).
    pub fn text(content: impl AsRef<str>) -> Self {
        Self { content: super::embed::truncate(content.as_ref(), 2000), ..Self::new() }
    }

    /// Adds an embed; Discord takes ten.
    pub fn embed(mut self, embed: CreateEmbed) -> Self {
        self.embeds.push(embed);
        self
    }

    /// Adds a row of buttons or a select; Discord takes five.
    pub fn row(mut self, row: CreateActionRow) -> Self {
        self.rows.push(row);
        self
    }

    /// Adds a file.
    pub fn file(mut self, file: CreateAttachment) -> Self {
        self.files.push(file);
        self
    }

    /// Shows it to everybody in the channel.
    pub const fn public(mut self) -> Self {
        self.ephemeral = false;
        self
    }

    /// As a first answer to an interaction.
    pub fn into_response(self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .content(self.content)
            .embeds(self.embeds)
            .components(self.rows)
            .files(self.files)
            .ephemeral(self.ephemeral)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a further answer to an interaction.
    pub fn into_follow_up(self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .content(self.content)
            .embeds(self.embeds)
            .components(self.rows)
            .files(self.files)
            .ephemeral(self.ephemeral)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    pub(crate) fn into_edit(self) -> EditInteractionResponse {
        let edit = EditInteractionResponse::new()
            .content(self.content)
            .embeds(self.embeds)
            .components(self.rows)
            .allowed_mentions(CreateAllowedMentions::new());
        self.files.into_iter().fold(edit, EditInteractionResponse::new_attachment)
    }
}

/// Starts a message to a channel. It pings nobody, unless `allowed_mentions` is set again.
pub fn message() -> CreateMessage {
    CreateMessage::new().allowed_mentions(CreateAllowedMentions::new())
}

/// Starts an edit of a message. It pings nobody.
pub fn edit() -> EditMessage {
    EditMessage::new().allowed_mentions(CreateAllowedMentions::new())
}

/// Escapes a member's text, so that it can stand in one of our messages: Markdown, mentions, links and line breaks in it have no effect.
///
/// The characters are those that Discord's Markdown knows
/// (<https://support.discord.com/hc/en-us/articles/210298617>); a mention is broken by a zero-width space.
pub fn escape_markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '#' | '[' | ']' | '(' | ')' | '-' => {
                safe.push('\\');
                safe.push(character);
            }
            '@' | '<' => {
                safe.push(character);
                safe.push('\u{200b}');
            }
            '\n' | '\r' => safe.push(' '),
            _ if is_bidi_control(character) => {}
            _ => safe.push(character),
        }
    }
    safe
}

/// Removes the characters from a member's text that would reverse the direction of our own text. For places that show no Markdown, such as the
/// name of a choice.
pub fn strip_bidi(text: &str) -> String {
    text.chars().filter(|character| !is_bidi_control(*character)).collect()
}

/// Whether a text consists of invisible characters only, such as white space and zero-width characters.
pub fn is_blank(text: &str) -> bool {
    let invisible = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || is_bidi_control(c)
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().all(invisible)
}

/// The embeddings, overrides and isolates of the Unicode Bidirectional Algorithm (UAX #9): left open in a member's text they
/// reverse what follows it. Text that is written from right to left needs none of them.
const fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_members_text_loses_its_markdown_and_its_mentions() {
        assert_eq!(escape_markdown("**@everyone** `x`"), "\\*\\*@\u{200b}everyone\\*\\* \\`x\\`");
        assert_eq!(escape_markdown("<@1>\nend"), "<\u{200b}@\u{200b}1\\> end");
    }

    #[test]
    fn a_members_text_cannot_turn_round_what_follows_it() {
        assert_eq!(escape_markdown("\u{202e}dlrow \u{2066}x"), "dlrow x");
        assert_eq!(escape_markdown("שלום"), "שלום");
        assert_eq!(strip_bidi("\u{202e}*dlrow* \u{2066}x"), "*dlrow* x");
    }

    #[test]
    fn what_nobody_sees_is_blank() {
        for blank in ["", " \t", "\u{200b}\u{200b}", "\u{202e}\u{3164}", "\u{feff}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("\u{200b}x") && !is_blank("🎉"));
    }
}
