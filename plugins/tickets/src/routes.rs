//! The HTTP API, under `/api/guilds/{guild_id}/plugins/tickets`.

mod acts;
mod conversation;
mod model;
mod snapshots;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Error, Host, Locale, Problem, Routes,
    route::{ApiJson, ApiPath, ApiQuery, IdempotencyKey, Paging, next_page},
    serenity::UserId,
    table::download,
    ui::is_blank,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ID,
    domain::{
        Answer, Source, Status, Ticket, Wish,
        numbers::{Numbers, Period},
        wish::{DESCRIPTION_LIMIT, LONGEST_ANSWER, LONGEST_LABEL, MOST_QUESTIONS},
    },
    numbers, opening,
    rights::Actor,
    settings::{ONLY, TicketSettings},
    store,
};
use model::{At, Found, NewTicket, Page, Question, Span, TicketView, Wanted};

/// How many tickets are found at most.
const MOST_FOUND: u32 = 50;

/// All routes.
#[must_use]
pub fn all() -> Routes {
    let router = OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(search))
        .routes(routes!(stats))
        .routes(routes!(table))
        .routes(routes!(get));
    Routes::new(router.merge(acts::router()).merge(conversation::router()).merge(snapshots::router()))
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
    let user = wanted.user_id.as_deref().map(|id| Problem::snowflake("user_id", id)).transpose()?;
    let status = wanted.status.map(Status::word);
    let found = store::programs::list(host.db(), caller.guild, page.after(), status, user, limit + 1);
    let mut found = found.await?;
    let next = next_page(&mut found, limit, |ticket| ticket.id);
    Ok(Json(Page { tickets: found.iter().map(TicketView::of).collect(), next }))
}

/// Opens a ticket for a member; its channel is made in a moment
///
/// Send an `Idempotency-Key` to be able to send the request again.
#[utoipa::path(post, path = "/", request_body = NewTicket,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request have its effect once, for a day")),
    responses((status = 201, body = TicketView)))]
async fn open(
    State(host): State<Host>,
    caller: Caller,
    key: IdempotencyKey,
    ApiJson(body): ApiJson<NewTicket>,
) -> Result<Response, Problem> {
    let once = key.once(ID, &caller, &body)?;
    if let Some(answer) = once.earlier::<TicketView>(host.db(), host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let wish = wish(&host, &caller, body).await?;
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    if let Some(answer) = once.claim::<TicketView>(&mut tx, host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let (opener, english) = (opening::Opener::default(), Locale::default());
    let id = opening::open(&mut tx, &host, caller.guild, &wish, None, &opener, &english).await?;
    let ticket = store::get(&mut tx, caller.guild, id).await?;
    let ticket = ticket.ok_or_else(|| Error::from(anyhow::anyhow!("ticket {id} is gone again")))?;
    let answer = TicketView::of(&ticket);
    once.keep(&mut tx, &answer).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(created(&caller, answer))
}

fn created(caller: &Caller, answer: TicketView) -> Response {
    let place = format!("/api/guilds/{}/plugins/{ID}/{}", caller.guild, answer.id);
    (StatusCode::CREATED, [(header::LOCATION, place)], Json(answer)).into_response()
}

/// What a program wants to be opened, for a member of the guild.
async fn wish(host: &Host, caller: &Caller, body: NewTicket) -> Result<Wish, Problem> {
    let user = UserId::new(Problem::snowflake("user_id", &body.user_id)?);
    let member = match host.http().get_member(caller.guild, user).await.map_err(Error::from) {
        Ok(member) => member,
        // 10007 Unknown Member, 10013 Unknown User
        Err(error) if matches!(error.discord_code(), Some(10007 | 10013)) => {
            return Err(Problem::field("user_id", "This is no member of the guild"));
        }
        Err(error) => return Err(error.into()),
    };
    if member.user.bot {
        return Err(Problem::field("user_id", "This is a bot: tickets are opened for people"));
    }
    within_a_forms_limits(&body)?;
    Ok(Wish {
        user,
        username: member.user.global_name.unwrap_or(member.user.name),
        category: body.category.unwrap_or_else(|| ONLY.to_owned()),
        description: body.description,
        answers: body.answers,
        source: Source::Api,
        origin: None,
    })
}

/// Refuses what no form takes and no first message holds.
fn within_a_forms_limits(body: &NewTicket) -> Result<(), Problem> {
    if body.description.chars().count() > DESCRIPTION_LIMIT.into() {
        return Err(Problem::field("description", "A description has at most 2,000 characters"));
    }
    let fits = |answer: &Answer| {
        let (label, value) = (answer.label.chars().count(), answer.value.chars().count());
        label <= LONGEST_LABEL && value <= LONGEST_ANSWER.into() && !is_blank(&answer.label)
    };
    if body.answers.len() > MOST_QUESTIONS || !body.answers.iter().all(fits) {
        let most = "There are at most 5 answers, each with a label of 1 to 45 characters and a value of at most 1,000";
        return Err(Problem::field("answers", most));
    }
    Ok(())
}

/// Finds tickets by words that were said in them, the newest first
#[utoipa::path(get, path = "/search", params(Question), responses((status = 200, body = Found)))]
async fn search(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(question): ApiQuery<Question>,
) -> Result<Json<Found>, Problem> {
    let limit = Problem::unless_within("limit", question.limit.unwrap_or(10), 1..=MOST_FOUND)?;
    if question.q.chars().count() > 200 {
        return Err(Problem::field("q", "A search has at most 200 characters"));
    }
    let words = crate::domain::search::wanted(&question.q);
    if words.is_empty() {
        return Err(Problem::field("q", "Give words that were said; small words alone find nothing"));
    }
    let reach = Actor::host().reach(&host.settings::<TicketSettings>(caller.guild));
    let tickets = store::words::tickets(host.db(), caller.guild, &reach, &words, limit).await?;
    Ok(Json(Found { tickets: tickets.iter().map(TicketView::of).collect() }))
}

/// Gives the guild's numbers
#[utoipa::path(get, path = "/stats", params(Span), responses((status = 200, body = Numbers)))]
async fn stats(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(span): ApiQuery<Span>,
) -> Result<Json<Numbers>, Problem> {
    Ok(Json(numbers::gather(&host, caller.guild, span.period.unwrap_or(Period::Month)).await?))
}

/// Gives all tickets as a table
#[utoipa::path(get, path = "/export.csv", responses((status = 200, body = String, content_type = "text/csv")))]
async fn table(State(host): State<Host>, caller: Caller) -> Response {
    download(numbers::NAME, numbers::export(host, caller.guild, Actor::host()))
}

/// Gives one ticket
#[utoipa::path(get, path = "/{id}", params(At), responses((status = 200, body = TicketView)))]
async fn get(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<TicketView>, Problem> {
    Ok(Json(TicketView::of(&known(&host, &caller, at.id).await?)))
}

/// The ticket that the path names.
async fn known(host: &Host, caller: &Caller, id: i64) -> Result<Ticket, Problem> {
    store::get(host.db(), caller.guild, id)
        .await?
        .ok_or_else(|| Problem::not_found(format!("There is no ticket {id} in this guild")))
}
