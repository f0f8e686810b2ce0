//! Each documented limit, with the body that Discord answers.

use serde_json::{Value, json};

use super::limits::{check, check_bulk, check_count};

fn base(options: Value) -> Value {
    json!({ "name": "x", "description": "d", "options": options })
}

fn option(extra: Value) -> Value {
    let mut option = json!({ "name": "o", "description": "d", "type": 3 });
    let object = option.as_object_mut().unwrap();
    object.extend(extra.as_object().unwrap().clone());
    option
}

/// The code noted at the JSON pointer `place` of the errors of `body`.
#[track_caller]
fn refused(body: &Value, place: &str, code: &str) {
    let error =
        if body.is_array() { check_bulk(body) } else { check(body) }.expect_err("must be refused").body;
    assert_eq!(error["code"], 50035, "{error}");
    let found = error.pointer(&format!("/errors{place}/_errors/0/code"));
    assert_eq!(found.and_then(Value::as_str), Some(code), "{error:#}");
}

fn texts(count: usize) -> Vec<Value> {
    (0..count).map(|n| option(json!({ "name": format!("o{n}") }))).collect()
}

#[test]
fn names_and_descriptions_have_limits() {
    refused(&json!([{ "name": "", "description": "d" }]), "/0/name", "BASE_TYPE_BAD_LENGTH");
    refused(&json!({ "name": "x".repeat(33), "description": "d" }), "/name", "BASE_TYPE_BAD_LENGTH");
    refused(&json!({ "name": "Upper", "description": "d" }), "/name", "APPLICATION_COMMAND_INVALID_NAME");
    refused(&json!({ "name": "two words", "description": "d" }), "/name", "APPLICATION_COMMAND_INVALID_NAME");
    refused(&json!({ "description": "d" }), "/name", "BASE_TYPE_REQUIRED");
    refused(&json!({ "name": "x" }), "/description", "BASE_TYPE_REQUIRED");
    refused(&json!({ "name": "x", "description": "d".repeat(101) }), "/description", "BASE_TYPE_BAD_LENGTH");
    assert!(check(&json!({ "name": "x".repeat(32), "description": "é".repeat(100) })).is_ok());
}

#[test]
fn the_length_error_reads_as_discords() {
    let error = check_bulk(&json!([{ "name": "", "description": "d" }])).unwrap_err().body;
    let expected = json!({ "message": "Invalid Form Body", "code": 50035, "errors": { "0": { "name": { "_errors": [
        { "code": "BASE_TYPE_BAD_LENGTH", "message": "Must be between 1 and 32 in length." }] } } } });
    assert_eq!(error, expected);
}

#[test]
fn localisations_have_the_same_limits_and_known_locales() {
    let with = |key: &str, value: Value| json!({ "name": "x", "description": "d", key: value });
    let code = "APPLICATION_COMMAND_INVALID_NAME";
    refused(&with("name_localizations", json!({ "nl": "Herinner" })), "/name_localizations/nl", code);
    let long = json!({ "nl": "x".repeat(101) });
    refused(
        &with("description_localizations", long),
        "/description_localizations/nl",
        "BASE_TYPE_BAD_LENGTH",
    );
    refused(
        &with("name_localizations", json!({ "_errors": "x" })),
        "/name_localizations",
        "ENUM_TYPE_COERCE",
    );
    assert!(check(&with("name_localizations", json!({ "nl": "herinner", "de": "erinnern" }))).is_ok());
}

#[test]
fn options_and_choices_are_limited_and_unique() {
    assert!(check(&base(json!(texts(25)))).is_ok());
    refused(&base(json!(texts(26))), "/options", "BASE_TYPE_MAX_LENGTH");
    let twice = json!([option(json!({})), option(json!({}))]);
    refused(&base(twice), "/options/1/name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS");
    let choices: Vec<_> = (0..26).map(|n| json!({ "name": format!("c{n}"), "value": "v" })).collect();
    refused(
        &base(json!([option(json!({ "choices": choices }))])),
        "/options/0/choices",
        "BASE_TYPE_MAX_LENGTH",
    );
    let long = json!([option(json!({ "choices": [{ "name": "c", "value": "v".repeat(101) }] }))]);
    refused(&base(long), "/options/0/choices/0/value", "BASE_TYPE_MAX_LENGTH");
    let text_for_number = json!([option(json!({ "type": 4, "choices": [{ "name": "c", "value": "v" }] }))]);
    refused(&base(text_for_number), "/options/0/choices/0/value", "NUMBER_TYPE_COERCE");
}

#[test]
fn required_options_come_first() {
    let options = json!([option(json!({})), option(json!({ "name": "p", "required": true }))]);
    refused(&base(options), "/options/1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID");
}

#[test]
fn autocomplete_and_bounds_belong_to_their_types() {
    let invalid = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID";
    let cases = [
        (json!({ "type": 6, "autocomplete": true }), "/options/0/autocomplete", invalid),
        (json!({ "min_value": 1 }), "/options/0/min_value", invalid),
        (json!({ "type": 4, "max_length": 1 }), "/options/0/max_length", invalid),
        (json!({ "max_length": 6001 }), "/options/0/max_length", "NUMBER_TYPE_MAX"),
        (
            json!({ "type": 4, "max_value": 9_007_199_254_740_993_i64 }),
            "/options/0/max_value",
            "NUMBER_TYPE_MAX",
        ),
        (json!({ "type": 4, "min_value": 1.5 }), "/options/0/min_value", "NUMBER_TYPE_COERCE"),
        (json!({ "type": 12 }), "/options/0/type", "BASE_TYPE_CHOICES"),
        (json!({ "type": 7, "channel_types": [99] }), "/options/0/channel_types/0", "BASE_TYPE_CHOICES"),
        (
            json!({ "min_length": 5, "max_length": 2 }),
            "/options/0",
            "APPLICATION_COMMAND_OPTIONS_MIN_MAX_INVALID",
        ),
        (
            json!({ "autocomplete": true, "choices": [{ "name": "c", "value": "v" }] }),
            "/options/0/choices",
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE",
        ),
    ];
    for (extra, place, code) in cases {
        refused(&base(json!([option(extra)])), place, code);
    }
}

#[test]
fn subcommands_nest_two_deep_and_stand_alone() {
    let sub = |options: Value| option(json!({ "name": "s", "type": 1, "options": options }));
    let group = |options: Value| option(json!({ "name": "g", "type": 2, "options": options }));
    assert!(check(&base(json!([group(json!([sub(json!([option(json!({}))]))]))]))).is_ok());
    refused(&base(json!([sub(json!([sub(json!([]))]))])), "/options/0/options/0/type", "BASE_TYPE_CHOICES");
    refused(
        &base(json!([group(json!([group(json!([]))]))])),
        "/options/0/options/0/type",
        "BASE_TYPE_CHOICES",
    );
    refused(
        &base(json!([sub(json!([])), option(json!({}))])),
        "/options",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    );
}

#[test]
fn a_command_has_at_most_8000_characters_counting_the_longest_localisation() {
    let choices: Vec<_> =
        (0..25).map(|n| json!({ "name": format!("{n:0>90}"), "value": "v".repeat(90) })).collect();
    let fat = |n: usize| option(json!({ "name": format!("o{n}"), "choices": choices }));
    assert!(check(&base(json!([fat(1)]))).is_ok());
    refused(&base(json!([fat(1), fat(2)])), "", "APPLICATION_COMMAND_TOO_LARGE");
    let mut localised = base(json!(texts(25)));
    for option in localised["options"].as_array_mut().unwrap() {
        option["description_localizations"] = json!({ "nl": "x".repeat(100), "de": "x".repeat(100) });
    }
    assert!(check(&localised).is_ok(), "only the longest counts");
}

#[test]
fn context_menus_have_free_names_and_nothing_else() {
    assert!(check(&json!({ "name": "Report Message", "type": 3 })).is_ok());
    refused(
        &json!({ "name": "R", "type": 2, "description": "d" }),
        "/description",
        "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
    );
    refused(
        &json!({ "name": "R", "type": 2, "options": [option(json!({}))] }),
        "/options",
        "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS",
    );
}

#[test]
fn names_are_unique_by_type_in_a_bulk_overwrite() {
    let one = json!({ "name": "x", "description": "d" });
    refused(&json!([one, one]), "/1/name", "APPLICATION_COMMANDS_DUPLICATE_NAME");
    assert!(check_bulk(&json!([one, { "name": "x", "type": 2 }, { "name": "x", "type": 3 }])).is_ok());
}

#[test]
fn a_scope_holds_100_chat_and_15_of_each_context_menu() {
    let chat = |count: usize| -> Value {
        (0..count).map(|n| json!({ "name": format!("c{n}"), "description": "d" })).collect()
    };
    assert!(check_bulk(&chat(100)).is_ok());
    assert_eq!(check_bulk(&chat(101)).unwrap_err().body["code"], 30032);
    for kind in [2, 3] {
        assert!(check_count(kind, 15).is_ok());
        assert_eq!(check_count(kind, 16).unwrap_err().body["code"], 30032);
    }
}
