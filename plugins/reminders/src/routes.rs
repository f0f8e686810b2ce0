//! The HTTP routes, under `/api/guilds/{guild_id}/plugins/reminders`.

mod model;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Error, Host, Locale, LogKind, MissingPermission, PermissionHolder, Problem, Request, Result, Tx,
    route::{ApiJson, ApiPath, ApiQuery, IdempotencyKey, Paging, next_page},
    serenity::{GuildId, Permissions, UserId},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    actions::{self, Rejection},
    domain::{Draft, Reminder},
    names::ID,
    settings::ReminderSettings,
    store, view,
};
use model::{NumberPath, Page, ReminderBody, ReminderView};

pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, replace, delete))
}

/// Lists the guild's reminders, ended ones too
#[utoipa::path(get, path = "/", params(Paging), responses((status = 200, body = Page)))]
async fn list(request: Request, ApiQuery(paging): ApiQuery<Paging>) -> Result<Json<Page>, Problem> {
    let limit = paging.limit()?;
    let mut found = store::fetch_after(request.db(), request.guild, paging.after(), limit + 1).await?;
    let next = next_page(&mut found, limit, |reminder| reminder.number);
    Ok(Json(Page { reminders: found.iter().map(ReminderView::from_reminder).collect(), next }))
}

/// Makes a reminder for a member
///
/// Send an `Idempotency-Key` to be able to send the request again.
#[utoipa::path(post, path = "/", request_body = ReminderBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request have its effect once, for a day")),
    responses((status = 201, body = ReminderView)))]
async fn create(
    request: Request,
    caller: Caller,
    key: IdempotencyKey,
    ApiJson(body): ApiJson<ReminderBody>,
) -> Result<Response, Problem> {
    let (now, guild) = (request.host.clock().now(), request.guild);
    let once = key.for_request(ID, &caller, &body)?;
    if let Some(answer) = once.find_answer::<ReminderView>(request.db(), now).await? {
        return Ok(created_response(guild, answer));
    }
    let owner = body
        .created_by
        .as_deref()
        .ok_or_else(|| Problem::field("created_by", "The owner is missing: give the id of a member"))?;
    let owner = UserId::new(Problem::parse_snowflake("created_by", owner)?);
    let draft = validate(&request, owner, None, &body).await?;
    let work = async |tx: &mut Tx| {
        if let Some(answer) = once.claim::<ReminderView>(tx, now).await? {
            return Ok((None, answer));
        }
        let reminder = actions::create(tx, &request, owner, &draft)
            .await
            .map_err(|rejection| rejection_problem(rejection, &request.locale))?;
        let answer = ReminderView::from_reminder(&reminder);
        once.store_answer(tx, &answer).await?;
        Ok::<_, Problem>((Some(reminder), answer))
    };
    let (reminder, answer) = request.db().transaction(work).await?;
    if let Some(reminder) = reminder {
        actions::log_change(&request, LogKind::Created, &reminder);
    }
    Ok(created_response(guild, answer))
}

fn created_response(guild: GuildId, answer: ReminderView) -> Response {
    let location = format!("/api/guilds/{guild}/plugins/{ID}/{}", answer.number);
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(answer)).into_response()
}

/// Fetches a reminder
#[utoipa::path(get, path = "/{number}", params(NumberPath), responses((status = 200, body = ReminderView)))]
async fn get(request: Request, ApiPath(path): ApiPath<NumberPath>) -> Result<Json<ReminderView>, Problem> {
    Ok(Json(ReminderView::from_reminder(&fetch(&request, path.number).await?)))
}

/// Replaces a reminder, with the same number and for the same member
#[utoipa::path(put, path = "/{number}", params(NumberPath), request_body = ReminderBody, responses((status = 200, body = ReminderView)))]
async fn replace(
    request: Request,
    ApiPath(path): ApiPath<NumberPath>,
    ApiJson(body): ApiJson<ReminderBody>,
) -> Result<Json<ReminderView>, Problem> {
    let old = fetch(&request, path.number).await?;
    if body.created_by.as_ref().is_some_and(|owner| *owner != old.created_by.to_string()) {
        return Err(Problem::field(
            "created_by",
            "A reminder keeps its owner; leave this out or make a new one",
        ));
    }
    let draft = validate(&request, old.created_by, Some(&old), &body).await?;
    let new = actions::replace(&request, &old, &draft)
        .await
        .map_err(|rejection| rejection_problem(rejection, &request.locale))?;
    Ok(Json(ReminderView::from_reminder(&new)))
}

/// Deletes a reminder
#[utoipa::path(delete, path = "/{number}", params(NumberPath), responses((status = 204)))]
async fn delete(request: Request, ApiPath(path): ApiPath<NumberPath>) -> Result<StatusCode, Problem> {
    let reminder = fetch(&request, path.number).await?;
    actions::delete(&request, &reminder).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn fetch(request: &Request, number: i64) -> Result<Reminder, Problem> {
    store::fetch(request.db(), request.guild, number)
        .await?
        .ok_or_else(|| Problem::not_found(format!("There is no reminder {number} in this guild")))
}

/// Validates a body as a command's input, and names the field that is wrong.
async fn validate(
    request: &Request,
    owner: UserId,
    old: Option<&Reminder>,
    body: &ReminderBody,
) -> Result<Draft, Problem> {
    let input = body.to_input()?;
    // The rules first, because their sentences are for Discord otherwise: with escapes for Markdown.
    let limits = request.settings::<ReminderSettings>().input_limits();
    let zone = request.host.guild(request.guild).timezone;
    input.clone().validate(limits, zone, request.host.clock().now()).map_err(|error| {
        Problem::field(error.field(), view::input_error_unescaped(&request.locale, &error))
    })?;
    actions::validate(request, owner, input, old)
        .await
        .map_err(|rejection| rejection_problem(rejection, &request.locale))
}

/// The problem for a rejection.
fn rejection_problem(Rejection { field, error }: Rejection, locale: &Locale) -> Problem {
    let sentence = error.for_member(locale, "");
    match (&error, field) {
        (Error::User(_), Some(field)) => Problem::field(field, sentence),
        (Error::MissingPermission(missing), _) => permission_problem(missing, sentence, locale),
        _ => error.into(),
    }
}

/// The problem for a permission that the bot or the owner lacks in the channel.
fn permission_problem(missing: &MissingPermission, sentence: String, locale: &Locale) -> Problem {
    let hidden = missing.permissions.contains(Permissions::VIEW_CHANNEL);
    match missing.holder {
        PermissionHolder::Bot if hidden => {
            Problem::field("channel_id", "This is not a channel of the guild, or the bot may not see it")
        }
        PermissionHolder::Bot if missing.permissions == Permissions::MENTION_EVERYONE => {
            Problem::field("mention", sentence)
        }
        PermissionHolder::Bot => Problem::field("channel_id", sentence),
        PermissionHolder::Member if hidden => {
            Problem::field("created_by", view::text(locale, "refused-not-member"))
        }
        PermissionHolder::Member if missing.permissions == Permissions::MENTION_EVERYONE => {
            Problem::field("mention", "The owner may not ping this role or everyone in the channel")
        }
        PermissionHolder::Member => Problem::field("created_by", "The owner may not write in the channel"),
    }
}
