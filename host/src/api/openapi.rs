//! The OpenAPI document of all routes, and the page that shows it.

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use plugin_api::Problem;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, InfoBuilder, OpenApi, PathItem, Ref, RefOr, Required, ResponseBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::problem::MEDIA_TYPE;
use crate::registry::Entry;

/// The path of the OpenAPI document.
const DOCUMENT_PATH: &str = "/api/openapi.json";

/// The name of the security scheme in the document.
const SECURITY_SCHEME: &str = "token";

/// The answers to requests that fail before they reach a plugin.
const REFUSALS: &[(&str, &str)] = &[
    ("400", "The path, the query or the JSON can't be read"),
    ("401", "The token is missing, not known or revoked"),
    ("403", "The token is for another guild or plugin, or lacks the scope"),
    ("404", "The plugin is off in this guild (`plugin_disabled`), or there is no such thing"),
    ("413", "The body is larger than 64 KiB"),
    ("422", "A field can't be used; `field` names it"),
    ("429", "The token or the address calls too often; `Retry-After` says how many seconds to wait"),
    ("500", "Something went wrong on our side; `reference` leads an operator to the cause"),
    ("504", "The request took longer than 10 s"),
];

/// Adds a plugin's routes to the document, with the parameter, the security and the refusals that the host adds to each.
pub(super) fn add_plugin(document: &mut OpenApi, entry: &Entry, part: OpenApi) {
    let id = entry.id.as_str();
    let part = prefix_schemas(id, part);
    for (path, mut item) in part.paths.paths {
        item.parameters.get_or_insert_default().push(RefOr::T(guild_parameter()));
        operations(&mut item).for_each(|operation| complete_operation(operation, id));
        let path = if path == "/" { "" } else { &path };
        document.paths.paths.insert(format!("/api/guilds/{{guild_id}}/plugins/{id}{path}"), item);
    }
    let components = document.components.get_or_insert_default();
    components.schemas.extend(part.components.unwrap_or_default().schemas);
    let about = &entry.about;
    document
        .tags
        .get_or_insert_default()
        .push(TagBuilder::new().name(id).description(Some(about.summary)).build());
}

/// Prefixes the names of a plugin's schemas with its id, since two plugins may both have an `Item`. All share `Problem`.
fn prefix_schemas(id: &str, part: OpenApi) -> OpenApi {
    let mut json = serde_json::to_value(&part).expect("a description is JSON");
    rename_references(&mut json, id);
    let mut part: OpenApi = serde_json::from_value(json).expect("only texts of references were changed");
    if let Some(components) = &mut part.components {
        let schemas = std::mem::take(&mut components.schemas);
        components.schemas = schemas
            .into_iter()
            .filter(|(name, _)| *name != Problem::name())
            .map(|(name, schema)| (format!("{id}.{name}"), schema))
            .collect();
    }
    part
}

fn rename_references(json: &mut Value, id: &str) {
    match json {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "$ref" => rename_reference(text, id),
                    deeper => rename_references(deeper, id),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename_references(item, id)),
        _ => {}
    }
}

fn rename_reference(reference: &mut String, id: &str) {
    const SCHEMAS: &str = "#/components/schemas/";
    if let Some(name) = reference.strip_prefix(SCHEMAS).filter(|name| *name != Problem::name()) {
        *reference = format!("{SCHEMAS}{id}.{name}");
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.options,
        &mut item.head,
        &mut item.patch,
        &mut item.trace,
    ]
    .into_iter()
    .flatten()
}

fn complete_operation(operation: &mut Operation, id: &str) {
    operation.tags = Some(vec![id.to_owned()]);
    operation.operation_id = operation.operation_id.take().map(|name| format!("{id}_{name}"));
    operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(SECURITY_SCHEME, [])]);
    // The host's own parameter replaces one that the plugin may have described.
    if let Some(parameters) = &mut operation.parameters {
        parameters.retain(|parameter| !matches!(parameter, RefOr::T(p) if p.name == "guild_id"));
    }
    for (status, description) in REFUSALS {
        operation
            .responses
            .responses
            .entry((*status).to_owned())
            .or_insert_with(|| RefOr::T(refusal(description)));
    }
}

/// Gives every answer the description that OpenAPI requires: by default the reason phrase of its status.
fn describe_answers(document: &mut OpenApi) {
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        for (status, response) in &mut operation.responses.responses {
            if let RefOr::T(response) = response
                && response.description.is_empty()
            {
                let status = status.parse::<StatusCode>().ok();
                response.description =
                    status.and_then(|s| s.canonical_reason()).unwrap_or("An answer").to_owned();
            }
        }
    }
}

fn refusal(description: &str) -> utoipa::openapi::Response {
    let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
    ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build()
}

fn guild_parameter() -> Parameter {
    ParameterBuilder::new()
        .name("guild_id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some("The guild's id, as the token has it"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]+$"))))
        .build()
}

/// The description of this API
#[utoipa::path(get, path = DOCUMENT_PATH, tag = "host", responses((status = 200, body = Value)))]
async fn description(State(document): State<Arc<OpenApi>>) -> Json<Arc<OpenApi>> {
    Json(document)
}

/// The routes that serve the document and the page.
pub(super) fn routes(mut document: OpenApi) -> Router {
    document.info = InfoBuilder::new()
        .title("Guildhall")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The API of the plugins. A token (`guildhall token create`) opens the plugins of one guild. \
             Ids are strings, instants RFC 3339 in UTC, failures `application/problem+json`.",
        ))
        .build();
    let components = document.components.get_or_insert_default();
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("ghl_").build();
    components.security_schemes.insert(SECURITY_SCHEME.to_owned(), RefOr::T(SecurityScheme::Http(token)));
    document.paths.merge(OpenApiRouter::new().routes(utoipa_axum::routes!(description)).into_openapi().paths);
    let host =
        TagBuilder::new().name("host").description(Some("Health, metrics and this description; open to all"));
    document.tags.get_or_insert_default().push(host.build());
    describe_answers(&mut document);
    // Without Swagger's top bar, which offers to load other documents, and with the schemas closed.
    let page = Config::from(DOCUMENT_PATH).use_base_layout().default_models_expand_depth(0);
    Router::new()
        .route(DOCUMENT_PATH, get(description).with_state(Arc::new(document)))
        .merge(SwaggerUi::new("/api/docs").config(page))
}
