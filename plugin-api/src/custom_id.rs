//! The one place that knows how the custom id of a button, select or modal is built and read: `tickets:close:7`.

use std::{fmt, fmt::Display, str::FromStr};

use serenity::all::GuildId;

use crate::{Error, Locale, PluginId, Result};

/// Discord's limit on a custom id, in characters
/// (<https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id>).
pub const MAX_LENGTH: usize = 100;

const SEPARATOR: char = ':';

/// Stands for any arguments in the id that a step of a tour points at.
const ANYTHING: char = '*';

/// A custom id under construction, or one that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomId {
    plugin: String,
    action: String,
    args: Vec<String>,
}

impl CustomId {
    /// Starts the id of a plugin's action; see [`crate::Action::id`].
    pub(crate) fn new(plugin: PluginId, action: &'static str) -> Self {
        Self { plugin: plugin.as_str().to_owned(), action: action.to_owned(), args: Vec::new() }
    }

    /// Adds an argument. Arguments are not secret and can be forged: a handler authorises again.
    #[must_use]
    pub fn with(mut self, arg: impl Display) -> Self {
        self.args.push(arg.to_string());
        self
    }

    /// Stands for the ids with any further arguments; for a [`crate::TourStep`], not for a button.
    pub fn any_args(self) -> Self {
        self.with(ANYTHING)
    }

    /// The id as Discord takes it.
    ///
    /// # Errors
    /// If it is longer than [`MAX_LENGTH`] characters or an argument contains the separator `:`.
    pub fn build(&self) -> Result<String> {
        let id = self.to_string();
        if self.args.iter().any(|arg| arg.contains(SEPARATOR)) {
            return Err(anyhow::anyhow!("the custom id '{id}' has an argument with ':' in it").into());
        }
        if id.chars().count() > MAX_LENGTH {
            return Err(anyhow::anyhow!("the custom id '{id}' is longer than {MAX_LENGTH} characters").into());
        }
        Ok(id)
    }

    /// Reads an id that Discord sent. `None` if it is not one of ours.
    pub fn parse(id: &str) -> Option<Self> {
        if id.chars().count() > MAX_LENGTH {
            return None;
        }
        let mut parts = id.split(SEPARATOR).map(str::to_owned);
        let (plugin, action) = (parts.next()?, parts.next()?);
        (!plugin.is_empty() && !action.is_empty()).then(|| Self { plugin, action, args: parts.collect() })
    }

    /// The plugin's id.
    pub fn plugin(&self) -> &str {
        &self.plugin
    }

    /// The action's name.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The guild that the first argument names, as it does for a [`crate::Component::direct`]. It can be forged.
    pub fn guild(&self) -> Option<GuildId> {
        // Not more than what the database's BIGINT keeps.
        let id = self.args.first()?.parse().ok().filter(|id| (1..=i64::MAX.cast_unsigned()).contains(id));
        id.map(GuildId::new)
    }

    /// Reads the arguments by their types: `let (number, page): (i64, u32) = id.args(&locale)?`.
    ///
    /// # Errors
    /// A sentence for the member if there are more, fewer or other arguments: an old, truncated or forged id.
    pub fn args<A: Args>(&self, locale: &Locale) -> Result<A> {
        A::read(&self.args).ok_or_else(|| Error::outdated_component(locale))
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{SEPARATOR}{}", self.plugin, self.action)?;
        self.args.iter().try_for_each(|arg| write!(f, "{SEPARATOR}{arg}"))
    }
}

/// A tuple of arguments that can be read back.
pub trait Args: Sized {
    /// Reads exactly as many arguments as the tuple has places.
    fn read(args: &[String]) -> Option<Self>;
}

macro_rules! args {
    ($($name:ident),*) => {
        impl<$($name: FromStr),*> Args for ($($name,)*) {
            #[allow(non_snake_case)]
            fn read(args: &[String]) -> Option<Self> {
                let [$($name),*] = args else { return None };
                Some(($($name.parse().ok()?,)*))
            }
        }
    };
}
args!();
args!(A);
args!(A, B);
args!(A, B, C);
args!(A, B, C, D);
args!(A, B, C, D, E);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: PluginId = PluginId::new("tickets");

    #[test]
    fn an_id_reads_back_as_it_was_built() {
        let id = CustomId::new(ID, "close").with(7).with("tomorrow");
        let read = CustomId::parse(&id.build().expect("short")).expect("ours");
        assert_eq!((read.plugin(), read.action()), ("tickets", "close"));
        assert_eq!(read.args::<(i64, String)>(&Locale::default()).expect("both"), (7, "tomorrow".to_owned()));
    }

    #[test]
    fn a_truncated_or_padded_id_is_refused_with_a_kind_sentence() {
        for forged in [
            "tickets:close",
            "tickets:close:",
            "tickets:close:x",
            "tickets:close:7:8",
            "tickets:close:99999999999999999999",
        ] {
            let error = CustomId::parse(forged)
                .expect("readable")
                .args::<(i64,)>(&Locale::default())
                .expect_err(forged);
            assert!(error.is_refusal(), "{forged}");
        }
    }

    #[test]
    fn a_long_id_and_an_argument_with_the_separator_are_not_built() {
        assert!(CustomId::new(ID, "close").with("x".repeat(90)).build().is_err());
        assert!(CustomId::new(ID, "close").with("a:b").build().is_err());
    }

    #[test]
    fn the_guild_is_the_first_argument_if_that_can_be_one() {
        let guild = |id: &str| CustomId::parse(id).expect("readable").guild().map(GuildId::get);
        assert_eq!(guild("tickets:rate:300:7"), Some(300));
        for forged in [
            "tickets:rate",
            "tickets:rate:",
            "tickets:rate:0",
            "tickets:rate:x:300",
            "tickets:rate:18446744073709551615",
        ] {
            assert_eq!(guild(forged), None, "{forged}");
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(text in ".{0,200}") {
            if let Some(id) = CustomId::parse(&text) {
                prop_assert_eq!(id.to_string(), text);
                let _ = id.guild();
                let _ = id.args::<(u64, u64)>(&Locale::default());
            }
        }
    }
}
