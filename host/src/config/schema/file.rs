//! The JSON Schema of `plugins.toml` as a whole, for editors.

use serde_json::{Map, Value, json};

use crate::{
    config::{
        document::{HOST_KEYS, PLUGIN_KEYS, supported_languages},
        language,
    },
    registry::{Entry, Registry},
};

/// Builds the JSON Schema of the file for a host with these plugins. Editors use it through `#:schema <file>`. It is of draft 7, because
/// such editors (Taplo) know nothing newer.
pub fn schema(registry: &Registry) -> Value {
    let mut definitions = Map::new();
    let mut plugins = Map::new();
    for entry in registry.iter() {
        plugins.insert(entry.id.to_string(), plugin_section(entry, &mut definitions));
    }
    let common: Map<_, _> =
        HOST_KEYS.iter().map(|key| ((*key).to_owned(), common_key(key, registry))).collect();
    let mut guild = common.clone();
    guild
        .insert("language".to_owned(), table(language::properties(true), "The language model in this guild"));
    guild.insert("plugins".to_owned(), table(plugins.clone(), "What differs in this guild"));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "plugins.toml of Guildhall",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "host": table(common, "What holds for every guild that says nothing else"),
            "language": table(language::properties(false), "How a language model serves the guilds that switch it on"),
            "plugins": table(plugins, "What holds for every guild that says nothing else, plugin by plugin"),
            "guilds": {
                "type": "object",
                "description": "Guilds by their ids: [guilds.123456789012345678]",
                "propertyNames": { "pattern": "^[1-9][0-9]{0,18}$" },
                "additionalProperties": table(guild, "One guild"),
            },
        },
        "definitions": definitions,
    })
}

fn table(properties: Map<String, Value>, description: &str) -> Value {
    json!({ "type": "object", "description": description, "additionalProperties": false, "properties": properties })
}

fn common_key(key: &str, registry: &Registry) -> Value {
    match key {
        "locale" => json!({
            "type": "string",
            "description": "The language of messages to channels",
            "examples": supported_languages(registry),
            "default": "en",
        }),
        "timezone" => json!({
            "type": "string",
            "description": "The zone of wall clocks, by its name in the IANA database",
            "enum": chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect::<Vec<_>>(),
            "default": "UTC",
        }),
        _ => json!({
            "description": "The id of the channel where staff read what the bot did",
            "oneOf": [
                { "type": "integer", "minimum": 1 },
                { "type": "string", "pattern": "^[1-9][0-9]{0,18}$" },
            ],
        }),
    }
}

/// Builds a plugin's section. Its settings become definitions of the whole file, with names that start with the plugin's id.
fn plugin_section(entry: &Entry, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for key in PLUGIN_KEYS {
        let value = match (*key, entry.plugin.settings()) {
            ("enabled", _) => {
                json!({ "type": "boolean", "description": "Whether it is on", "default": false })
            }
            (_, Some(settings)) => {
                let mut schema = (settings.json)().to_value();
                move_definitions(&mut schema, entry.id.as_str(), definitions);
                definitions.insert(entry.id.to_string(), schema);
                json!({ "$ref": format!("#/definitions/{}", entry.id) })
            }
            (_, None) => continue,
        };
        properties.insert((*key).to_owned(), value);
    }
    table(properties, &format!("{}: {}", entry.about.title, entry.about.summary))
}

/// Moves a schema's own definitions to those of the whole file and rewrites its references.
fn move_definitions(schema: &mut Value, plugin: &str, definitions: &mut Map<String, Value>) {
    let own = schema.as_object_mut().and_then(|schema| {
        schema.remove("$schema");
        schema.remove("$defs")
    });
    rewrite_references(schema, plugin);
    // Nothing is required in the file: a missing value is taken from the layer below.
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("required");
    }
    if let Some(Value::Object(own)) = own {
        for (name, mut definition) in own {
            rewrite_references(&mut definition, plugin);
            definitions.insert(format!("{plugin}.{name}"), definition);
        }
    }
}

fn rewrite_references(schema: &mut Value, plugin: &str) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str().and_then(|text| text.strip_prefix("#/$defs/")) {
                    Some(name) if key == "$ref" => *value = format!("#/definitions/{plugin}.{name}").into(),
                    _ => rewrite_references(value, plugin),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| rewrite_references(value, plugin)),
        _ => {}
    }
}
