//! Documented deviations of Discord from its published schemas. Each entry widens one named place and nothing else.

use serde_json::{Value, json};

/// Permission bits are integers in the schemas of requests, but «serialised as strings» in the documentation and in every
/// library. <https://discord.com/developers/docs/topics/permissions>
const PERMISSION_BITS: [&str; 9] = [
    "/components/schemas/ApplicationCommandCreateRequest/properties/default_member_permissions",
    "/components/schemas/ApplicationCommandUpdateRequest/properties/default_member_permissions",
    "/components/schemas/ApplicationCommandPatchRequestPartial/properties/default_member_permissions",
    "/components/schemas/CreateRoleRequest/properties/permissions",
    "/components/schemas/UpdateRoleRequestPartial/properties/permissions",
    "/components/schemas/ChannelPermissionOverwriteRequest/properties/allow",
    "/components/schemas/ChannelPermissionOverwriteRequest/properties/deny",
    "/paths/~1channels~1{channel_id}~1permissions~1{overwrite_id}/put/requestBody/content/application~1json/schema/properties/allow",
    "/paths/~1channels~1{channel_id}~1permissions~1{overwrite_id}/put/requestBody/content/application~1json/schema/properties/deny",
];

/// Ids are strings in the schemas; Discord also takes them as numbers, and discord.py sends them so.
const SNOWFLAKE: &str = "/components/schemas/SnowflakeType";

/// The errors of a form's fields have codes in words (`BASE_TYPE_REQUIRED`), where the schema has the integer of whole
/// answers. <https://discord.com/developers/docs/reference#error-messages>
const FIELD_ERROR: &str = "/components/schemas/InnerErrors/properties/_errors/items";

/// A reference of type 1 forwards a message; the schema has only type 0.
/// <https://discord.com/developers/docs/resources/message#message-reference-types>
const REFERENCE_TYPE: &str = "/components/schemas/MessageReferenceType";

/// Widens the schemas of responses.
pub(super) fn widen_responses(document: &mut Value) {
    let words = json!({
        "type": "object",
        "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
        "required": ["code", "message"],
    });
    widen(document, FIELD_ERROR, words);
    widen(document, REFERENCE_TYPE, json!({ "const": 1 }));
}

/// Widens the schemas of requests.
pub(super) fn widen_requests(document: &mut Value) {
    for place in PERMISSION_BITS {
        widen(document, place, json!({ "type": "string", "pattern": "^[0-9]{1,20}$" }));
    }
    widen(document, REFERENCE_TYPE, json!({ "const": 1 }));
    widen(document, SNOWFLAKE, json!({ "type": "integer", "minimum": 0 }));
}

fn widen(document: &mut Value, place: &str, also: Value) {
    if let Some(found) = document.pointer_mut(place) {
        let described = found.take();
        *found = json!({ "anyOf": [described, also] });
    }
}
