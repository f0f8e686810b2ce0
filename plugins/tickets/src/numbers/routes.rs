//! The API's routes for numbers, snapshots and the export.

use axum::response::Response;
use axum::{Json, extract::State};
use plugin_api::{
    ApiQuery, Caller, Host, Paging, Problem,
    chrono::{DateTime, Utc},
    route::next_page,
    table::download,
};
use serde::Deserialize;
use serde::Serialize;
use utoipa::IntoParams;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    actions,
    domain::{Numbers, Period},
    export,
    store::{self, Snapshot},
};
use crate::ticket::access::TicketRequest;

/// A stored snapshot of the numbers, taken on request or at night.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Snapshot)]
struct SnapshotView {
    /// Its number in the guild.
    snapshot: i64,
    /// `7d`, `30d` or `all`.
    scope: String,
    /// How many seconds closed tickets had been open on average.
    average_cycle_time: Option<i64>,
    /// The numbers, without those of each member of staff; null if another version stored them in another format.
    numbers: Option<Numbers>,
    /// When it was taken.
    created_at: DateTime<Utc>,
}

/// A page of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Snapshots)]
struct Snapshots {
    /// In order.
    snapshots: Vec<SnapshotView>,
    /// The number to go on after; nothing on the last page.
    next: Option<i64>,
}

pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(stats)).routes(routes!(table))
}

/// Lists the numbers that were kept
#[utoipa::path(get, path = "/stats/snapshots", params(Paging), responses((status = 200, body = Snapshots)))]
async fn list(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(page): ApiQuery<Paging>,
) -> Result<Json<Snapshots>, Problem> {
    let limit = page.limit()?;
    let mut found = store::fetch_snapshots(host.db(), caller.guild, page.after(), limit + 1).await?;
    let next = next_page(&mut found, limit, |snapshot| snapshot.snapshot);
    Ok(Json(Snapshots { snapshots: found.into_iter().map(view).collect(), next }))
}

fn view(snapshot: Snapshot) -> SnapshotView {
    SnapshotView {
        snapshot: snapshot.snapshot,
        scope: snapshot.scope,
        average_cycle_time: snapshot.average_cycle_time,
        numbers: serde_json::from_str(&snapshot.counts).ok(),
        created_at: snapshot.created_at,
    }
}

/// Gives the guild's numbers
#[utoipa::path(get, path = "/stats", params(Span), responses((status = 200, body = Numbers)))]
async fn stats(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(span): ApiQuery<Span>,
) -> Result<Json<Numbers>, Problem> {
    Ok(Json(actions::compute(&host, caller.guild, span.period.unwrap_or(Period::Month)).await?))
}

/// Gives all tickets as a table
#[utoipa::path(get, path = "/export.csv", responses((status = 200, body = String, content_type = "text/csv")))]
async fn table(State(host): State<Host>, caller: Caller) -> Response {
    download(export::FILE_NAME, export::csv(TicketRequest::from_host(&host, caller.guild)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// How far back; the last 30 days if it is left out.
    #[param(inline)]
    pub(crate) period: Option<Period>,
}
