//! What the member thought of the help, for programs.

use axum::{Json, extract::State};
use plugin_api::{Caller, Host, Problem, route::ApiPath};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store::{self, Rating};
use crate::ticket::model::At;

/// All of them.
pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(rating))
}

/// What the member thought of the help.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketRating)]
pub(crate) struct RatingView {
    /// 1 to 5.
    pub(crate) stars: i64,
    /// What they said of it.
    pub(crate) comment: String,
}

impl RatingView {
    /// Shows a rating.
    pub(crate) fn from_rating(rating: Rating) -> Self {
        Self { stars: rating.stars, comment: rating.comment }
    }
}

/// Gives what the member thought of the help
#[utoipa::path(get, path = "/{id}/rating", params(At), responses((status = 200, body = RatingView)))]
async fn rating(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<RatingView>, Problem> {
    let rating = store::rating(host.db(), caller.guild, at.id).await?;
    let rating = rating.ok_or_else(|| Problem::not_found(format!("Ticket {} was not rated", at.id)))?;
    Ok(Json(RatingView::from_rating(rating)))
}
