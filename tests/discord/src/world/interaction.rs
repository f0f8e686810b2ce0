//! Interactions: what a user did with a command, a component or a modal, and how far its answer is.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::World;
use crate::snowflake::Id;

/// An application has to answer within this time.
pub(crate) const ACKNOWLEDGE_WITHIN: TimeDelta = TimeDelta::seconds(3);
/// An interaction's token can be used for this long.
pub(crate) const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// Interaction types.
pub(crate) mod kind {
    pub(crate) const COMMAND: u8 = 2;
    pub(crate) const COMPONENT: u8 = 3;
    pub(crate) const AUTOCOMPLETE: u8 = 4;
    pub(crate) const MODAL: u8 = 5;
}

/// The state of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InteractionState {
    /// Not answered yet.
    Waiting,
    /// Deferred with a message that says "thinking".
    Thinking,
    /// A component's interaction that was acknowledged without a change so far.
    DeferredUpdate,
    Answered,
    /// With the text that the user's client shows.
    Failed(&'static str),
}

/// What the client shows when there was no answer in time.
pub(crate) const NO_ANSWER: &str = "The application did not respond";
/// What the client shows when the interaction failed.
pub(crate) const FAILED: &str = "This interaction failed";

/// A use of a command, a component or a modal.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: Id,
    pub(crate) token: String,
    /// One of [`kind`].
    pub(crate) kind: u8,
    pub(crate) user_id: Id,
    pub(crate) guild_id: Option<Id>,
    pub(crate) channel_id: Id,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) state: InteractionState,
    /// `data` as the application got it.
    pub(crate) data: Value,
    /// The message whose component was used, also for a modal that a component opened.
    pub(crate) message: Option<Id>,
    /// The interaction that showed this modal.
    pub(crate) opened_by: Option<Id>,
    /// The message that `@original` is.
    pub(crate) original: Option<Id>,
    pub(crate) followups: Vec<Id>,
    /// The modal that was shown as the answer.
    pub(crate) modal: Option<Value>,
    /// The activity that was launched as the answer.
    pub(crate) activity: Option<Value>,
    /// The choices that were the answer to autocomplete.
    pub(crate) choices: Option<Value>,
    /// Whether the answer changed the component's message.
    pub(crate) updated: bool,
}

impl Interaction {
    pub(crate) fn token_expired(&self, now: DateTime<Utc>) -> bool {
        now >= self.created_at + TOKEN_LIFE
    }

    pub(crate) fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        now >= self.created_at + ACKNOWLEDGE_WITHIN
    }

    /// Whether the user sees a result, or a failure.
    pub(crate) fn is_complete(&self) -> bool {
        matches!(self.state, InteractionState::Answered | InteractionState::Failed(_))
    }
}

impl World {
    /// Wakes the requests that wait for an outcome, and publishes the change to its user's stream.
    pub(crate) fn publish_outcome(&self, id: Id) {
        self.answers.send_modify(|count| *count += 1);
        let Some(interaction) = self.interactions.get(&id) else { return };
        self.feed.publish(
            "interaction",
            self.now(),
            || json!({ "interaction": id, "user": interaction.user_id }),
        );
    }

    /// Forgets every interaction, and wakes the requests that wait for an outcome.
    pub(crate) fn forget_interactions(&mut self) {
        self.interactions.clear();
        self.answers.send_modify(|count| *count += 1);
    }

    /// Completes deferred updates when their message was changed or deleted, by any route.
    pub(crate) fn complete_deferred_updates(&mut self, message: Id, updated: bool) {
        let mut completed = Vec::new();
        for interaction in self.interactions.values_mut() {
            if interaction.state == InteractionState::DeferredUpdate && interaction.message == Some(message) {
                interaction.state = InteractionState::Answered;
                interaction.updated |= updated;
                completed.push(interaction.id);
            }
        }
        for id in completed {
            self.publish_outcome(id);
        }
    }
}
