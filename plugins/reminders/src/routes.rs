//! The HTTP routes, under `/api/guilds/{guild_id}/plugins/reminders`.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Error, Host, Locale, LogKind, Problem, Result,
    chrono::{DateTime, Utc},
    error::{MissingPermission, Who},
    route::{ApiJson, ApiPath, ApiQuery, IdempotencyKey},
    serenity::{ChannelId, MessageId, Permissions, RoleId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    ID, actions,
    domain::{Days, Draft, Mention, Origin, Reminder, Wish},
    settings::ReminderSettings,
    store, view,
};

/// The most reminders of one page.
const MOST: u32 = 100;

/// All of them.
#[must_use]
pub fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, replace, delete))
}

/// A reminder.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Reminder)]
struct ReminderView {
    /// Its number in the guild.
    number: i64,
    /// Its title.
    name: String,
    /// Where it is sent.
    channel_id: String,
    /// Its time on the guild's wall clock, `HH:MM`.
    call_time: String,
    /// The weekdays on which it recurs, 0 = Monday; none for one that is sent once.
    days: Vec<u8>,
    /// The occurrence that comes next, or came last.
    event_time: DateTime<Utc>,
    /// How many minutes before it is announced.
    lead_minutes: u32,
    /// Its text.
    message: String,
    /// Where the event is.
    location: String,
    /// Whom it pings.
    mention: MentionView,
    /// Whose it is.
    created_by: String,
    /// The channel of the message it was made from.
    origin_channel_id: Option<String>,
    /// The message it was made from.
    origin_message_id: Option<String>,
    /// `active`, `paused`, `parked` or `ended`.
    status: String,
    /// Why it is parked: `channel_gone`, `forbidden` or `failed`.
    parked_reason: Option<String>,
    /// When something of it was sent last.
    last_sent_at: Option<DateTime<Utc>>,
    /// When it was made.
    created_at: DateTime<Utc>,
}

/// Whom a reminder pings.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Mention)]
enum MentionView {
    /// Nobody.
    #[default]
    Nobody,
    /// Everyone who sees the channel; the setting `allow_everyone` and the owner's permission are needed.
    Everyone,
    /// Who has a role.
    Role {
        /// The role.
        id: String,
    },
    /// One user.
    User {
        /// The user.
        id: String,
    },
}

/// What a reminder is to be. With `date` it is sent once that day, with `days` each week, with neither the next time that `time` comes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReminderBody {
    /// Its title, 1 to 100 characters.
    name: String,
    /// A text or announcement channel of the guild.
    channel_id: String,
    /// The member whose it is; they need to see and write in the channel. On replacing it stays whose it was.
    created_by: Option<String>,
    /// `19:30`, on the guild's wall clock.
    time: String,
    /// `2026-03-12`.
    date: Option<String>,
    /// Weekdays, 0 = Monday to 6 = Sunday.
    days: Option<Vec<u8>>,
    /// Its text, at most 2,000 characters.
    message: Option<String>,
    /// Where the event is, at most 200 characters.
    location: Option<String>,
    /// How many minutes before it is announced, 0 to 4,320; the setting `default_lead_minutes` where it is left out.
    lead_minutes: Option<u32>,
    /// Whom it pings; nobody where it is left out.
    #[serde(default)]
    mention: MentionView,
    /// The channel of the message it is made from; goes with `origin_message_id`.
    origin_channel_id: Option<String>,
    /// The message it is made from; goes with `origin_channel_id`.
    origin_message_id: Option<String>,
}

/// A page of reminders.
#[derive(Debug, Serialize, ToSchema)]
struct Page {
    /// The reminders, by number.
    reminders: Vec<ReminderView>,
    /// What to give as `after` for the next page; absent on the last.
    next: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Paging {
    /// How many, 1 to 100; 50 where it is left out.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// Only those whose number is greater.
    after: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct At {
    /// The reminder's number in the guild.
    number: i64,
}

/// Lists the guild's reminders, ended ones too.
#[utoipa::path(get, path = "/", operation_id = "reminders_list", tag = "reminders", params(Paging),
    responses((status = 200, body = Page), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(paging): ApiQuery<Paging>,
) -> Result<Json<Page>, Problem> {
    let limit = paging.limit.unwrap_or(50);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::field("limit", format!("{limit} is outside of what is allowed, 1 to {MOST}")));
    }
    // One more than the page tells whether there is another.
    let mut found = store::after(host.db(), caller.guild, paging.after.unwrap_or(0), limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().map(|reminder| reminder.number).filter(|_| more);
    Ok(Json(Page { reminders: found.iter().map(ReminderView::of).collect(), next }))
}

/// Makes a reminder for a member. Send an `Idempotency-Key` to be able to send the request again.
#[utoipa::path(post, path = "/", operation_id = "reminders_create", tag = "reminders", request_body = ReminderBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeated request have its effect once, for a day")),
    responses((status = 201, body = ReminderView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
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
    let owner = UserId::new(snowflake("created_by", owner)?);
    let draft = checked(&host, &caller, owner, &body).await?;
    let mut tx = host.db().begin().await.map_err(Error::from)?;
    if let Some(answer) = once.claim::<ReminderView>(&mut tx, host.clock().now()).await? {
        return Ok(created(&caller, answer));
    }
    let reminder = actions::create(&mut tx, &host, caller.guild, owner, &draft, &Locale::default()).await?;
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

/// Gives one reminder.
#[utoipa::path(get, path = "/{number}", operation_id = "reminders_get", tag = "reminders", params(At),
    responses((status = 200, body = ReminderView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn get(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<ReminderView>, Problem> {
    Ok(Json(ReminderView::of(&known(&host, &caller, at.number).await?)))
}

/// Puts another reminder in the place of one, under the same number and for the same member.
#[utoipa::path(put, path = "/{number}", operation_id = "reminders_replace", tag = "reminders", params(At), request_body = ReminderBody,
    responses((status = 200, body = ReminderView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
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
    let draft = checked(&host, &caller, old.created_by, &body).await?;
    let new = actions::replace(&host, &old, &draft, None, &Locale::default()).await?;
    Ok(Json(ReminderView::of(&new)))
}

/// Deletes a reminder.
#[utoipa::path(delete, path = "/{number}", operation_id = "reminders_delete", tag = "reminders", params(At),
    responses((status = 204), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
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
async fn checked(host: &Host, caller: &Caller, owner: UserId, body: &ReminderBody) -> Result<Draft, Problem> {
    let english = Locale::default();
    let wish = body.wish()?;
    // The rules first, for the field's name; then what only Discord knows.
    let (settings, zone) =
        (host.settings::<ReminderSettings>(caller.guild), host.guild(caller.guild).timezone);
    wish.clone()
        .check(&settings, zone, host.clock().now())
        .map_err(|wrong| Problem::field(wrong.field(), view::wrong(&english, &wrong)))?;
    if wish.mention == Mention::Everyone && !settings.allow_everyone {
        return Err(Problem::field("mention", view::text(&english, "refused-everyone")));
    }
    actions::check(host, caller.guild, owner, wish, &english).await.map_err(|error| of_check(error, &english))
}

fn of_check(error: Error, english: &Locale) -> Problem {
    let sentence = error.for_member(english, "");
    match error {
        Error::MissingPermission(MissingPermission { who: Who::Bot, permissions, .. })
            if permissions.contains(Permissions::VIEW_CHANNEL) =>
        {
            Problem::field("channel_id", "This is no channel of the guild, or the bot may not see it")
        }
        Error::MissingPermission(MissingPermission { who: Who::Bot, .. }) => {
            Problem::field("channel_id", sentence)
        }
        Error::MissingPermission(MissingPermission { permissions, .. })
            if permissions.contains(Permissions::VIEW_CHANNEL) =>
        {
            Problem::field("created_by", view::text(english, "refused-not-member"))
        }
        Error::MissingPermission(missing) if missing.permissions == Permissions::MENTION_EVERYONE => {
            Problem::field("mention", "The owner may not ping this role or everyone in the channel")
        }
        Error::MissingPermission(_) => Problem::field("created_by", "The owner may not write in the channel"),
        Error::User(_) => Problem::field("channel_id", sentence),
        other => other.into(),
    }
}

impl ReminderBody {
    fn wish(&self) -> Result<Wish, Problem> {
        let mention = match &self.mention {
            MentionView::Nobody => Mention::Nobody,
            MentionView::Everyone => Mention::Everyone,
            MentionView::Role { id } => Mention::Role(RoleId::new(snowflake("mention.id", id)?)),
            MentionView::User { id } => Mention::User(UserId::new(snowflake("mention.id", id)?)),
        };
        let days = self.days.as_ref().map(|days| {
            Days::of_numbers(days.iter().copied())
                .map(|days| days.to_string())
                .ok_or_else(|| Problem::field("days", "Weekdays are numbers from 0 (Monday) to 6 (Sunday)"))
        });
        let origin = match (&self.origin_channel_id, &self.origin_message_id) {
            (Some(channel), Some(message)) => Some(Origin {
                channel: ChannelId::new(snowflake("origin_channel_id", channel)?),
                message: MessageId::new(snowflake("origin_message_id", message)?),
            }),
            (None, None) => None,
            (Some(_), None) => {
                return Err(Problem::field(
                    "origin_message_id",
                    "It goes with origin_channel_id; give both or none",
                ));
            }
            (None, Some(_)) => {
                return Err(Problem::field(
                    "origin_channel_id",
                    "It goes with origin_message_id; give both or none",
                ));
            }
        };
        Ok(Wish {
            name: self.name.clone(),
            channel: ChannelId::new(snowflake("channel_id", &self.channel_id)?),
            date: self.date.clone(),
            time: self.time.clone(),
            days: days.transpose()?,
            message: self.message.clone(),
            location: self.location.clone(),
            lead_minutes: self.lead_minutes,
            mention,
            origin,
        })
    }
}

/// Reads one of Discord's ids, a string since JSON's numbers do not hold it.
fn snowflake(field: &str, text: &str) -> Result<u64, Problem> {
    // Not more than what the database's BIGINT keeps.
    let id = text.parse().ok().filter(|id| (1..=i64::MAX.cast_unsigned()).contains(id));
    id.ok_or_else(|| Problem::field(field, "An id is a string of digits, such as \"41771983423143937\""))
}

impl ReminderView {
    fn of(reminder: &Reminder) -> Self {
        Self {
            number: reminder.number,
            name: reminder.name.clone(),
            channel_id: reminder.channel.to_string(),
            call_time: reminder.call_time.format("%H:%M").to_string(),
            days: reminder.days.numbers().collect(),
            event_time: reminder.event_time,
            lead_minutes: reminder.lead_minutes,
            message: reminder.message.clone(),
            location: reminder.location.clone(),
            mention: match reminder.mention {
                Mention::Nobody => MentionView::Nobody,
                Mention::Everyone => MentionView::Everyone,
                Mention::Role(id) => MentionView::Role { id: id.to_string() },
                Mention::User(id) => MentionView::User { id: id.to_string() },
            },
            created_by: reminder.created_by.to_string(),
            origin_channel_id: reminder.origin.map(|origin| origin.channel.to_string()),
            origin_message_id: reminder.origin.map(|origin| origin.message.to_string()),
            status: reminder.status.as_str().to_owned(),
            parked_reason: reminder.parked_reason.map(|reason| reason.as_str().to_owned()),
            last_sent_at: reminder.last_sent_at,
            created_at: reminder.created_at,
        }
    }
}
