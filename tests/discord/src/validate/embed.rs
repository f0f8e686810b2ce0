//! Limits of embeds. <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>

use serde_json::{Map, Value};

use super::form::{Form, present};

/// All titles, descriptions, names, values, footers and authors of a message's embeds, in characters.
const MAX_TOTAL: usize = 6000;
const WEB: [&str; 2] = ["http", "https"];
const WEB_OR_UPLOAD: [&str; 3] = ["http", "https", "attachment"];

/// Reads `embeds` of a message.
pub(crate) fn read_embeds(form: &mut Form, message: &Map<String, Value>) {
    let mut total = 0;
    form.list(message, "embeds", 0..=10, |form, value| {
        let Some(object) = form.object(value) else { return };
        total += read_embed(form, object);
        if total > MAX_TOTAL {
            form.error("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        }
    });
}

/// Reads one embed; returns how many characters of the total it uses.
fn read_embed(form: &mut Form, embed: &Map<String, Value>) -> usize {
    let mut used = 0;
    let mut count = |text: Option<&str>| used += text.map_or(0, |text| text.chars().count());
    count(form.text(embed, "title", 0..=256));
    count(form.text(embed, "description", 0..=4096));
    form.url(embed, "url", 2048, &WEB);
    form.integer(embed, "color", 0..=0xff_ffff);
    read_timestamp(form, embed);
    read_part(form, embed, "footer", |form, footer| {
        count(form.required_text(footer, "text", 1..=2048));
        form.url(footer, "icon_url", 2048, &WEB_OR_UPLOAD);
    });
    read_part(form, embed, "author", |form, author| {
        count(form.required_text(author, "name", 1..=256));
        form.url(author, "url", 2048, &WEB);
        form.url(author, "icon_url", 2048, &WEB_OR_UPLOAD);
    });
    for picture in ["image", "thumbnail"] {
        read_part(form, embed, picture, |form, object| form.url(object, "url", 2048, &WEB_OR_UPLOAD));
    }
    form.list(embed, "fields", 0..=25, |form, value| {
        let Some(field) = form.object(value) else { return };
        count(form.required_text(field, "name", 1..=256));
        count(form.required_text(field, "value", 1..=1024));
        form.boolean(field, "inline");
    });
    used
}

fn read_part(
    form: &mut Form,
    embed: &Map<String, Value>,
    key: &str,
    read: impl FnOnce(&mut Form, &Map<String, Value>),
) {
    let Some(value) = present(embed, key) else { return };
    form.at(key, |form| {
        if let Some(object) = form.object(value) {
            read(form, object);
        }
    });
}

fn read_timestamp(form: &mut Form, embed: &Map<String, Value>) {
    let Some(text) = form.text(embed, "timestamp", 0..=64) else { return };
    let zoned = chrono::DateTime::parse_from_rfc3339(text).is_ok();
    // Without an offset Discord takes it for UTC.
    if !zoned && text.parse::<chrono::NaiveDateTime>().is_err() {
        let message = format!("Could not parse {text}. Should be ISO8601.");
        form.error_at("timestamp", "DATETIME_TYPE_PARSE", &message);
    }
}
