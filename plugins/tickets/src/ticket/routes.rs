//! Reading tickets, for programs; and what other routes need of one.

use axum::{Json, extract::State};
use plugin_api::{
    Caller, Host, Problem,
    route::{ApiPath, ApiQuery, Paging, next_page},
    serenity::GuildId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    domain::{Status, Ticket},
    model::{At, Page, TicketView, Wanted},
    store,
};

/// All of them.
pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get))
}

/// Lists the guild's tickets by number
#[utoipa::path(get, path = "/", params(Wanted), responses((status = 200, body = Page)))]
async fn list(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(wanted): ApiQuery<Wanted>,
) -> Result<Json<Page>, Problem> {
    let page = Paging::new(wanted.limit, wanted.after);
    let limit = page.limit()?;
    let user = wanted.user_id.as_deref().map(|id| Problem::parse_snowflake("user_id", id)).transpose()?;
    let status = wanted.status.map(Status::as_str);
    let found = store::list(host.db(), caller.guild, (status, user), page.after(), limit + 1);
    let mut found = found.await?;
    let next = next_page(&mut found, limit, |ticket| ticket.id);
    Ok(Json(Page { tickets: found.iter().map(TicketView::from_ticket).collect(), next }))
}

/// Gives one ticket
#[utoipa::path(get, path = "/{id}", params(At), responses((status = 200, body = TicketView)))]
async fn get(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<TicketView>, Problem> {
    Ok(Json(TicketView::from_ticket(&fetch_ticket(&host, caller.guild, at.id).await?)))
}

/// The ticket that the path names.
pub(crate) async fn fetch_ticket(host: &Host, guild: GuildId, id: i64) -> Result<Ticket, Problem> {
    store::fetch(host.db(), guild, id)
        .await?
        .ok_or_else(|| Problem::not_found(format!("There is no ticket {id} in this guild")))
}
