//! The API's route for summaries.

use axum::{Json, extract::State};
use plugin_api::{Caller, Host, Problem, route::ApiPath};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store;
use crate::ticket::model::At;

pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(summary))
}

/// What a ticket was about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketSummary)]
struct SummaryView {
    /// In a few sentences.
    summary: String,
}

/// Gives what a closed ticket was about
#[utoipa::path(get, path = "/{id}/summary", params(At), responses((status = 200, body = SummaryView)))]
async fn summary(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<SummaryView>, Problem> {
    let summary = store::summaries::fetch(host.db(), caller.guild, at.id).await?;
    let summary =
        summary.ok_or_else(|| Problem::not_found(format!("There is no summary of ticket {}", at.id)))?;
    Ok(Json(SummaryView { summary }))
}
