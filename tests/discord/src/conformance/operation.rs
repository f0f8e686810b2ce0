//! The operations of an OpenAPI document, and which of them a request is.

use axum::extract::Query;
use serde_json::{Map, Value};

/// JSON pointers into the document.
pub(super) mod pointer {
    /// A key as a part of a pointer.
    pub(in super::super) fn escape(key: &str) -> String {
        key.replace('~', "~0").replace('/', "~1")
    }

    /// A pointer as the fragment of a URL, percent-encoded where needed.
    pub(in super::super) fn fragment(pointer: &str) -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte);
        let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        pointer.bytes().map(one).collect()
    }
}

/// A parameter in the query.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) required: bool,
    /// Pointer to its schema.
    pub(super) schema: String,
}

/// One method of one path.
pub(super) struct Operation {
    method: String,
    path: String,
    /// Pointer to the operation.
    pub(super) place: String,
    pub(super) query: Vec<Parameter>,
    /// Pointer to the schema of its JSON body.
    pub(super) body: Option<String>,
    pub(super) body_required: bool,
}

/// All operations of the document; `None` when it has no paths.
pub(super) fn operations(document: &Value) -> Option<Vec<Operation>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object()? {
        let item = item.as_object()?;
        for (method, operation) in item.iter().filter(|(key, _)| *key != "parameters") {
            let place = format!("/paths/{}/{method}", pointer::escape(path));
            all.push(Operation::read(method, path, place, operation, document));
        }
    }
    Some(all)
}

impl Operation {
    fn read(method: &str, path: &str, place: String, operation: &Value, document: &Value) -> Self {
        let shared = format!("/paths/{}/parameters", pointer::escape(path));
        let mut query = parameters(document, &shared);
        query.extend(parameters(document, &format!("{place}/parameters")));
        let body = ["application~1json", "multipart~1form-data"]
            .map(|kind| format!("{place}/requestBody/content/{kind}/schema"))
            .into_iter()
            .find(|schema| document.pointer(schema).is_some());
        Self {
            method: method.to_uppercase(),
            path: path.to_owned(),
            query,
            body,
            body_required: operation["requestBody"]["required"] == true,
            place,
        }
    }
}

fn parameters(document: &Value, place: &str) -> Vec<Parameter> {
    let list = document.pointer(place).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let read = |(index, one): (usize, &Value)| {
        (one["in"] == "query").then(|| Parameter {
            name: one["name"].as_str().unwrap_or_default().to_owned(),
            required: one["required"] == true,
            schema: format!("{place}/{index}/schema"),
        })
    };
    list.iter().enumerate().filter_map(read).collect()
}

/// The operation of a request; of several templates that fit, the one with most literal segments.
pub(super) fn find<'o>(operations: &'o [Operation], method: &str, path: &str) -> Option<&'o Operation> {
    operations
        .iter()
        .filter(|operation| operation.method == method && matches(&operation.path, path))
        .min_by_key(|operation| operation.path.matches('{').count())
}

/// Whether `path` is an instance of the template.
fn matches(template: &str, path: &str) -> bool {
    let same = |(expected, found): (&str, &str)| {
        expected == found || (expected.starts_with('{') && !found.is_empty())
    };
    template.split('/').count() == path.split('/').count()
        && template.split('/').zip(path.split('/')).all(same)
}

/// Pointer to the response for `status`: itself, or its class (`4XX`).
pub(super) fn response(document: &Value, operation: &Operation, status: u16) -> Option<String> {
    let responses = document.pointer(&format!("{}/responses", operation.place))?;
    let keys = [status.to_string(), format!("{}XX", status / 100)];
    let key = keys.iter().find(|key| responses.get(key.as_str()).is_some())?;
    let reference = responses[key]["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    Some(reference.map_or_else(|| format!("{}/responses/{key}", operation.place), str::to_owned))
}

/// Name and value of every pair of a query, decoded.
pub(super) fn parse_query(query: &str) -> Vec<(String, String)> {
    let address = format!("/?{query}").parse().unwrap_or_default();
    Query::try_from_uri(&address).map_or_else(|_| Vec::new(), |Query(pairs)| pairs)
}

/// The text of a query as the type that its schema asks for.
pub(super) fn parse_text(document: &Value, schema: &Value, text: &str) -> Value {
    let types = types(document, schema);
    let is = |name: &str| types.iter().any(|one| one == name);
    let number =
        || text.parse::<i64>().ok().map(Value::from).or_else(|| text.parse::<f64>().ok().map(Value::from));
    if is("string") {
        Value::from(text)
    } else if is("boolean") && matches!(text.to_lowercase().as_str(), "true" | "1" | "false" | "0") {
        Value::from(matches!(text.to_lowercase().as_str(), "true" | "1"))
    } else if is("array") {
        let items = schema.get("items").unwrap_or(&Value::Null);
        Value::Array(vec![parse_text(document, items, text)])
    } else {
        number().filter(|_| is("integer") || is("number")).unwrap_or_else(|| Value::from(text))
    }
}

/// The types that a schema allows, through references and choices.
fn types(document: &Value, schema: &Value) -> Vec<String> {
    let Some(object) = schema.as_object() else { return Vec::new() };
    if let Some(place) = object.get("$ref").and_then(Value::as_str).and_then(|place| place.strip_prefix('#'))
    {
        return types(document, document.pointer(place).unwrap_or(&Value::Null));
    }
    let own = match object.get("type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    own.into_iter().chain(branches(object).flat_map(|branch| types(document, branch))).collect()
}

fn branches(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let lists = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
    lists.flatten()
}
