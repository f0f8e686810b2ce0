//! Using components and submitting modals as a user.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::post,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    error::{Body, ControlError, ControlResult},
    names::text_of,
    options::{OptionReader, UserContext},
};
use crate::{
    app::App,
    glob,
    interactions::NewInteraction,
    snowflake::Id,
    world::{Interaction, Message, World, interaction_kind},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/users/{user}/components", post(use_component))
        .route("/users/{user}/modals", post(submit_modal))
}

/// Component types. <https://discord.com/developers/docs/components/reference>
mod component {
    pub(super) const BUTTON: u64 = 2;
    pub(super) const STRING_SELECT: u64 = 3;
    pub(super) const TEXT_INPUT: u64 = 4;
    pub(super) const USER_SELECT: u64 = 5;
    pub(super) const ROLE_SELECT: u64 = 6;
    pub(super) const MENTIONABLE_SELECT: u64 = 7;
    pub(super) const CHANNEL_SELECT: u64 = 8;
    pub(super) const RADIO_GROUP: u64 = 21;
    pub(super) const CHECKBOX_GROUP: u64 = 22;
    pub(super) const CHECKBOX: u64 = 23;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentUse {
    channel: String,
    guild: Option<String>,
    /// Without it, the newest message there that the user sees and that has the component.
    message: Option<Id>,
    /// `*` matches anything, for ids of which only the beginning is known.
    custom_id: String,
    values: Option<Vec<Value>>,
    /// Sends the id even if no such component is on the message.
    #[serde(default)]
    force: bool,
    #[serde(default = "yes")]
    wait: bool,
}

fn yes() -> bool {
    true
}

async fn use_component(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<ComponentUse>,
) -> ControlResult<Json<Value>> {
    let interaction = component_interaction(&mut app.world(), &user, &body)?;
    let id = app.start_interaction(interaction);
    Ok(Json(if body.wait { app.wait_for_outcome(id).await } else { json!({ "interaction": id }) }))
}

fn component_interaction(
    world: &mut World,
    user: &str,
    body: &ComponentUse,
) -> ControlResult<NewInteraction> {
    let user = world.find_user(user)?.id;
    let guild = body.guild.as_ref().map(|name| world.find_guild(name).map(|guild| guild.id)).transpose()?;
    let channel = world.find_visible(user, guild, &body.channel)?;
    let message = find_message(world, user, channel, body)?;
    let (id, found) = (message.id, find_component(&message.components, &body.custom_id).cloned());
    let found = match found {
        Some(found) if found["disabled"] == true && !body.force => {
            return Err(ControlError::bad_request(format!("the component {:?} is disabled", body.custom_id)));
        }
        Some(found) => found,
        None if body.force => json!({ "type": component::BUTTON, "id": 1 }),
        None => return Err(unknown_component(message, &body.custom_id)),
    };
    let context =
        UserContext { user, guild: world.channels.get(&channel).and_then(|one| one.guild_id), channel };
    let custom_id = found["custom_id"].as_str().unwrap_or(&body.custom_id);
    let mut data = json!({
        "custom_id": custom_id, "component_type": found["type"], "id": found["id"],
    });
    if found["type"] != component::BUTTON {
        let mut reader = OptionReader::new(world, context);
        let given = body.values.clone().unwrap_or_default();
        let values = if body.force { Ok(given) } else { read_selection(&mut reader, &found, &given) };
        data["values"] = json!(values.map_err(|why| invalid_value(&body.custom_id, &why))?);
        if !reader.resolved.is_empty() {
            data["resolved"] = Value::Object(reader.resolved);
        }
    }
    Ok(NewInteraction {
        kind: interaction_kind::COMPONENT,
        user_id: user,
        channel_id: channel,
        data,
        message: Some(id),
        opened_by: None,
    })
}

fn find_message<'w>(
    world: &'w World,
    user: Id,
    channel: Id,
    body: &ComponentUse,
) -> ControlResult<&'w Message> {
    let mut messages = world.messages.get(&channel).into_iter().flat_map(|messages| messages.values().rev());
    let found = messages.find(|message| {
        let meant = match body.message {
            Some(id) => message.id == id,
            None => body.force || find_component(&message.components, &body.custom_id).is_some(),
        };
        meant && is_visible_to(message, user)
    });
    found.ok_or_else(|| {
        let which = match body.message {
            Some(id) => format!("no message {id} there"),
            None => format!("no message there with a component {:?}", body.custom_id),
        };
        ControlError::not_found(format!("there is {which} that the user sees; GET the channel's messages"))
    })
}

fn invalid_value(custom_id: &str, why: &str) -> ControlError {
    ControlError::bad_request(format!("{custom_id:?} cannot be used like that: {why}"))
}

fn is_visible_to(message: &Message, user: Id) -> bool {
    message.ephemeral_for.is_none_or(|only| only == user)
}

fn unknown_component(message: &Message, custom_id: &str) -> ControlError {
    let mut ids = Vec::new();
    custom_ids(&message.components, &mut ids);
    let ids = ids.join(", ");
    ControlError::not_found(format!(
        "message {} has no component {custom_id:?}; it has: {ids}. `\"force\": true` sends it all the same",
        message.id
    ))
}

fn children(component: &Value) -> impl Iterator<Item = &Value> {
    let list = component["components"].as_array().map_or(&[][..], Vec::as_slice);
    let single = ["accessory", "component"].into_iter().filter_map(|key| component.get(key));
    list.iter().chain(single)
}

/// The first component with this id; `*` in it stands for anything.
fn find_component<'c>(components: impl IntoIterator<Item = &'c Value>, custom_id: &str) -> Option<&'c Value> {
    components.into_iter().find_map(|component| {
        let own = component["custom_id"].as_str();
        let here = own.is_some_and(|own| glob::matches(custom_id, own)).then_some(component);
        here.or_else(|| find_component(children(component).collect::<Vec<_>>(), custom_id))
    })
}

fn custom_ids<'c>(components: impl IntoIterator<Item = &'c Value>, ids: &mut Vec<String>) {
    for component in components {
        ids.extend(component["custom_id"].as_str().map(str::to_owned));
        custom_ids(children(component).collect::<Vec<_>>(), ids);
    }
}

/// Checks and converts selected values.
fn read_selection(
    reader: &mut OptionReader<'_>,
    select: &Value,
    given: &[Value],
) -> Result<Vec<Value>, String> {
    let min = select["min_values"].as_u64().unwrap_or(1);
    let group = select["type"] == component::CHECKBOX_GROUP;
    let most = if group { select["options"].as_array().map_or(1, Vec::len) as u64 } else { 1 };
    let max = select["max_values"].as_u64().unwrap_or(most);
    if !(min..=max).contains(&(given.len() as u64)) {
        return Err(format!("it takes {min} to {max} values, not {}", given.len()));
    }
    let one = |value: &Value| -> Result<Value, String> {
        let name = text_of(value).ok_or("a value is a text")?;
        let id = match select["type"].as_u64().unwrap_or_default() {
            component::STRING_SELECT | component::RADIO_GROUP | component::CHECKBOX_GROUP => {
                return option_of(select, &name);
            }
            component::USER_SELECT => reader.resolve_user(&name)?,
            component::ROLE_SELECT => reader.resolve_role(&name)?,
            component::CHANNEL_SELECT => reader.resolve_channel(select, &name)?,
            component::MENTIONABLE_SELECT => {
                reader.resolve_role(&name).or_else(|_| reader.resolve_user(&name))?
            }
            other => return Err(format!("components of type {other} take no values")),
        };
        Ok(json!(id))
    };
    given.iter().map(one).collect()
}

/// The option's value, given as its value or its label.
fn option_of(select: &Value, name: &str) -> Result<Value, String> {
    let options = select["options"].as_array().map_or(&[][..], Vec::as_slice);
    let chosen = options.iter().find(|option| option["value"] == name || option["label"] == name);
    let known: Vec<_> = options.iter().filter_map(|option| option["value"].as_str()).collect();
    let missing = || format!("{name:?} is no option; there are {}", known.join(", "));
    chosen.map(|option| option["value"].clone()).ok_or_else(missing)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalSubmit {
    /// The interaction that the modal answered.
    interaction: Option<Id>,
    /// Or the modal's own id: the last one with it that the user was shown.
    custom_id: Option<String>,
    #[serde(default)]
    fields: Map<String, Value>,
    /// The channel of a forged modal.
    channel: Option<String>,
    /// Sends the modal without a check, even if the user was never shown one.
    #[serde(default)]
    force: bool,
    #[serde(default = "yes")]
    wait: bool,
}

async fn submit_modal(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<ModalSubmit>,
) -> ControlResult<Json<Value>> {
    let interaction = modal_interaction(&mut app.world(), &user, &body)?;
    let id = app.start_interaction(interaction);
    Ok(Json(if body.wait { app.wait_for_outcome(id).await } else { json!({ "interaction": id }) }))
}

fn modal_interaction(world: &mut World, user: &str, body: &ModalSubmit) -> ControlResult<NewInteraction> {
    let user = world.find_user(user)?.id;
    let Some(shown) = shown_modal(world, user, body) else {
        return forged_modal(world, user, body);
    };
    let opened_by = Some(shown.id);
    let (modal, channel, message) =
        (shown.modal.clone().unwrap_or_default(), shown.channel_id, shown.message);
    let guild = world.channels.get(&channel).and_then(|one| one.guild_id);
    let mut reader = OptionReader::new(world, UserContext { user, guild, channel });
    let layout = modal["components"].as_array().cloned().unwrap_or_default();
    let mut left = body.fields.clone();
    let mut components = Vec::new();
    for row in &layout {
        components.extend(fill_row(&mut reader, row, &mut left, body.force)?);
    }
    if let Some(name) = left.keys().next().filter(|_| !body.force) {
        return Err(ControlError::bad_request(format!("the modal has no field {name:?}")));
    }
    let mut data = json!({ "custom_id": modal["custom_id"], "components": components });
    if !reader.resolved.is_empty() {
        data["resolved"] = Value::Object(reader.resolved);
    }
    Ok(NewInteraction {
        kind: interaction_kind::MODAL,
        user_id: user,
        channel_id: channel,
        data,
        message,
        opened_by,
    })
}

/// The modal that was last shown to the user and fits.
fn shown_modal<'w>(world: &'w World, user: Id, body: &ModalSubmit) -> Option<&'w Interaction> {
    world.interactions.values().rev().find(|one| {
        let modal = one.modal.as_ref().filter(|_| one.user_id == user);
        modal.is_some_and(|modal| {
            body.interaction.is_none_or(|id| id == one.id)
                && body.custom_id.as_ref().is_none_or(|custom_id| modal["custom_id"] == **custom_id)
        })
    })
}

fn forged_modal(world: &World, user: Id, body: &ModalSubmit) -> ControlResult<NewInteraction> {
    let (Some(custom_id), Some(channel), true) = (&body.custom_id, &body.channel, body.force) else {
        return Err(ControlError::not_found(
            "the user was shown no such modal; `custom_id`, `channel` and `\"force\": true` send one all the same",
        ));
    };
    let channel_id = world.find_visible(user, None, channel)?;
    let rows: Vec<_> = body
        .fields
        .iter()
        .enumerate()
        .map(|(index, (name, value))| {
            let id = 2 * index + 1;
            let input =
                json!({ "type": component::TEXT_INPUT, "id": id + 1, "custom_id": name, "value": value });
            json!({ "type": 1, "id": id, "components": [input] })
        })
        .collect();
    let data = json!({ "custom_id": custom_id, "components": rows });
    Ok(NewInteraction {
        kind: interaction_kind::MODAL,
        user_id: user,
        channel_id,
        data,
        message: None,
        opened_by: None,
    })
}

/// One row of the layout with the values of its fields; rows that only show text are left out.
fn fill_row(
    reader: &mut OptionReader<'_>,
    row: &Value,
    fields: &mut Map<String, Value>,
    force: bool,
) -> ControlResult<Option<Value>> {
    let is_label = row.get("component").is_some();
    let Some(input) = children(row).next() else { return Ok(None) };
    let custom_id = input["custom_id"].as_str().unwrap_or_default();
    let given = fields.remove(custom_id).filter(|value| !value.is_null());
    let mut filled = json!({ "type": input["type"], "id": input["id"], "custom_id": custom_id });
    if input["type"] == component::TEXT_INPUT {
        let prefilled = input["value"].as_str().unwrap_or_default().to_owned();
        let text = given.as_ref().and_then(text_of).unwrap_or(prefilled);
        if !force {
            check_text(input, &text).map_err(|why| invalid_value(custom_id, &why))?;
        }
        filled["value"] = json!(text);
    } else if input["type"] == component::CHECKBOX {
        filled["value"] = json!(given.unwrap_or_else(|| json!(input["default"] == true)) == true);
    } else {
        let values = match given {
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
            None => Vec::new(),
        };
        let optional = input["required"] == false && values.is_empty();
        let values = if force || optional { Ok(values) } else { read_selection(reader, input, &values) };
        let values = values.map_err(|why| invalid_value(custom_id, &why))?;
        if input["type"] == component::RADIO_GROUP {
            filled["value"] = json!(values.first());
        } else {
            filled["values"] = json!(values);
        }
    }
    let mut view = json!({ "type": row["type"], "id": row["id"] });
    if is_label {
        view["component"] = filled;
    } else {
        view["components"] = json!([filled]);
    }
    Ok(Some(view))
}

fn check_text(input: &Value, text: &str) -> Result<(), String> {
    let length = text.chars().count() as u64;
    if length == 0 {
        return if input["required"] == false { Ok(()) } else { Err("it is required".to_owned()) };
    }
    let min = input["min_length"].as_u64().unwrap_or(0);
    let max = input["max_length"].as_u64().unwrap_or(4000);
    if (min..=max).contains(&length) {
        Ok(())
    } else {
        Err(format!("it takes {min} to {max} characters, not {length}"))
    }
}
