//! The first answer to an interaction.
//! <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object>

use serde_json::{Map, Value, json};

use crate::{
    error::{ApiError, ApiResult, FormErrors, Unknown},
    payload::Payload,
    posting::{check_edit, check_files, number_components},
    snowflake::Id,
    validate,
    world::{
        Author, Interaction, InteractionState, Message, World, application_flag, interaction_kind,
        message_flag, message_kind,
    },
};

const MESSAGE: u64 = 4;
const DEFERRED_MESSAGE: u64 = 5;
const DEFERRED_UPDATE: u64 = 6;
const UPDATE: u64 = 7;
const CHOICES: u64 = 8;
const MODAL: u64 = 9;
const LAUNCH_ACTIVITY: u64 = 12;

/// Autocomplete offers at most this many choices.
const MAX_CHOICES: usize = 25;

impl World {
    /// Takes the first answer. Returns the callback response, which is sent if it was asked for.
    pub(crate) fn answer_interaction(&mut self, id: Id, token: &str, body: Payload) -> ApiResult {
        let unknown = || ApiError::unknown(Unknown::Interaction);
        let interaction = self.interactions.get(&id).filter(|one| one.token == token).ok_or_else(unknown)?;
        match interaction.state {
            InteractionState::Failed(_) => return Err(unknown()),
            InteractionState::Waiting if interaction.is_overdue(self.now()) => return Err(unknown()),
            InteractionState::Waiting => {}
            _ => {
                let text = "Interaction has already been acknowledged.";
                return Err(ApiError::bad_request(40060, text));
            }
        }
        let mut interaction = interaction.clone();
        let answer = body.present("type").and_then(Value::as_u64).unwrap_or(0);
        check_kind(&interaction, answer)?;
        let mut data = Payload::from_json(body.json.get("data").cloned().unwrap_or_default());
        data.files = body.files;
        self.apply_answer(&mut interaction, answer, &data)?;
        let view = self.callback_json(&interaction, answer);
        self.interactions.insert(id, interaction);
        self.publish_outcome(id);
        Ok(view)
    }

    fn apply_answer(&mut self, interaction: &mut Interaction, answer: u64, data: &Payload) -> ApiResult<()> {
        match answer {
            MESSAGE => {
                validate::message::callback(&data.json, data.files.len(), false)?;
                check_files(data)?;
                interaction.original = Some(self.post_answer(interaction, data, false));
                interaction.state = InteractionState::Answered;
            }
            DEFERRED_MESSAGE => {
                interaction.original = Some(self.post_answer(interaction, data, true));
                interaction.state = InteractionState::Thinking;
            }
            DEFERRED_UPDATE => {
                interaction.original = interaction.message;
                interaction.state = InteractionState::DeferredUpdate;
            }
            UPDATE => {
                let id = interaction.message.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
                self.update_answer(interaction.channel_id, id, data)?;
                interaction.original = Some(id);
                interaction.updated = true;
                interaction.state = InteractionState::Answered;
            }
            CHOICES => {
                check_choices(&data.json)?;
                interaction.choices = Some(data.json.get("choices").cloned().unwrap_or_else(|| json!([])));
                interaction.state = InteractionState::Answered;
            }
            LAUNCH_ACTIVITY => {
                if !self.application.has_any(application_flag::EMBEDDED) {
                    let text = "The application has no activity: its flag EMBEDDED (131072) is not set.";
                    return Err(ApiError::field("type", "INTERACTION_CALLBACK_TYPE_INVALID", text));
                }
                interaction.activity = Some(json!({ "id": format!("i-{}", interaction.id) }));
                interaction.state = InteractionState::Answered;
            }
            _ => {
                validate::modal::modal(&data.json)?;
                let mut modal = data.json.clone();
                let numbered = number_components(modal.get("components").unwrap_or(&Value::Null));
                modal.insert("components".to_owned(), json!(numbered));
                interaction.modal = Some(Value::Object(modal));
                interaction.state = InteractionState::Answered;
            }
        }
        Ok(())
    }

    /// Posts a new message as the answer or a follow-up; `loading` for a deferral.
    pub(super) fn post_answer(&mut self, interaction: &Interaction, data: &Payload, loading: bool) -> Id {
        let id = self.next_id();
        let bot = Author::User(self.bot_id());
        let mut message = Message::new(id, interaction.channel_id, bot, self.now());
        let followup = interaction.state != InteractionState::Waiting;
        message.application_id = Some(self.application.id);
        message.interaction = Some((interaction.id, self.metadata_json(interaction, followup)));
        message.loading = loading;
        if validate::message::flags(&data.json) & message_flag::EPHEMERAL != 0 {
            message.ephemeral_for = Some(interaction.user_id);
            message.flags |= message_flag::EPHEMERAL;
        }
        let replies_to = if followup { interaction.original } else { interaction.message };
        match replies_to.and_then(|id| self.message(interaction.channel_id, id)) {
            Some(target) => {
                message.kind = message_kind::REPLY;
                message.reference = Some(json!({
                    "type": 0, "channel_id": interaction.channel_id, "message_id": target.id,
                    "guild_id": interaction.guild_id,
                }));
            }
            None if interaction.kind == interaction_kind::COMMAND => {
                message.kind = command_message_kind(interaction);
            }
            None => {}
        }
        if !loading {
            self.fill(&mut message, data);
        }
        self.post(message)
    }

    /// Changes the message of an answer as the application asks.
    pub(super) fn update_answer(&mut self, channel: Id, id: Id, data: &Payload) -> ApiResult<()> {
        let message = self.message(channel, id).ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        check_edit(message, data)?;
        self.change_message(channel, id, |world, message| {
            // An edit that completes a deferral is not shown as an edit.
            if !std::mem::take(&mut message.loading) {
                message.edited_at = Some(world.now());
            }
            world.fill(message, data);
        })
    }

    fn callback_json(&self, interaction: &Interaction, answer: u64) -> Value {
        let mut about = json!({ "id": interaction.id, "type": interaction.kind });
        let mut resource = json!({ "type": answer });
        let message = interaction.original.and_then(|id| self.message(interaction.channel_id, id));
        if let Some(message) = message {
            about["response_message_id"] = json!(message.id);
            about["response_message_loading"] = json!(message.loading);
            about["response_message_ephemeral"] = json!(message.ephemeral_for.is_some());
            about["channel_id"] = json!(interaction.channel_id);
            if let Some(guild) = interaction.guild_id {
                about["guild_id"] = json!(guild);
            }
            if matches!(answer, MESSAGE | UPDATE) {
                resource["message"] = self.message_json(message);
            }
        }
        if let Some(activity) = &interaction.activity {
            about["activity_instance_id"] = activity["id"].clone();
            resource["activity_instance"] = activity.clone();
        }
        let mut view = json!({ "interaction": about });
        if matches!(answer, MESSAGE | UPDATE | LAUNCH_ACTIVITY) {
            view["resource"] = resource;
        }
        view
    }
}

fn command_message_kind(interaction: &Interaction) -> u8 {
    match interaction.data["type"].as_u64() {
        Some(2 | 3) => message_kind::CONTEXT_COMMAND,
        _ => message_kind::COMMAND,
    }
}

fn check_kind(interaction: &Interaction, answer: u64) -> ApiResult<()> {
    let on_message = interaction.message.is_some();
    let fits = match interaction.kind {
        interaction_kind::AUTOCOMPLETE => answer == CHOICES,
        interaction_kind::COMMAND => matches!(answer, MESSAGE | DEFERRED_MESSAGE | MODAL | LAUNCH_ACTIVITY),
        interaction_kind::MODAL => {
            matches!(answer, MESSAGE | DEFERRED_MESSAGE | LAUNCH_ACTIVITY)
                || on_message && matches!(answer, DEFERRED_UPDATE | UPDATE)
        }
        _ => {
            let in_place = matches!(answer, DEFERRED_UPDATE | UPDATE);
            in_place || matches!(answer, MESSAGE | DEFERRED_MESSAGE | MODAL | LAUNCH_ACTIVITY)
        }
    };
    if fits {
        return Ok(());
    }
    let text =
        format!("A callback of type {answer} cannot answer an interaction of type {}.", interaction.kind);
    Err(ApiError::field("type", "INTERACTION_CALLBACK_TYPE_INVALID", &text))
}

fn check_choices(data: &Map<String, Value>) -> ApiResult<()> {
    let mut errors = FormErrors::default();
    let choices = data.get("choices").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if choices.len() > MAX_CHOICES {
        let text = format!("Must be {MAX_CHOICES} or fewer in length.");
        errors.add("data.choices", "BASE_TYPE_MAX_LENGTH", &text);
    }
    for (index, choice) in choices.iter().enumerate() {
        let path = |key: &str| format!("data.choices.{index}.{key}");
        match choice["name"].as_str() {
            Some(name) => errors.length(&path("name"), name, 1, 100),
            None => errors.required(&path("name")),
        }
        match &choice["value"] {
            Value::String(text) => errors.length(&path("value"), text, 1, 100),
            Value::Number(_) => {}
            _ => errors.required(&path("value")),
        }
    }
    errors.check()
}
