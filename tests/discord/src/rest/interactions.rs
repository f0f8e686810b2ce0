//! The route of an application's first answer to an interaction; later answers use the routes of webhooks.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;

use super::extract::{Params, Route, Switch};
use crate::{app::App, error::ApiResult, payload::Payload, snowflake::Id};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/interactions/{interaction_id}/{interaction_token}/callback", post(callback))
}

#[derive(Deserialize)]
struct CallbackPath {
    interaction_id: Id,
    interaction_token: String,
}

#[derive(Deserialize)]
struct CallbackQuery {
    #[serde(default)]
    with_response: Switch,
}

async fn callback(
    State(app): State<Arc<App>>,
    Route(path): Route<CallbackPath>,
    Params(query): Params<CallbackQuery>,
    body: Payload,
) -> ApiResult<Response> {
    let answer = app.world().answer_interaction(path.interaction_id, &path.interaction_token, body)?;
    if query.with_response.0 {
        Ok(Json(answer).into_response())
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}
