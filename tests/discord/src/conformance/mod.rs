//! Validates what the bot sends and what the emulator answers against Discord's own description of its API, an OpenAPI
//! 3.1 document that is given by its path at run time.
//!
//! The document is stricter than Discord in a few named places: see [`deviations`].

mod deviations;
mod findings;
mod operation;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::Context;
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

pub use findings::{Direction, Finding};
use operation::{Operation, find, operations, pointer};

/// Where the document is known to the validators; nothing is fetched from it.
const DOCUMENT: &str = "https://discord.invalid/openapi.json";

/// How many findings are remembered.
const CAPACITY: usize = 10_000;

/// One request and its answer. `path` is without `/api/v10`; a multipart body is its `payload_json`.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// `GET`, `POST` ...
    pub method: &'a str,
    /// `/channels/1/messages`
    pub path: &'a str,
    /// The query as it was sent, without `?`.
    pub query: &'a str,
    /// The body of the request, if it had one.
    pub body: Option<&'a Value>,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer, if it had one.
    pub response: Option<&'a Value>,
}

/// The document, and the findings against it.
pub struct Conformance {
    description: Arc<Description>,
    /// The newest, up to [`CAPACITY`].
    findings: Mutex<VecDeque<Finding>>,
}

/// The document and its validators, which are built when they are first needed.
struct Description {
    operations: Vec<Operation>,
    requests: Schemas,
    responses: Schemas,
}

/// Documents that were read: emulators of one process share them, as their validators take long to build.
static DESCRIPTIONS: Mutex<BTreeMap<PathBuf, Arc<Description>>> = Mutex::new(BTreeMap::new());

impl Description {
    fn load(path: &Path) -> anyhow::Result<Arc<Self>> {
        let mut known = DESCRIPTIONS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(description) = known.get(path) {
            return Ok(description.clone());
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the OpenAPI document {} cannot be read", path.display()))?;
        let document = serde_json::from_str(&text)
            .with_context(|| format!("the OpenAPI document {} is not JSON", path.display()))?;
        let description = Arc::new(Self::new(document)?);
        known.insert(path.to_owned(), description.clone());
        Ok(description)
    }

    fn new(mut document: Value) -> anyhow::Result<Self> {
        let operations = operations(&document).context("the OpenAPI document has no `paths`")?;
        let mut requests = document.clone();
        deviations::widen_requests(&mut requests);
        deviations::widen_responses(&mut document);
        Ok(Self { operations, requests: Schemas::new(requests)?, responses: Schemas::new(document)? })
    }
}

impl Conformance {
    /// Reads the document at `path`, once in a process.
    ///
    /// # Errors
    /// If the file cannot be read or is not an OpenAPI document.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        Ok(Self::with_description(Description::load(path)?))
    }

    fn with_description(description: Arc<Description>) -> Self {
        Self { description, findings: Mutex::default() }
    }

    /// Validates a request and its answer, and remembers every mismatch. Returns the new ones.
    pub fn check(&self, exchange: Exchange<'_>) -> Vec<Finding> {
        let description = &self.description;
        let Some(operation) = find(&description.operations, exchange.method, exchange.path) else {
            let error = "no such operation in the document".to_owned();
            return self.remember(exchange, [(Direction::Request, vec![error])]);
        };
        let mut errors = description.check_query(operation, exchange.query);
        errors.extend(description.check_body(operation, exchange.body));
        let answer = description.check_response(operation, exchange);
        self.remember(exchange, [(Direction::Request, errors), (Direction::Response, answer)])
    }

    /// The findings so far, oldest first.
    pub fn findings(&self) -> Vec<Finding> {
        self.lock_findings().iter().cloned().collect()
    }

    /// Forgets all findings.
    pub fn clear(&self) {
        self.lock_findings().clear();
    }

    fn lock_findings(&self) -> MutexGuard<'_, VecDeque<Finding>> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember<const N: usize>(
        &self,
        exchange: Exchange<'_>,
        halves: [(Direction, Vec<String>); N],
    ) -> Vec<Finding> {
        let wrong = halves.into_iter().filter(|(_, errors)| !errors.is_empty());
        let found: Vec<_> =
            wrong.map(|(direction, errors)| Finding::new(exchange, direction, errors)).collect();
        let mut findings = self.lock_findings();
        findings.extend(found.iter().cloned());
        let surplus = findings.len().saturating_sub(CAPACITY);
        findings.drain(..surplus);
        found
    }
}

impl Description {
    fn check_query(&self, operation: &Operation, query: &str) -> Vec<String> {
        let sent = operation::parse_query(query);
        let mut errors = Vec::new();
        for parameter in &operation.query {
            let values: Vec<_> = sent.iter().filter(|(name, _)| *name == parameter.name).collect();
            if values.is_empty() && parameter.required {
                errors.push(format!("query: `{}` is required", parameter.name));
            }
            let schema = self.requests.document.pointer(&parameter.schema).unwrap_or(&Value::Null);
            for (_, text) in values {
                let value = operation::parse_text(&self.requests.document, schema, text);
                let found = self.requests.errors(&parameter.schema, &value);
                errors.extend(found.into_iter().map(|error| format!("query `{}`: {error}", parameter.name)));
            }
        }
        for (name, _) in &sent {
            if !operation.query.iter().any(|parameter| parameter.name == *name) {
                errors.push(format!("query: `{name}` is not in the document"));
            }
        }
        errors
    }

    fn check_body(&self, operation: &Operation, body: Option<&Value>) -> Vec<String> {
        match (&operation.body, body) {
            (Some(schema), Some(body)) => self.requests.errors(schema, body),
            // Discord reads no body as an empty one, which many operations are content with.
            (Some(schema), None) if operation.body_required => {
                let missing = !self.requests.errors(schema, &json!({})).is_empty();
                if missing { vec!["a body is required".to_owned()] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    fn check_response(&self, operation: &Operation, exchange: Exchange<'_>) -> Vec<String> {
        let Some(response) = operation::response(&self.responses.document, operation, exchange.status) else {
            // Errors of the server itself are described nowhere.
            return if exchange.status >= 500 {
                Vec::new()
            } else {
                vec![format!("the status {} is not in the document", exchange.status)]
            };
        };
        let schema = format!("{response}/content/application~1json/schema");
        match (self.responses.document.pointer(&schema).is_some(), exchange.response) {
            (true, Some(body)) => self.responses.errors(&schema, body),
            (true, None) => vec!["a body is missing".to_owned()],
            (false, Some(body)) if !body.is_null() => vec!["there must be no body".to_owned()],
            (false, _) => Vec::new(),
        }
    }
}

/// A document and the validators of its schemas.
struct Schemas {
    document: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Schemas {
    fn new(document: Value) -> anyhow::Result<Self> {
        let registry = Registry::new()
            .add(DOCUMENT, document.clone())
            .and_then(jsonschema::RegistryBuilder::prepare)
            .context("the schemas of the OpenAPI document cannot be resolved")?;
        Ok(Self { document, registry, validators: Mutex::default() })
    }

    /// The errors of `value` by the schema at the JSON pointer `schema`.
    fn errors(&self, schema: &str, value: &Value) -> Vec<String> {
        match self.validator(schema) {
            Ok(validator) => findings::describe(validator.iter_errors(value)),
            Err(error) => vec![format!("the schema {schema} cannot be used: {error}")],
        }
    }

    fn validator(&self, schema: &str) -> Result<Arc<Validator>, String> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = validators.get(schema) {
            return Ok(validator.clone());
        }
        let reference = json!({ "$ref": format!("{DOCUMENT}#{}", pointer::fragment(schema)) });
        let validator = jsonschema::draft202012::options()
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .build(&reference)
            .map_err(|error| error.to_string())?;
        let validator = Arc::new(validator);
        validators.insert(schema.to_owned(), validator.clone());
        Ok(validator)
    }
}

#[cfg(test)]
mod tests;
