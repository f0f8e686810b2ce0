//! An entry, and what somebody asks it to be.

use chrono::{DateTime, Utc};
use plugin_api::{
    serenity::{GuildId, UserId},
    ui::{is_blank, unturned},
};
use unicode_normalization::UnicodeNormalization;

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

/// What an entry says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The question.
    pub title: String,
    /// The answer, in Discord's Markdown.
    pub text: String,
    /// Other wordings of the question.
    pub aliases: Vec<String>,
    /// Words by which it is found too.
    pub keywords: Vec<String>,
    /// The heading it stands under; empty for none.
    pub category: String,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose it is.
    pub guild: GuildId,
    /// Its number in the guild.
    pub id: i64,
    /// How often it was changed, starting with 1.
    pub revision: i64,
    /// What it says.
    pub draft: Draft,
    /// Whether members see it.
    pub published: bool,
    /// How often it was opened.
    pub views: i64,
    /// How often a suggestion of it helped.
    pub helped: i64,
    /// How often it did not.
    pub not_helped: i64,
    /// Who added it; `None` where they were forgotten.
    pub created_by: Option<UserId>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// An entry as it was after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Which change, starting with 1.
    pub revision: i64,
    /// What was done.
    pub action: Action,
    /// What it said then.
    pub draft: Draft,
    /// Who did it; `None` where they were forgotten.
    pub changed_by: Option<UserId>,
    /// When.
    pub changed_at: DateTime<Utc>,
}

/// What can be done to an entry, short of removing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It was made.
    Add,
    /// What it says was changed.
    Edit,
    /// Members see it from now on.
    Publish,
    /// They no longer do.
    Unpublish,
}

impl Action {
    /// The word for it in the database and the catalogue.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Add, Self::Edit, Self::Publish, Self::Unpublish]
            .into_iter()
            .find(|action| action.as_str() == word)
    }
}

/// What is wrong with what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The field has nothing in it that can be seen.
    Empty(&'static str),
    /// The field is longer than so many characters.
    TooLong(&'static str, usize),
}

/// An entry as somebody typed it: lists in one text each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The question.
    pub title: String,
    /// The answer.
    pub text: String,
    /// Other wordings, each on a line or before a semicolon.
    pub aliases: String,
    /// Keywords between commas, semicolons or on lines.
    pub keywords: String,
    /// The heading.
    pub category: String,
}

impl Typed {
    /// Makes of it what is kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<Draft, Wrong> {
        let title = line(&self.title);
        let text = unturned(self.text.trim());
        let draft = Draft {
            aliases: list(&self.aliases, &['\n', ';']),
            keywords: list(&self.keywords, &['\n', ';', ',']),
            category: line(&self.category),
            title,
            text,
        };
        for (field, value, limit) in [("title", &draft.title, TITLE_LIMIT), ("text", &draft.text, TEXT_LIMIT)]
        {
            if is_blank(value) {
                return Err(Wrong::Empty(field));
            }
            within(field, value, limit)?;
        }
        // As they are kept, and shown when the entry is edited: joined, keywords may be longer than they were typed.
        within("aliases", &draft.typed_aliases(), ALIASES_LIMIT)?;
        within("keywords", &draft.typed_keywords(), KEYWORDS_LIMIT)?;
        within("category", &draft.category, CATEGORY_LIMIT)?;
        draft.aliases.iter().try_for_each(|alias| within("alias", alias, ALIAS_LIMIT))?;
        Ok(draft)
    }
}

impl Draft {
    /// The title as it is compared.
    #[must_use]
    pub fn title_key(&self) -> String {
        key(&self.title)
    }

    /// The other wordings as they are typed and kept.
    #[must_use]
    pub fn typed_aliases(&self) -> String {
        self.aliases.join("\n")
    }

    /// The keywords as they are typed and kept.
    #[must_use]
    pub fn typed_keywords(&self) -> String {
        self.keywords.join(", ")
    }

    /// What differs from another: the names of the fields.
    #[must_use]
    pub fn changes_from(&self, old: &Self) -> Vec<&'static str> {
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

/// Reads a list as [`Draft::typed_aliases`] and [`Draft::typed_keywords`] write it, or a person does: each once, however it is written.
#[must_use]
pub fn list(typed: &str, separators: &[char]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in typed.split(separators).map(line).filter(|item| !is_blank(item)) {
        if !found.iter().any(|other| key(other) == key(&item)) {
            found.push(item);
        }
    }
    found
}

/// How a name is compared: without case, invisible characters and spare white space, and an «é» in two characters like one in one.
#[must_use]
pub fn key(text: &str) -> String {
    let seen: String =
        text.nfkc().filter(|c| c.is_whitespace() || !is_blank(c.encode_utf8(&mut [0; 4]))).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    line.to_lowercase().nfkc().collect()
}

/// One line without spare white space, and without what turns the text after it round.
fn line(text: &str) -> String {
    let parts: Vec<_> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect();
    unturned(&parts.join(" "))
}

fn within(field: &'static str, text: &str, limit: usize) -> Result<(), Wrong> {
    if text.chars().count() > limit { Err(Wrong::TooLong(field, limit)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(title: &str) -> Typed {
        Typed { title: title.to_owned(), text: "An answer".to_owned(), ..Typed::default() }
    }

    #[test]
    fn a_title_is_one_line_that_can_be_seen() {
        assert_eq!(
            typed(" How\n do \u{202e}I \t join? ").check().map(|d| d.title),
            Ok("How do I join?".to_owned())
        );
        for blank in ["", " \n", "\u{200b}\u{2060}"] {
            assert_eq!(typed(blank).check(), Err(Wrong::Empty("title")), "{blank:?}");
        }
        assert_eq!(typed(&"é".repeat(101)).check(), Err(Wrong::TooLong("title", 100)));
        assert!(typed(&"é".repeat(100)).check().is_ok());
    }

    #[test]
    fn titles_that_look_alike_are_the_same() {
        assert_eq!(key("  How do I\u{200b} JOIN? "), key("how do i join?"));
        assert_eq!(key("Caf\u{e9} menu"), key("cafe\u{301} menu"));
        assert_ne!(key("c"), key("c++"));
        assert_ne!(key("café"), key("cafe"));
    }

    #[test]
    fn lists_read_back_and_name_each_thing_once() {
        let draft = Typed {
            aliases: "Where do I sign up?; how, then, to join\nwhere do i sign up?".to_owned(),
            keywords: "join, sign-up,, JOIN ;member".to_owned(),
            ..typed("Join")
        }
        .check()
        .expect("it is right");
        assert_eq!(draft.aliases, ["Where do I sign up?", "how, then, to join"]);
        assert_eq!(draft.keywords, ["join", "sign-up", "member"]);
        assert_eq!(list(&draft.typed_aliases(), &['\n', ';']), draft.aliases);
        assert_eq!(list(&draft.typed_keywords(), &['\n', ';', ',']), draft.keywords);
    }

    #[test]
    fn what_is_too_long_is_named() {
        let long = |change: fn(&mut Typed)| {
            let mut typed = typed("Join");
            change(&mut typed);
            typed.check()
        };
        assert_eq!(long(|t| t.text = "x".repeat(4_001)), Err(Wrong::TooLong("text", 4_000)));
        assert_eq!(long(|t| t.keywords = "x".repeat(201)), Err(Wrong::TooLong("keywords", 200)));
        // 197 letters as they are typed, 262 as the form shows them again.
        assert_eq!(
            long(|t| t.keywords = (10..76).map(|n| n.to_string()).collect::<Vec<_>>().join(",")),
            Err(Wrong::TooLong("keywords", 200))
        );
        assert_eq!(long(|t| t.aliases = "x".repeat(101)), Err(Wrong::TooLong("alias", 100)));
        assert_eq!(long(|t| t.category = "x".repeat(41)), Err(Wrong::TooLong("category", 40)));
    }
}
