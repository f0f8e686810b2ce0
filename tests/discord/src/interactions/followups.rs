//! Answers after the first: `@original`, follow-ups, and changes of them.

use axum::http::StatusCode;

use crate::{
    error::{ApiError, ApiResult, Unknown},
    payload::Payload,
    posting::check_files,
    snowflake::Id,
    validate,
    world::{Interaction, InteractionState, World},
};

impl World {
    /// The interaction of a token that is still alive and was answered once. 50027 otherwise.
    fn find_interaction(&self, token: &str) -> ApiResult<&Interaction> {
        let found = self.interactions.values().find(|one| one.token == token);
        let invalid = || ApiError::new(StatusCode::UNAUTHORIZED, 50027, "Invalid Webhook Token");
        let found = found.filter(|one| !one.token_expired(self.now())).ok_or_else(invalid)?;
        match found.state {
            InteractionState::Waiting | InteractionState::Failed(_) => {
                Err(ApiError::unknown(Unknown::Webhook))
            }
            _ => Ok(found),
        }
    }

    /// The interaction of a token, and the id of one of its answers: `message` is `@original` or an id.
    fn find_answer(&self, token: &str, message: &str) -> ApiResult<(Interaction, Id)> {
        let interaction = self.find_interaction(token)?.clone();
        let id = match message {
            "@original" => interaction.original,
            id => id
                .parse()
                .ok()
                .filter(|id| interaction.original == Some(*id) || interaction.followups.contains(id)),
        };
        let id = id.filter(|id| self.message(interaction.channel_id, *id).is_some());
        let id = id.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        Ok((interaction, id))
    }

    fn answer_json(&self, channel: Id, id: Id) -> ApiResult {
        let message = self.message(channel, id).ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        Ok(self.message_json(message))
    }

    /// Marks an interaction as answered and applies `change`.
    fn mark_answered(&mut self, id: Id, change: impl FnOnce(&mut Interaction)) {
        if let Some(interaction) = self.interactions.get_mut(&id) {
            interaction.state = InteractionState::Answered;
            change(interaction);
        }
        self.publish_outcome(id);
    }

    /// An answer as the application may always read it.
    pub(crate) fn read_answer(&self, token: &str, message: &str) -> ApiResult {
        let (interaction, id) = self.find_answer(token, message)?;
        self.answer_json(interaction.channel_id, id)
    }

    pub(crate) fn edit_answer(&mut self, token: &str, message: &str, body: &Payload) -> ApiResult {
        let (interaction, id) = self.find_answer(token, message)?;
        self.update_answer(interaction.channel_id, id, body)?;
        if interaction.original == Some(id) {
            let updated = interaction.message == Some(id);
            self.mark_answered(interaction.id, |one| one.updated |= updated);
        } else {
            self.publish_outcome(interaction.id);
        }
        self.answer_json(interaction.channel_id, id)
    }

    pub(crate) fn follow_up(&mut self, token: &str, body: &Payload) -> ApiResult {
        let interaction = self.find_interaction(token)?.clone();
        validate::message::create(&body.json, body.files.len())?;
        check_files(body)?;
        let channel = interaction.channel_id;
        // The first follow-up after a deferral takes the place of "thinking", as on Discord.
        if let (InteractionState::Thinking, Some(original)) = (interaction.state, interaction.original) {
            self.update_answer(channel, original, body)?;
            self.mark_answered(interaction.id, |_| {});
            return self.answer_json(channel, original);
        }
        let id = self.post_answer(&interaction, body, false);
        self.mark_answered(interaction.id, |one| one.followups.push(id));
        self.answer_json(channel, id)
    }

    pub(crate) fn delete_answer(&mut self, token: &str, message: &str) -> ApiResult<()> {
        let (interaction, id) = self.find_answer(token, message)?;
        self.remove_message(interaction.channel_id, id)?;
        self.mark_answered(interaction.id, |one| one.followups.retain(|other| *other != id));
        Ok(())
    }
}
