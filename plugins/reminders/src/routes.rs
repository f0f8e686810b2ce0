//! The HTTP routes, under `/api/guilds/{guild_id}/plugins/reminders`.

mod model;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Error, Host, Locale, LogKind, Problem, Result,
    error::{MissingPermission, Who},
    route::{ApiJson, ApiPath, ApiQuery, IdempotencyKey, Paging, next_page},
    serenity::{Permissions, UserId},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ID,
    actions::{self, Refused},
    domain::{Draft, Reminder},
    settings::ReminderSettings,
    store, view,
};
use model::{At, Page, ReminderBody, ReminderView};

/// All of them.
#[must_use]
pub fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, replace, delete))
}

/// Lists the guild's reminders, ended ones too
#[utoipa::path(get, path = "/", params(Paging), responses((status = 200, body = Page)))]
async fn list(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(paging): ApiQuery<Paging>,
) -> Result<Json<Page>, Problem> {
    let limit = paging.limit()?;
    let mut found = store::after(host.db(), caller.guild, paging.after(), limit + 1).await?;
    let next = next_page(&mut found, limit, |reminder| reminder.number);
    Ok(Json(Page { reminders: found.iter().map(ReminderView::of).collect(), next }))
}

/// Makes a reminder for a member
///
/// Send an `Idempotency-Key` to be able to send the request again.
#[utoipa::path(post, path = "/", request_body = ReminderBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request have its effect once, for a day")),
    responses((status = 201, body = ReminderView)))]
async fn create(
    State(host): State<Host>,
    caller: Caller,
    key: IdempotencyKey,
    ApiJson(body): ApiJson<ReminderBody>,
) -> Result<Response, Problem> {
    let once = key.once(ID, &caller, &body)?;
    if let Some(answer) = once.earlier::<ReminderView>(host.db(), host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let owner = body
        .created_by
        .as_deref()
        .ok_or_else(|| Problem::field("created_by", "The member whose it is to be is missing"))?;
    let owner = UserId::new(Problem::snowflake("created_by", owner)?);
    let draft = checked(&host, &caller, owner, None, &body).await?;
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    if let Some(answer) = once.claim::<ReminderView>(&mut tx, host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let english = Locale::default();
    let reminder = actions::create(&mut tx, &host, caller.guild, owner, &draft, &english)
        .await
        .map_err(|refused| problem(refused, &english))?;
    let answer = ReminderView::of(&reminder);
    once.keep(&mut tx, &answer).await?;
    tx.commit().await.map_err(Error::from)?;
    actions::announce(&host, LogKind::Created, &reminder, None);
    Ok(created(&caller, answer))
}

fn created(caller: &Caller, answer: ReminderView) -> Response {
    let place = format!("/api/guilds/{}/plugins/{ID}/{}", caller.guild, answer.number);
    (StatusCode::CREATED, [(header::LOCATION, place)], Json(answer)).into_response()
}

/// Gives one reminder
#[utoipa::path(get, path = "/{number}", params(At), responses((status = 200, body = ReminderView)))]
async fn get(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<ReminderView>, Problem> {
    Ok(Json(ReminderView::of(&known(&host, &caller, at.number).await?)))
}

/// Puts another reminder in the place of one, under the same number and for the same member
#[utoipa::path(put, path = "/{number}", params(At), request_body = ReminderBody, responses((status = 200, body = ReminderView)))]
async fn replace(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiJson(body): ApiJson<ReminderBody>,
) -> Result<Json<ReminderView>, Problem> {
    let old = known(&host, &caller, at.number).await?;
    if body.created_by.as_ref().is_some_and(|owner| *owner != old.created_by.to_string()) {
        return Err(Problem::field(
            "created_by",
            "A reminder stays whose it was; leave this out or make a new one",
        ));
    }
    let draft = checked(&host, &caller, old.created_by, Some(&old), &body).await?;
    let english = Locale::default();
    let new = actions::replace(&host, &old, &draft, None, &english)
        .await
        .map_err(|refused| problem(refused, &english))?;
    Ok(Json(ReminderView::of(&new)))
}

/// Deletes a reminder
#[utoipa::path(delete, path = "/{number}", params(At), responses((status = 204)))]
async fn delete(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<StatusCode, Problem> {
    let reminder = known(&host, &caller, at.number).await?;
    actions::delete(&host, &reminder, None, &Locale::default()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn known(host: &Host, caller: &Caller, number: i64) -> Result<Reminder, Problem> {
    store::get(host.db(), caller.guild, number)
        .await?
        .ok_or_else(|| Problem::not_found(format!("There is no reminder {number} in this guild")))
}

/// The same checks as a command's, with the field named that is at fault.
async fn checked(
    host: &Host,
    caller: &Caller,
    owner: UserId,
    old: Option<&Reminder>,
    body: &ReminderBody,
) -> Result<Draft, Problem> {
    let english = Locale::default();
    let wish = body.wish()?;
    // The rules first, for the field's name; then what only Discord knows.
    let (settings, zone) =
        (host.settings::<ReminderSettings>(caller.guild), host.guild(caller.guild).timezone);
    wish.clone()
        .check(&settings, zone, host.clock().now())
        .map_err(|wrong| Problem::field(wrong.field(), view::wrong_raw(&english, &wrong)))?;
    actions::check(host, caller.guild, owner, wish, old, owner, &english)
        .await
        .map_err(|refused| problem(refused, &english))
}

/// What was refused, and over which field.
fn problem(Refused { field, error }: Refused, english: &Locale) -> Problem {
    let sentence = error.for_member(english, "");
    match (&error, field) {
        (Error::User(_), Some(field)) => Problem::field(field, sentence),
        (Error::MissingPermission(missing), _) => of_permission(missing, sentence, english),
        _ => error.into(),
    }
}

/// The bot lacks it in the channel, or the owner does.
fn of_permission(missing: &MissingPermission, sentence: String, english: &Locale) -> Problem {
    let hidden = missing.permissions.contains(Permissions::VIEW_CHANNEL);
    match missing.who {
        Who::Bot if hidden => {
            Problem::field("channel_id", "This is no channel of the guild, or the bot may not see it")
        }
        Who::Bot if missing.permissions == Permissions::MENTION_EVERYONE => {
            Problem::field("mention", sentence)
        }
        Who::Bot => Problem::field("channel_id", sentence),
        Who::Member if hidden => Problem::field("created_by", view::text(english, "refused-not-member")),
        Who::Member if missing.permissions == Permissions::MENTION_EVERYONE => {
            Problem::field("mention", "The owner may not ping this role or everyone in the channel")
        }
        Who::Member => Problem::field("created_by", "The owner may not write in the channel"),
    }
}
