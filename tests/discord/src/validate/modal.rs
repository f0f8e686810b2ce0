//! Limits of modals. <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>

use serde_json::{Map, Value};

use super::{
    components::{
        ACTION_ROW, CHOICES, ENTITY_SELECTS, FILE_UPLOAD, LABEL, STRING_SELECT, TEXT_DISPLAY, TEXT_INPUT,
        Usage, read_custom_id, read_kind, read_select,
    },
    form::{Form, present},
};
use crate::error::ApiResult;

/// Checks the data of a modal callback.
pub(crate) fn modal(data: &Map<String, Value>) -> ApiResult<()> {
    let mut form = Form::default();
    form.at("data", |form| {
        form.required_text(data, "custom_id", 1..=100);
        form.required_text(data, "title", 1..=45);
        if present(data, "components").is_none() {
            form.required("components");
        }
        let mut used = Usage::default();
        form.list(data, "components", 1..=5, |form, value| read_top_level(form, value, &mut used));
    });
    form.finish()
}

fn read_top_level(form: &mut Form, value: &Value, used: &mut Usage) {
    let Some(object) = form.object(value) else { return };
    match read_kind(form, object, &[ACTION_ROW, TEXT_DISPLAY, LABEL]) {
        Some(ACTION_ROW) => {
            if present(object, "components").is_none() {
                form.required("components");
            }
            form.list(object, "components", 1..=1, |form, value| {
                let Some(input) = form.object(value) else { return };
                if read_kind(form, input, &[TEXT_INPUT]).is_some() {
                    form.required_text(input, "label", 1..=45);
                    read_text_input(form, input, used);
                }
            });
        }
        Some(LABEL) => read_label(form, object, used),
        Some(_) => {
            form.required_text(object, "content", 1..=4000);
        }
        None => {}
    }
}

fn read_label(form: &mut Form, label: &Map<String, Value>, used: &mut Usage) {
    form.required_text(label, "label", 1..=45);
    form.text(label, "description", 0..=100);
    let Some(inner) = present(label, "component") else { return form.required("component") };
    form.at("component", |form| {
        let Some(object) = form.object(inner) else { return };
        let mut allowed = vec![TEXT_INPUT, STRING_SELECT, FILE_UPLOAD];
        allowed.extend(ENTITY_SELECTS);
        allowed.extend(CHOICES);
        match read_kind(form, object, &allowed) {
            Some(TEXT_INPUT) => read_text_input(form, object, used),
            Some(kind @ (FILE_UPLOAD | 21..=23)) => read_choice(form, object, kind, used),
            Some(kind) => read_select(form, object, kind, used),
            None => {}
        }
    });
}

fn read_choice(form: &mut Form, object: &Map<String, Value>, kind: i64, used: &mut Usage) {
    read_custom_id(form, object, used);
    let most = if kind == 22 || kind == FILE_UPLOAD { 10 } else { 1 };
    form.integer(object, "min_values", 0..=most);
    form.integer(object, "max_values", 1..=most);
    form.list(object, "options", 1..=10, |form, value| {
        let Some(option) = form.object(value) else { return };
        form.required_text(option, "label", 1..=100);
        form.required_text(option, "value", 1..=100);
    });
}

fn read_text_input(form: &mut Form, input: &Map<String, Value>, used: &mut Usage) {
    read_custom_id(form, input, used);
    if present(input, "style").is_none() {
        form.required("style");
    }
    form.one_of(input, "style", &[1, 2]);
    let min = form.integer(input, "min_length", 0..=4000).unwrap_or(0);
    let max = form.integer(input, "max_length", 1..=4000).unwrap_or(4000);
    if min > max {
        let message = "The minimum length exceeds the maximum length";
        form.error_at("min_length", "TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDS_MAX", message);
    }
    form.boolean(input, "required");
    form.text(input, "value", 0..=usize::try_from(max).unwrap_or(4000));
    form.text(input, "placeholder", 0..=100);
}
