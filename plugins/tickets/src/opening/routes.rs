//! Opening tickets, for programs.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, DiscordCode, Error, Host, Problem, Request,
    route::{ApiJson, IdempotencyKey},
    serenity::UserId,
    ui::is_blank,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    actions,
    domain::{NewTicket, Opener},
};
use crate::{
    names::ID,
    settings::{DESCRIPTION_LIMIT, LONGEST_ANSWER, LONGEST_LABEL, MOST_QUESTIONS, ONLY},
    ticket::{self, Answer, Source, model::TicketView},
};

/// All of them.
pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(open))
}

/// A ticket to be opened.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTicket)]
pub(crate) struct NewTicketBody {
    /// The member whose it is to be.
    pub(crate) user_id: String,
    /// The key of a category; `support` where the settings name none.
    pub(crate) category: Option<String>,
    /// What it is about, at most 2,000 characters.
    pub(crate) description: String,
    /// Answers to the questions of the category's form: at most 5, each with a label of 1 to 45 characters and a value of at most 1,000.
    #[serde(default)]
    pub(crate) answers: Vec<Answer>,
}

/// Opens a ticket for a member; its channel is made in a moment
///
/// Send an `Idempotency-Key` to be able to send the request again.
#[utoipa::path(post, path = "/", request_body = NewTicketBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request have its effect once, for a day")),
    responses((status = 201, body = TicketView)))]
async fn open(
    State(host): State<Host>,
    caller: Caller,
    request: Request,
    key: IdempotencyKey,
    ApiJson(body): ApiJson<NewTicketBody>,
) -> Result<Response, Problem> {
    let once = key.for_request(ID, &caller, &body)?;
    if let Some(answer) = once.find_answer::<TicketView>(host.db(), host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let new_ticket = new_ticket(&host, &caller, body).await?;
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    if let Some(answer) = once.claim::<TicketView>(&mut tx, host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let id = actions::open(&mut tx, &request, &new_ticket, &Opener::default()).await?;
    let ticket = ticket::store::fetch(&mut tx, caller.guild, id).await?;
    let ticket = ticket.ok_or_else(|| Error::from(anyhow::anyhow!("ticket {id} is gone again")))?;
    let answer = TicketView::from_ticket(&ticket);
    once.store_answer(&mut tx, &answer).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(created(&caller, answer))
}

fn created(caller: &Caller, answer: TicketView) -> Response {
    let place = format!("/api/guilds/{}/plugins/{ID}/{}", caller.guild, answer.id);
    (StatusCode::CREATED, [(header::LOCATION, place)], Json(answer)).into_response()
}

/// What a program wants to be opened, for a member of the guild.
async fn new_ticket(host: &Host, caller: &Caller, body: NewTicketBody) -> Result<NewTicket, Problem> {
    let user = UserId::new(Problem::parse_snowflake("user_id", &body.user_id)?);
    let member = match host.http().get_member(caller.guild, user).await.map_err(Error::from) {
        Ok(member) => member,
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)
            ) =>
        {
            return Err(Problem::field("user_id", "This is no member of the guild"));
        }
        Err(error) => return Err(error.into()),
    };
    if member.user.bot {
        return Err(Problem::field("user_id", "This is a bot: tickets are opened for people"));
    }
    within_a_forms_limits(&body)?;
    Ok(NewTicket {
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
fn within_a_forms_limits(body: &NewTicketBody) -> Result<(), Problem> {
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
