//! Numbers as they were.

use axum::{Json, extract::State};
use plugin_api::{
    ApiQuery, Caller, Host, Paging, Problem,
    chrono::{DateTime, Utc},
    route::next_page,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{domain::numbers::Numbers, store, store::numbers::Snapshot};

/// Numbers that were kept, on request or at night.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Snapshot)]
struct SnapshotView {
    /// Its number in the guild.
    snapshot: i64,
    /// `7d`, `30d` or `all`.
    scope: String,
    /// How many seconds closed tickets had been open on average.
    average_cycle_time: Option<i64>,
    /// The numbers, without those of each member of staff; nothing where another version kept them in another way.
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

pub(super) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Lists the numbers that were kept
#[utoipa::path(get, path = "/stats/snapshots", params(Paging), responses((status = 200, body = Snapshots)))]
async fn list(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(page): ApiQuery<Paging>,
) -> Result<Json<Snapshots>, Problem> {
    let limit = page.limit()?;
    let mut found = store::numbers::snapshots(host.db(), caller.guild, page.after(), limit + 1).await?;
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
