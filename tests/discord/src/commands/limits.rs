//! Every documented limit of application commands, answered as Discord answers.
//! <https://discord.com/developers/docs/interactions/application-commands>

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    localisation::{NameRule, read_descriptions, read_names},
    options::{Parent, read_options},
};
use crate::{
    error::{ApiError, ApiResult},
    validate::form::{Form, present},
    world::{CHAT_INPUT, command_kind},
};

/// Characters of all names, descriptions and values of one command, the longest localisation counting for each.
const MAX_SIZE: usize = 8000;
/// How many commands of a type one scope (global, or one guild) holds: chat input, user, message, and the one entry
/// point of an activity.
const MAX_COMMANDS: [(i64, usize); 4] = [(CHAT_INPUT, 100), (2, 15), (3, 15), (PRIMARY_ENTRY_POINT, 1)];
const PRIMARY_ENTRY_POINT: i64 = 4;

/// Checks one command to be created, or the result of changing one.
pub(crate) fn check(body: &Value) -> ApiResult<()> {
    let mut form = Form::default();
    read_command(&mut form, body);
    form.finish()
}

/// Checks the whole list of a bulk overwrite: each command, names unique by type, and the number of each type.
pub(crate) fn check_bulk(body: &Value) -> ApiResult<()> {
    let mut form = Form::default();
    let Some(commands) = body.as_array() else {
        form.error("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        return form.finish();
    };
    let (mut seen, mut counts) = (HashMap::new(), HashMap::<i64, usize>::new());
    for (index, command) in commands.iter().enumerate() {
        form.at(index, |form| read_command(form, command));
        let kind = command_kind(command);
        *counts.entry(kind).or_default() += 1;
        let name = command["name"].as_str().unwrap_or_default();
        if seen.insert((kind, name), index).is_some() {
            let message = "Application command names must be unique";
            form.at(index, |form| form.error_at("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message));
        }
    }
    form.finish()?;
    counts.into_iter().try_for_each(|(kind, count)| check_count(kind, count))
}

/// Checks that a scope which would hold `count` commands of the type `kind` may.
pub(crate) fn check_count(kind: i64, count: usize) -> ApiResult<()> {
    match MAX_COMMANDS.iter().find(|(one, _)| *one == kind) {
        Some((_, most)) if count > *most => {
            let message = format!("Maximum number of application commands reached ({most})");
            Err(ApiError::bad_request(30032, &message))
        }
        _ => Ok(()),
    }
}

fn read_command(form: &mut Form, body: &Value) {
    let Some(command) = form.object(body) else { return };
    if present(command, "type").is_some() && form.one_of(command, "type", &[1, 2, 3, 4]).is_none() {
        return;
    }
    let size = match command_kind(body) {
        CHAT_INPUT => {
            read_names(form, command, NameRule::Strict)
                + read_descriptions(form, command)
                + read_options(form, command, Parent::Command)
        }
        PRIMARY_ENTRY_POINT => {
            read_names(form, command, NameRule::Free(32)) + read_descriptions(form, command)
        }
        _ => read_context_menu(form, command),
    };
    read_scope(form, command);
    if size > MAX_SIZE {
        let message = format!("Command exceeds maximum size ({MAX_SIZE})");
        form.error("APPLICATION_COMMAND_TOO_LARGE", &message);
    }
}

/// A user or message command has a freely written name, and neither description nor options.
fn read_context_menu(form: &mut Form, command: &Map<String, Value>) -> usize {
    let described = present(command, "description").is_some_and(|text| text != "");
    if described {
        let message = "Context menu commands cannot have description";
        form.error_at("description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", message);
    }
    if present(command, "options").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
        let message = "Context menu commands cannot have options";
        form.error_at("options", "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", message);
    }
    read_names(form, command, NameRule::Free(32))
}

/// Reads who may use the command, and where.
fn read_scope(form: &mut Form, command: &Map<String, Value>) {
    form.integer(command, "default_member_permissions", 0..=i64::MAX);
    form.boolean(command, "dm_permission");
    form.boolean(command, "nsfw");
    for (key, most) in [("contexts", 2), ("integration_types", 1)] {
        form.list(command, key, 1..=most + 1, |form, value| {
            if value.as_u64().is_none_or(|number| number > most as u64) {
                let all = (0..=most).map(|number| number.to_string()).collect::<Vec<_>>().join(", ");
                form.error("BASE_TYPE_CHOICES", &format!("Value must be one of {{{all}}}."));
            }
        });
    }
}
