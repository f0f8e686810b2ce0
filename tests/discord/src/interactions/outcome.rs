//! The outcome of an interaction, as its user sees it.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    app::App,
    snowflake::Id,
    world::{FAILED, Interaction, InteractionState, World, interaction_kind},
};

/// How long a request waits for an answer at most, in real time.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// How long a request waits for the change after a deferred update, which shows nothing that is loading.
const UPDATE_WAIT: Duration = Duration::from_secs(3);

impl App {
    /// Waits until the interaction is answered, completed after a deferral, or failed. Returns its outcome.
    pub(crate) async fn wait_for_outcome(self: &Arc<Self>, id: Id) -> Value {
        let mut answers = self.answers.subscribe();
        let mut until = Instant::now() + MAX_WAIT;
        let mut updates = false;
        loop {
            let state = match self.world().interactions.get(&id) {
                Some(interaction) if !interaction.is_complete() => interaction.state,
                _ => break,
            };
            if state == InteractionState::DeferredUpdate && !updates {
                updates = true;
                until = Instant::now() + UPDATE_WAIT;
            }
            match tokio::time::timeout_at(until, answers.changed()).await {
                Ok(changed) => changed.expect("the emulator outlives its requests"),
                // The outcome says how far it is.
                Err(_) => break,
            }
        }
        self.world().outcome_json(id)
    }
}

impl World {
    /// The outcome as it is now. An interaction that is forgotten, as its world is gone, has failed.
    pub(crate) fn outcome_json(&self, id: Id) -> Value {
        let Some(interaction) = self.interactions.get(&id) else {
            return json!({ "interaction": id, "state": "failed", "followups": [], "error": FAILED });
        };
        let state = match interaction.state {
            InteractionState::Waiting | InteractionState::Thinking => "thinking",
            InteractionState::DeferredUpdate | InteractionState::Answered => "answered",
            InteractionState::Failed(_) => "failed",
        };
        let followups: Vec<_> =
            interaction.followups.iter().filter_map(|id| self.client_json(interaction, *id)).collect();
        let mut view = json!({ "interaction": id, "state": state, "followups": followups });
        if let InteractionState::Failed(reason) = interaction.state {
            // The client has other words for a component or modal than for a command.
            let in_place = matches!(interaction.kind, interaction_kind::COMPONENT | interaction_kind::MODAL);
            view["error"] = json!(if in_place { FAILED } else { reason });
        }
        let own = interaction.original.filter(|id| Some(*id) != interaction.message);
        if let Some(message) = own.and_then(|id| self.client_json(interaction, id)) {
            view["message"] = message;
        }
        if interaction.updated
            && let Some(message) = interaction.message.and_then(|id| self.client_json(interaction, id))
        {
            view["updated"] = message;
        }
        if let Some(modal) = &interaction.modal {
            view["modal"] = modal.clone();
            view["modal"]["interaction"] = json!(id);
        }
        if let Some(activity) = &interaction.activity {
            view["activity"] = activity.clone();
        }
        if let Some(choices) = &interaction.choices {
            view["choices"] = choices.clone();
        }
        view
    }

    fn client_json(&self, interaction: &Interaction, id: Id) -> Option<Value> {
        let message = self.message(interaction.channel_id, id)?;
        Some(self.client_message_json(interaction.user_id, message))
    }

    /// A message as a user's client shows it: with `ephemeral` and `loading` spelt out, and the `interaction` that it
    /// answers if that began with a command.
    pub(crate) fn client_message_json(&self, user: Id, message: &crate::world::Message) -> Value {
        let mut view = self.message_json_for(user, message);
        view["ephemeral"] = json!(message.ephemeral_for.is_some());
        view["loading"] = json!(message.loading);
        if let Some(command) = message.interaction.as_ref().and_then(|(id, _)| self.command_used_json(*id)) {
            view["interaction"] = command;
        }
        view
    }

    /// The use of a command that an interaction is, or that showed its modal.
    /// <https://discord.com/developers/docs/interactions/receiving-and-responding#message-interaction-object>
    fn command_used_json(&self, id: Id) -> Option<Value> {
        let interaction = self.interactions.get(&id)?;
        if interaction.kind != interaction_kind::COMMAND {
            return self.command_used_json(interaction.opened_by?);
        }
        Some(json!({
            "id": id,
            "type": interaction.kind,
            "name": full_name(&interaction.data),
            "user": self.user_json(interaction.user_id),
        }))
    }
}

/// A command's name and those of its group and subcommand.
fn full_name(data: &Value) -> String {
    let mut name = data["name"].as_str().unwrap_or_default().to_owned();
    let mut options = &data["options"];
    while matches!(options[0]["type"].as_u64(), Some(1 | 2)) {
        name = format!("{name} {}", options[0]["name"].as_str().unwrap_or_default());
        options = &options[0]["options"];
    }
    name
}
