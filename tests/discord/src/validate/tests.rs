//! Each limit of messages, components, modals and guild objects, with the code that Discord answers.

use serde_json::{Map, Value, json};

use super::{guild, message, modal};
use crate::error::ApiResult;

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

/// The result is 50035 with this code at this place.
#[track_caller]
fn refused(result: ApiResult<()>, place: &str, code: &str) {
    let error = result.expect_err("must be refused").body;
    let found = error.pointer(&format!("/errors{place}/_errors/0/code"));
    assert_eq!(found.and_then(Value::as_str), Some(code), "{error:#}");
}

fn send(body: Value) -> ApiResult<()> {
    message::create(&object(body), 0)
}

fn embed(embed: Value) -> ApiResult<()> {
    send(json!({ "embeds": [embed] }))
}

fn row(components: Value) -> ApiResult<()> {
    send(json!({ "components": [{ "type": 1, "components": components }] }))
}

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "x", "custom_id": id })
}

#[test]
fn a_message_shows_something_of_at_most_2000_characters() {
    assert!(send(json!({ "content": "é".repeat(2000) })).is_ok());
    refused(send(json!({ "content": "x".repeat(2001) })), "/content", "BASE_TYPE_MAX_LENGTH");
    for empty in [json!({}), json!({ "content": " \n" }), json!({ "embeds": [], "components": [] })] {
        assert_eq!(send(empty).unwrap_err().body["code"], 50006);
    }
    assert!(message::create(&Map::new(), 1).is_ok(), "a file is something");
}

#[test]
fn embeds_have_limits() {
    let text = |count: usize| "x".repeat(count);
    let cases = [
        (json!({ "title": text(257) }), "/title", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "description": text(4097) }), "/description", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "footer": { "text": text(2049) } }), "/footer/text", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "author": { "name": text(257) } }), "/author/name", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "author": {} }), "/author/name", "BASE_TYPE_REQUIRED"),
        (
            json!({ "fields": [{ "name": text(257), "value": "v" }] }),
            "/fields/0/name",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({ "fields": [{ "name": "n", "value": text(1025) }] }),
            "/fields/0/value",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (json!({ "fields": [{ "name": "n", "value": "" }] }), "/fields/0/value", "BASE_TYPE_BAD_LENGTH"),
        (
            json!({ "fields": vec![json!({ "name": "n", "value": "v" }); 26] }),
            "/fields",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (json!({ "color": 0x100_0000 }), "/color", "NUMBER_TYPE_MAX"),
        (json!({ "timestamp": "soon" }), "/timestamp", "DATETIME_TYPE_PARSE"),
        (json!({ "url": "ftp://example.org" }), "/url", "URL_TYPE_INVALID_SCHEME"),
        (json!({ "url": "example" }), "/url", "URL_TYPE_INVALID_URL"),
    ];
    for (value, place, code) in cases {
        refused(embed(value), &format!("/embeds/0{place}"), code);
    }
    assert!(embed(json!({ "title": text(256), "timestamp": "2026-03-12T19:30:00Z", "color": 0 })).is_ok());
}

#[test]
fn a_messages_embeds_have_6000_characters_together_and_are_10_at_most() {
    let embeds = |each: usize| json!({ "embeds": [{ "description": "x".repeat(each) }, { "description": "x".repeat(3000) }] });
    assert!(send(embeds(3000)).is_ok());
    refused(send(embeds(3001)), "/embeds/1", "MAX_EMBED_SIZE_EXCEEDED");
    refused(send(json!({ "embeds": vec![json!({ "title": "x" }); 11] })), "/embeds", "BASE_TYPE_MAX_LENGTH");
}

#[test]
fn rows_hold_five_buttons_or_one_select() {
    let buttons = |count: usize| (0..count).map(|n| button(&n.to_string())).collect::<Value>();
    assert!(row(buttons(5)).is_ok());
    refused(row(buttons(6)), "/components/0/components", "BASE_TYPE_BAD_LENGTH");
    let select = json!({ "type": 5, "custom_id": "s" });
    assert!(row(json!([select])).is_ok());
    let place = "/components/0/components/1";
    refused(row(json!([select, button("b")])), place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED");
    let rows: Vec<_> = (0..6).map(|n| json!({ "type": 1, "components": [button(&n.to_string())] })).collect();
    refused(send(json!({ "components": rows })), "/components", "BASE_TYPE_MAX_LENGTH");
    refused(send(json!({ "components": [button("b")] })), "/components/0/type", "COMPONENT_TYPE_INVALID");
}

#[test]
fn buttons_have_limits() {
    let place = |field: &str| format!("/components/0/components/0{field}");
    let cases = [
        (json!({ "type": 2, "style": 1, "label": "x" }), "/custom_id", "BASE_TYPE_REQUIRED"),
        (button(&"x".repeat(101)), "/custom_id", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "type": 2, "style": 9, "label": "x" }), "/style", "BASE_TYPE_CHOICES"),
        (json!({ "type": 2, "style": 5, "label": "x" }), "/url", "BASE_TYPE_REQUIRED"),
        (json!({ "type": 2, "style": 1, "custom_id": "x" }), "", "BUTTON_COMPONENT_INVALID"),
        (
            json!({ "type": 2, "style": 1, "custom_id": "x", "label": "x".repeat(81) }),
            "/label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (json!({ "type": 4, "style": 1, "custom_id": "x" }), "/type", "COMPONENT_TYPE_INVALID"),
    ];
    for (value, field, code) in cases {
        refused(row(json!([value])), &place(field), code);
    }
    let twice = row(json!([button("same"), button("same")]));
    refused(twice, "/components/0/components/1/custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED");
}

#[test]
fn selects_have_1_to_25_options_with_different_values() {
    let select = |options: Value| row(json!([{ "type": 3, "custom_id": "s", "options": options }]));
    let options =
        |count: usize| (0..count).map(|n| json!({ "label": "l", "value": n.to_string() })).collect::<Value>();
    let place = "/components/0/components/0/options";
    assert!(select(options(25)).is_ok());
    refused(select(options(26)), place, "BASE_TYPE_BAD_LENGTH");
    refused(select(options(0)), place, "BASE_TYPE_BAD_LENGTH");
    let same = json!([{ "label": "a", "value": "v" }, { "label": "b", "value": "v" }]);
    refused(select(same), &format!("{place}/1/value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED");
}

#[test]
fn new_components_need_their_flag_and_stand_alone() {
    let text = json!({ "type": 10, "content": "hello" });
    refused(send(json!({ "components": [text] })), "/components/0/type", "COMPONENT_TYPE_INVALID");
    assert!(send(json!({ "flags": 1 << 15, "components": [text] })).is_ok());
    let both = send(json!({ "flags": 1 << 15, "components": [text], "content": "x" }));
    refused(both, "/content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
}

#[test]
fn allowed_mentions_do_not_contradict_themselves() {
    let with = |mentions: Value| send(json!({ "content": "x", "allowed_mentions": mentions }));
    assert!(with(json!({ "parse": ["everyone"], "users": ["1"] })).is_ok());
    let code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE";
    refused(with(json!({ "parse": ["users"], "users": ["1"] })), "/allowed_mentions", code);
    refused(with(json!({ "parse": ["all"] })), "/allowed_mentions/parse/0", "BASE_TYPE_CHOICES");
}

#[test]
fn modals_have_limits() {
    let input = |extra: Value| {
        let mut input = json!({ "type": 4, "custom_id": "i", "style": 1, "label": "l" });
        input.as_object_mut().unwrap().extend(object(extra));
        json!({ "type": 1, "components": [input] })
    };
    let show = |title: &str, components: Value| {
        modal::modal(&object(json!({ "custom_id": "m", "title": title, "components": components })))
    };
    assert!(show("Edit", json!([input(json!({}))])).is_ok());
    refused(show(&"x".repeat(46), json!([input(json!({}))])), "/data/title", "BASE_TYPE_BAD_LENGTH");
    refused(show("Edit", json!([])), "/data/components", "BASE_TYPE_BAD_LENGTH");
    let six: Vec<_> = (0..6).map(|n| input(json!({ "custom_id": n.to_string() }))).collect();
    refused(show("Edit", json!(six)), "/data/components", "BASE_TYPE_BAD_LENGTH");
    let place = "/data/components/0/components/0";
    let cases = [
        (json!({ "label": "x".repeat(46) }), "/label", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "max_length": 4001 }), "/max_length", "NUMBER_TYPE_MAX"),
        (json!({ "value": "xx", "max_length": 1 }), "/value", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "placeholder": "x".repeat(101) }), "/placeholder", "BASE_TYPE_MAX_LENGTH"),
        (json!({ "style": 3 }), "/style", "BASE_TYPE_CHOICES"),
    ];
    for (extra, field, code) in cases {
        refused(show("Edit", json!([input(extra)])), &format!("{place}{field}"), code);
    }
    let labelled =
        json!([{ "type": 18, "label": "l", "component": { "type": 4, "custom_id": "i", "style": 2 } }]);
    assert!(show("Edit", labelled).is_ok());
}

#[test]
fn guild_objects_have_limits() {
    let channel = |body: Value| guild::channel(&object(body), true);
    assert!(channel(json!({ "name": "x".repeat(100), "topic": "x".repeat(1024) })).is_ok());
    refused(channel(json!({})), "/name", "BASE_TYPE_REQUIRED");
    refused(channel(json!({ "name": "x".repeat(101) })), "/name", "BASE_TYPE_BAD_LENGTH");
    refused(channel(json!({ "name": "x", "topic": "x".repeat(1025) })), "/topic", "BASE_TYPE_MAX_LENGTH");
    refused(
        channel(json!({ "name": "x", "rate_limit_per_user": 21_601 })),
        "/rate_limit_per_user",
        "NUMBER_TYPE_MAX",
    );
    refused(guild::role(&object(json!({ "name": "x".repeat(101) }))), "/name", "BASE_TYPE_MAX_LENGTH");
    refused(
        guild::webhook(&object(json!({ "name": "Discord" })), true),
        "/name",
        "USERNAME_INVALID_CONTAINS",
    );
    let now = chrono::DateTime::UNIX_EPOCH;
    let until = |days: i64| {
        object(json!({ "communication_disabled_until": (now + chrono::TimeDelta::days(days)).to_rfc3339() }))
    };
    assert!(guild::member(&until(28), now).is_ok());
    let place = "/communication_disabled_until";
    refused(guild::member(&until(29), now), place, "INVALID_COMMUNICATION_DISABLED_TIMESTAMP");
}
