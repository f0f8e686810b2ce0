//! The purpose of a call of the language model, by which usage and metrics are counted.

/// The task that a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Purpose {
    /// A summary of a conversation.
    Summary,
    /// A draft of a reply.
    Reply,
    /// A draft of an FAQ entry.
    Entry,
    /// Vectors.
    Embedding,
}

impl Purpose {
    pub(super) fn as_str(self) -> &'static str {
        self.into()
    }
}
