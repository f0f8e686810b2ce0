//! Making an interaction, sending it to the application, and failing it when there is no answer in time.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    app::App,
    snowflake::Id,
    world::{
        ACKNOWLEDGE_WITHIN, Audience, Interaction, InteractionState, NO_ANSWER, TOKEN_LIFE, World,
        interaction_kind,
    },
};

/// How many interactions are remembered.
const REMEMBERED: usize = 10_000;

/// A user's action that makes an interaction.
pub(crate) struct NewInteraction {
    /// One of [`interaction_kind`].
    pub(crate) kind: u8,
    pub(crate) user_id: Id,
    pub(crate) channel_id: Id,
    /// `data` for the application.
    pub(crate) data: Value,
    /// The message whose component was used.
    pub(crate) message: Option<Id>,
    /// The interaction that showed the modal.
    pub(crate) opened_by: Option<Id>,
}

impl App {
    /// Makes the interaction and sends it to the application; its time limits start.
    pub(crate) fn start_interaction(self: &Arc<Self>, new: NewInteraction) -> Id {
        let id = self.world().insert_interaction(new);
        let app = self.clone();
        tokio::spawn(async move { app.watch_interaction(id).await });
        id
    }

    /// Fails an interaction that is not acknowledged in time, or deferred and never answered.
    async fn watch_interaction(&self, id: Id) {
        for (limit, open) in
            [(ACKNOWLEDGE_WITHIN, InteractionState::Waiting), (TOKEN_LIFE, InteractionState::Thinking)]
        {
            let created = self.world().interactions.get(&id).map(|interaction| interaction.created_at);
            let Some(created) = created else { return };
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = self.clock.sleep_until(created + limit) => {}
            }
            let mut world = self.world();
            let Some(interaction) = world.interactions.get_mut(&id) else { return };
            interaction.state = match interaction.state {
                state if state == open => InteractionState::Failed(NO_ANSWER),
                // The client shows no failure of a deferred update.
                InteractionState::DeferredUpdate if limit == TOKEN_LIFE => InteractionState::Answered,
                InteractionState::Answered | InteractionState::Failed(_) => return,
                _ => continue,
            };
            return world.publish_outcome(id);
        }
    }
}

impl World {
    fn insert_interaction(&mut self, new: NewInteraction) -> Id {
        let id = self.next_id();
        let guild_id = self.channels.get(&new.channel_id).and_then(|channel| channel.guild_id);
        let unheard = !self.gateway.has_sessions();
        let interaction = Interaction {
            id,
            token: format!("aW50ZXJhY3Rpb246{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>()),
            kind: new.kind,
            user_id: new.user_id,
            guild_id,
            channel_id: new.channel_id,
            created_at: self.now(),
            state: if unheard { InteractionState::Failed(NO_ANSWER) } else { InteractionState::Waiting },
            data: new.data,
            message: new.message,
            opened_by: new.opened_by,
            original: None,
            followups: Vec::new(),
            modal: None,
            activity: None,
            choices: None,
            updated: false,
        };
        let event = self.interaction_json(&interaction);
        self.interactions.insert(id, interaction);
        if self.interactions.len() > REMEMBERED
            && let Some((oldest, _)) = self.interactions.pop_first()
        {
            self.publish_outcome(oldest);
        }
        let audience = guild_id.map_or(Audience::Direct, Audience::Guild);
        self.emit("INTERACTION_CREATE", audience, event);
        if unheard {
            self.publish_outcome(id);
        }
        id
    }

    /// The interaction object.
    /// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object>
    fn interaction_json(&self, interaction: &Interaction) -> Value {
        let (user, channel_id) = (interaction.user_id, interaction.channel_id);
        let locale = self.users.get(&user).map_or("en-US", |user| &user.locale);
        let held = self.permissions_in(channel_id, user).to_decimal();
        let mut view = json!({
            "id": interaction.id,
            "application_id": self.application.id,
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": channel_id,
            "app_permissions": self.permissions_in(channel_id, self.bot_id()).to_decimal(),
            "locale": locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.owners_json(interaction.guild_id),
            "context": u8::from(interaction.guild_id.is_none()),
            "attachment_size_limit": 10 << 20,
        });
        if let Some(channel) = self.channels.get(&channel_id) {
            view["channel"] = self.channel_json(channel);
            view["channel"]["permissions"] = json!(held);
        }
        match interaction.guild_id.and_then(|id| self.guilds.get(&id)) {
            Some(guild) => {
                view["guild_id"] = json!(guild.id);
                view["guild_locale"] = json!(guild.preferred_locale);
                view["guild"] = json!({
                    "id": guild.id, "locale": guild.preferred_locale, "features": ["COMMUNITY", "NEWS"],
                });
                view["member"] = json!(self.member_json(guild.id, user));
                view["member"]["permissions"] = json!(held);
            }
            None => view["user"] = self.user_json(user),
        }
        if let Some(message) = interaction.message.and_then(|id| self.message(channel_id, id)) {
            view["message"] = self.message_json(message);
        }
        view
    }

    /// The guild that installed the application, as `authorizing_integration_owners`.
    pub(super) fn owners_json(&self, guild: Option<Id>) -> Value {
        guild.map_or_else(|| json!({ "0": "0" }), |guild| json!({ "0": guild }))
    }

    /// `interaction_metadata` of a message that answers.
    pub(super) fn metadata_json(&self, interaction: &Interaction, followup: bool) -> Value {
        let mut view = json!({
            "id": interaction.id,
            "type": interaction.kind,
            "user": self.user_json(interaction.user_id),
            "authorizing_integration_owners": self.owners_json(interaction.guild_id),
        });
        if interaction.kind == interaction_kind::COMPONENT {
            view["interacted_message_id"] = json!(interaction.message);
        }
        if let Some(opener) = interaction.opened_by.and_then(|id| self.interactions.get(&id)) {
            view["triggering_interaction_metadata"] = self.metadata_json(opener, false);
        }
        if let Some(original) = interaction.original.filter(|_| followup) {
            view["original_response_message_id"] = json!(original);
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, feed::Feed, world::Application};

    #[test]
    fn the_oldest_of_too_many_is_forgotten_and_has_failed() {
        let bot = Id(1);
        let application = Application {
            id: bot,
            name: "bot".to_owned(),
            description: String::new(),
            token: "t".to_owned(),
            flags: 0,
            owner_id: bot,
            shards: 1,
        };
        let mut world = World::new(Clock::flowing(), Feed::default(), String::new(), application);
        let new = || NewInteraction {
            kind: interaction_kind::COMMAND,
            user_id: Id(2),
            channel_id: Id(3),
            data: json!({}),
            message: None,
            opened_by: None,
        };
        let ids: Vec<_> = (0..=REMEMBERED).map(|_| world.insert_interaction(new())).collect();
        assert_eq!(world.interactions.len(), REMEMBERED);
        assert!(!world.interactions.contains_key(&ids[0]) && world.interactions.contains_key(&ids[1]));
        let outcome = world.outcome_json(ids[0]);
        assert_eq!(
            (&outcome["interaction"], &outcome["state"]),
            (&json!(ids[0]), &json!("failed")),
            "{outcome}"
        );
    }
}
