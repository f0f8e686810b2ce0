//! The one word that names a plugin everywhere.

use std::fmt;

/// The one word that names a plugin everywhere: directory, package, key in `plugins.toml`, prefix of its custom ids,
/// segment of its routes, folder of its migrations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PluginId(&'static str);

impl PluginId {
    /// Names a plugin: 1 to 32 characters of `a-z`, `0-9` and `_`, a letter first.
    ///
    /// # Panics
    /// While compiling, if the word is not of that form.
    pub const fn new(word: &'static str) -> Self {
        let bytes = word.as_bytes();
        assert!(!bytes.is_empty() && bytes.len() <= 32, "a plugin id has 1 to 32 characters");
        assert!(bytes[0].is_ascii_lowercase(), "a plugin id starts with a letter a-z");
        let mut i = 0;
        while i < bytes.len() {
            let b = bytes[i];
            assert!(
                b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_',
                "a plugin id is made of a-z, 0-9 and _"
            );
            i += 1;
        }
        Self(word)
    }

    /// The word itself.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for PluginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for PluginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
