//! The `plugins.toml` of this repository, and the schema by which editors complete such files.

#[cfg(feature = "standard-plugins")]
mod linked;

use std::path::Path;

use serde_json::Value;

use super::fixture;
use crate::{config, registry::Registry};

fn as_json(text: &str) -> Value {
    serde_json::to_value(text.parse::<toml::Table>().expect("TOML")).expect("JSON has all of it")
}

fn validator(registry: &Registry) -> jsonschema::Validator {
    let schema = config::schema(registry);
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::validator_for(&schema).expect("a schema without loose ends")
}

#[test]
fn the_schema_takes_what_the_host_takes() {
    let validator = validator(&fixture::registry());
    for good in [
        "",
        "[host]\nlocale = 'nl'\ntimezone = 'Europe/Brussels'\nlog_channel = '5'\n",
        "[plugins.fixture]\nenabled = true\nsettings = { lead = 5, colour = 'red', days = ['mon'], limits.active = 3 }\n",
        "[language]\nchat_model = 'x'\nembedding_model = ''\n[guilds.5.language]\nenabled = true\ndaily_tokens = 1000\n",
        "[guilds.300000000000000001]\nlog_channel = 5\nplugins.plain.enabled = true\n",
    ] {
        config::parse(Path::new("plugins.toml"), good, &fixture::registry()).expect(good);
        let errors: Vec<_> = validator.iter_errors(&as_json(good)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{good}: {errors:?}");
    }
}

#[test]
fn the_schema_refuses_what_the_host_refuses() {
    let validator = validator(&fixture::registry());
    for bad in [
        "hosts = {}",
        "host.locale = 5",
        "host.timezone = 'Europe/Brussel'",
        "plugins.fixture.enabled = 'yes'",
        "plugins.fixture.settings.lead = 5000",
        "plugins.fixture.settings.limits.active = 0",
        "plugins.fixture.settings.colour = 'gren'",
        "plugins.plain.settings.lead = 1",
        "language.enabled = true",
        "language.chat_model = ''",
        "guilds.5.language.timeout_seconds = 21",
        "guilds.5.language.model = 'x'",
        "guilds.demo.locale = 'nl'",
        "guilds.5.log_channel = 5.5",
        "guilds.5.plugins.tickets.enabled = true",
    ] {
        let plan = config::parse(Path::new("plugins.toml"), bad, &fixture::registry());
        assert!(plan.is_err() || plan.is_ok_and(|plan| !plan.findings.is_empty()), "the host takes {bad}");
        assert!(!validator.is_valid(&as_json(bad)), "the schema takes {bad}");
    }
}
