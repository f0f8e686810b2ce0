//! Entries, their content, and the input of the forms.

use chrono::{DateTime, Utc};
use plugin_api::{
    serenity::{GuildId, UserId},
    ui::{is_blank, strip_bidi},
};
use strum::{EnumString, IntoStaticStr};
use unicode_normalization::UnicodeNormalization;

/// The most entries of a guild: their index is held in memory.
pub const MAX_ENTRIES: u32 = 2_000;
/// The most characters of a title; the name of a choice has no more room.
pub const TITLE_LIMIT: usize = 100;
/// The most characters of a text: what a form takes, and an embed shows.
pub const TEXT_LIMIT: usize = 4_000;
/// The most characters of the keywords as they are typed.
pub const KEYWORDS_LIMIT: usize = 200;
/// The most characters of the other wordings as they are typed.
pub const ALIASES_LIMIT: usize = 1_000;
/// The most characters of one other wording.
pub const ALIAS_LIMIT: usize = 100;
/// The most characters of a category, which stands in custom ids.
pub const CATEGORY_LIMIT: usize = 40;

/// The content of an entry, as staff write it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The question.
    pub title: String,
    /// The answer, in Discord's Markdown.
    pub text: String,
    /// Other wordings of the question.
    pub aliases: Vec<String>,
    /// Other words by which it is found.
    pub keywords: Vec<String>,
    /// Its category; empty for none.
    pub category: String,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The guild that it belongs to.
    pub guild: GuildId,
    /// Its number in the guild.
    pub id: i64,
    /// How often it was changed, starting with 1.
    pub revision: i64,
    /// The question and its answer.
    pub content: Content,
    /// Whether members see it.
    pub published: bool,
    /// How often it was opened.
    pub views: i64,
    /// How often a suggestion of it helped.
    pub helped: i64,
    /// How often a suggestion of it did not help.
    pub not_helped: i64,
    /// Who added it; `None` if their data was erased.
    pub created_by: Option<UserId>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// An entry as it was after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Which change, starting with 1.
    pub revision: i64,
    /// What was changed.
    pub kind: RevisionKind,
    /// The content after the change.
    pub content: Content,
    /// Who changed it; `None` if their data was erased.
    pub changed_by: Option<UserId>,
    /// When it was changed.
    pub changed_at: DateTime<Utc>,
}

/// The kinds of change that the history of an entry holds; the words are stored, and name texts of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum RevisionKind {
    /// It was added.
    Add,
    /// Its content was changed.
    Edit,
    /// It was published.
    Publish,
    /// It became a draft again.
    Unpublish,
}

impl RevisionKind {
    /// The word for it in the database and the catalogue.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// An entry as it was shown at a revision. Whoever changes it changes this revision only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryVersion {
    /// The number of the entry.
    pub id: i64,
    /// The revision that was shown.
    pub revision: i64,
}

/// Who changes an entry, and when.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    /// Who changes it.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What came of publishing an entry or making it a draft again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishOutcome {
    /// It was done.
    Done,
    /// The entry was so already.
    Unchanged,
    /// Nothing was done: the entry has changed since it was shown.
    Conflict,
}

impl Entry {
    /// The version that is shown now.
    pub fn version(&self) -> EntryVersion {
        EntryVersion { id: self.id, revision: self.revision }
    }
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidInput {
    /// The field has no visible character.
    Empty(&'static str),
    /// The field is longer than this many characters.
    TooLong(&'static str, usize),
}

/// An entry as it was typed into a form: each list in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryInput {
    /// The question.
    pub title: String,
    /// The answer.
    pub text: String,
    /// Other wordings, on separate lines or separated by semicolons.
    pub aliases: String,
    /// Keywords, separated by commas, semicolons or lines.
    pub keywords: String,
    /// The category.
    pub category: String,
}

impl EntryInput {
    /// Normalises the fields and checks their lengths.
    pub fn validate(&self) -> Result<Content, InvalidInput> {
        let title = single_line(&self.title);
        let text = strip_bidi(self.text.trim());
        let content = Content {
            aliases: parse_list(&self.aliases, &['\n', ';']),
            keywords: parse_list(&self.keywords, &['\n', ';', ',']),
            category: single_line(&self.category),
            title,
            text,
        };
        for (field, value, limit) in
            [("title", &content.title, TITLE_LIMIT), ("text", &content.text, TEXT_LIMIT)]
        {
            if is_blank(value) {
                return Err(InvalidInput::Empty(field));
            }
            check_length(field, value, limit)?;
        }
        // As they are stored, and shown when the entry is edited: joined, keywords may be longer than they were typed.
        check_length("aliases", &content.joined_aliases(), ALIASES_LIMIT)?;
        check_length("keywords", &content.joined_keywords(), KEYWORDS_LIMIT)?;
        check_length("category", &content.category, CATEGORY_LIMIT)?;
        content.aliases.iter().try_for_each(|alias| check_length("alias", alias, ALIAS_LIMIT))?;
        Ok(content)
    }
}

impl Content {
    /// The key by which titles are compared.
    pub fn title_key(&self) -> String {
        comparison_key(&self.title)
    }

    /// The other wordings in one text, as they are stored and edited.
    pub fn joined_aliases(&self) -> String {
        self.aliases.join("\n")
    }

    /// The keywords in one text, as they are stored and edited.
    pub fn joined_keywords(&self) -> String {
        self.keywords.join(", ")
    }

    /// The names of the fields that differ.
    pub fn changed_fields(&self, old: &Self) -> Vec<&'static str> {
        let fields = [
            ("title", self.title != old.title),
            ("text", self.text != old.text),
            ("aliases", self.aliases != old.aliases),
            ("keywords", self.keywords != old.keywords),
            ("category", self.category != old.category),
        ];
        fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }
}

/// Reads a list as [`Content::joined_aliases`] and [`Content::joined_keywords`] write it, or a person does: each once, however it is written.
pub fn parse_list(typed: &str, separators: &[char]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in typed.split(separators).map(single_line).filter(|item| !is_blank(item)) {
        if !found.iter().any(|other| comparison_key(other) == comparison_key(&item)) {
            found.push(item);
        }
    }
    found
}

/// The key by which titles, wordings and categories are compared: without case, invisible characters and superfluous white space, and an
/// «é» of two characters like one of one.
pub fn comparison_key(text: &str) -> String {
    let seen: String =
        text.nfkc().filter(|c| c.is_whitespace() || !is_blank(c.encode_utf8(&mut [0; 4]))).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    line.to_lowercase().nfkc().collect()
}

/// One line without superfluous white space and without characters that turn the direction of the text after them.
fn single_line(text: &str) -> String {
    let parts: Vec<_> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect();
    strip_bidi(&parts.join(" "))
}

fn check_length(field: &'static str, text: &str, limit: usize) -> Result<(), InvalidInput> {
    if text.chars().count() > limit { Err(InvalidInput::TooLong(field, limit)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(title: &str) -> EntryInput {
        EntryInput { title: title.to_owned(), text: "An answer".to_owned(), ..EntryInput::default() }
    }

    #[test]
    fn a_title_is_one_line_that_can_be_seen() {
        assert_eq!(
            typed(" How\n do \u{202e}I \t join? ").validate().map(|d| d.title),
            Ok("How do I join?".to_owned())
        );
        for blank in ["", " \n", "\u{200b}\u{2060}"] {
            assert_eq!(typed(blank).validate(), Err(InvalidInput::Empty("title")), "{blank:?}");
        }
        assert_eq!(typed(&"é".repeat(101)).validate(), Err(InvalidInput::TooLong("title", 100)));
        assert!(typed(&"é".repeat(100)).validate().is_ok());
    }

    #[test]
    fn titles_that_look_alike_are_the_same() {
        assert_eq!(comparison_key("  How do I\u{200b} JOIN? "), comparison_key("how do i join?"));
        assert_eq!(comparison_key("Caf\u{e9} menu"), comparison_key("cafe\u{301} menu"));
        assert_ne!(comparison_key("c"), comparison_key("c++"));
        assert_ne!(comparison_key("café"), comparison_key("cafe"));
    }

    #[test]
    fn lists_read_back_and_name_each_thing_once() {
        let content = EntryInput {
            aliases: "Where do I sign up?; how, then, to join\nwhere do i sign up?".to_owned(),
            keywords: "join, sign-up,, JOIN ;member".to_owned(),
            ..typed("Join")
        }
        .validate()
        .expect("it is right");
        assert_eq!(content.aliases, ["Where do I sign up?", "how, then, to join"]);
        assert_eq!(content.keywords, ["join", "sign-up", "member"]);
        assert_eq!(parse_list(&content.joined_aliases(), &['\n', ';']), content.aliases);
        assert_eq!(parse_list(&content.joined_keywords(), &['\n', ';', ',']), content.keywords);
    }

    #[test]
    fn what_is_too_long_is_named() {
        let long = |change: fn(&mut EntryInput)| {
            let mut typed = typed("Join");
            change(&mut typed);
            typed.validate()
        };
        assert_eq!(long(|t| t.text = "x".repeat(4_001)), Err(InvalidInput::TooLong("text", 4_000)));
        assert_eq!(long(|t| t.keywords = "x".repeat(201)), Err(InvalidInput::TooLong("keywords", 200)));
        // 197 letters as they are typed, 262 as the form shows them again.
        assert_eq!(
            long(|t| t.keywords = (10..76).map(|n| n.to_string()).collect::<Vec<_>>().join(",")),
            Err(InvalidInput::TooLong("keywords", 200))
        );
        assert_eq!(long(|t| t.aliases = "x".repeat(101)), Err(InvalidInput::TooLong("alias", 100)));
        assert_eq!(long(|t| t.category = "x".repeat(41)), Err(InvalidInput::TooLong("category", 40)));
    }
}
