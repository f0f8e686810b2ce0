//! What is looked for in a page.

use std::fmt;

use serde::Serialize;

/// Something in a page, by its role and, where that is given, its accessible name (`*` stands for anything) and a text in it.
#[derive(Clone, Debug, Serialize)]
pub struct What {
    role: String,
    name: Option<String>,
    text: Option<String>,
    last: bool,
}

impl What {
    /// Anything of this ARIA role.
    #[must_use]
    pub fn role(role: &str) -> Self {
        Self { role: role.to_owned(), name: None, text: None, last: false }
    }

    /// With this accessible name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// In which this can be read.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }
}

impl From<(&str, &str)> for What {
    fn from((role, name): (&str, &str)) -> Self {
        Self::role(role).named(name)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { role, name, text, last } = self;
        write!(f, "{}{role}", if *last { "the last " } else { "" })?;
        if let Some(name) = name {
            write!(f, " \"{name}\"")?;
        }
        if let Some(text) = text {
            write!(f, " in which \"{text}\" can be read")?;
        }
        Ok(())
    }
}

/// The last of several.
#[must_use]
pub fn last(what: impl Into<What>) -> What {
    What { last: true, ..what.into() }
}

/// A button.
#[must_use]
pub fn button(name: &str) -> What {
    ("button", name).into()
}

/// A link.
#[must_use]
pub fn link(name: &str) -> What {
    ("link", name).into()
}

/// A heading.
#[must_use]
pub fn heading(name: &str) -> What {
    ("heading", name).into()
}

/// Where text is typed.
#[must_use]
pub fn textbox(name: &str) -> What {
    ("textbox", name).into()
}

/// An item of a list, by a text in it: a message is one.
#[must_use]
pub fn item(text: &str) -> What {
    What::role("listitem").with(text)
}
