//! What programs do with tickets: the same as people, by the same rules.

use axum::http::StatusCode;
use axum::{Json, extract::State};
use plugin_api::{
    Actor, Caller, Error, Host, Problem, Request, Result,
    chrono::{DateTime, Utc},
    route::{ApiJson, ApiPath},
    serenity::{RoleId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    actions,
    store::{self, Note},
};
use crate::{
    closing,
    people::{self, Guest, actions::GuestChange},
    ticket::{
        self, Priority, Ticket, Transition,
        access::TicketRequest,
        model::{At, TicketView},
        routes::fetch_ticket,
    },
};

/// The longest reason, in characters: as in the form.
const REASON: usize = 4_000;

/// All of them.
pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(act)).routes(routes!(notes, note))
}

/// What is done.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = TicketAct)]
enum ActBody {
    /// Puts it in the hands of somebody of its staff, where nobody has it.
    Claim {
        /// Who.
        user_id: String,
    },
    /// Takes it out of the hands that it is in.
    Unclaim {},
    /// Puts it in somebody else's hands.
    Transfer {
        /// Who of its staff.
        user_id: String,
    },
    /// Staff now wait for the member.
    Wait {},
    /// They no longer do.
    Resume {},
    /// Hands it to a role.
    Escalate {
        /// The role; the category's usual one where it is left out.
        role_id: Option<String>,
    },
    /// Changes how urgent it is.
    Priority {
        /// How urgent.
        priority: Priority,
    },
    /// Lets a member, or who has a role, into it; one of the two.
    Add {
        /// The member.
        user_id: Option<String>,
        /// The role.
        role_id: Option<String>,
    },
    /// Takes out who was let in.
    Remove {
        /// The member.
        user_id: Option<String>,
        /// The role.
        role_id: Option<String>,
    },
    /// Moves it to another category.
    Move {
        /// The category's key.
        category: String,
    },
    /// Asks the member whether it may be closed.
    RequestClose {
        /// Why, at most 4,000 characters.
        #[serde(default)]
        reason: String,
    },
    /// Ends it.
    Close {
        /// Why, at most 4,000 characters.
        #[serde(default)]
        reason: String,
    },
    /// Opens it again.
    Reopen {},
    /// Puts it away for good.
    Archive {},
    /// Deletes the channel of a closed one, once its transcript is stored.
    Delete {},
}

/// Does something with a ticket
///
/// What its state or the rules do not allow is 422 and says why.
#[utoipa::path(post, path = "/{id}/acts", params(At), request_body = ActBody, responses((status = 200, body = TicketView)))]
async fn act(
    request: Request,
    ApiPath(at): ApiPath<At>,
    ApiJson(body): ApiJson<ActBody>,
) -> Result<Json<TicketView>, Problem> {
    ticket::routes::fetch_ticket(&request.host, request.guild, at.id).await?;
    let request = TicketRequest::new(request).await?;
    Ok(Json(TicketView::from_ticket(&perform(&request, at.id, body).await?)))
}

async fn perform(request: &TicketRequest, id: i64, body: ActBody) -> Result<Ticket, Problem> {
    let done = match body {
        ActBody::Claim { user_id } => {
            let actor = Actor::fetch(&request.host, request.guild, user(&user_id)?).await?;
            let actor = actor.ok_or_else(|| Problem::field("user_id", "This is no member of the guild"))?;
            ticket::actions::apply(&request.with_actor(actor).await?, id, Transition::Claim).await
        }
        ActBody::Transfer { user_id } => actions::transfer(request, id, user(&user_id)?).await,
        ActBody::Escalate { role_id } => {
            let role = role_id.as_deref().map(role).transpose()?;
            actions::escalate(request, id, role).await
        }
        ActBody::Priority { priority } => actions::set_priority(request, id, priority).await,
        ActBody::Add { user_id, role_id } => {
            let step = GuestChange::Add(guest(user_id.as_deref(), role_id.as_deref())?);
            people::actions::change_guest(request, id, step).await
        }
        ActBody::Remove { user_id, role_id } => {
            let step = GuestChange::Remove(guest(user_id.as_deref(), role_id.as_deref())?);
            people::actions::change_guest(request, id, step).await
        }
        ActBody::Move { category } => people::actions::move_to_category(request, id, &category).await,
        ActBody::RequestClose { reason } => {
            closing::actions::request_close(request, id, short(&reason)?).await?;
            return ticket::routes::fetch_ticket(&request.host, request.guild, id).await;
        }
        ActBody::Delete {} => actions::delete(request, id).await,
        simple => ticket::actions::apply(request, id, simple.transition()?).await,
    };
    Ok(done?)
}

impl ActBody {
    /// Those that name nobody else.
    fn transition(self) -> Result<Transition, Problem> {
        Ok(match self {
            Self::Unclaim {} => Transition::Unclaim,
            Self::Wait {} => Transition::Wait,
            Self::Resume {} => Transition::Resume,
            Self::Reopen {} => Transition::Reopen,
            Self::Archive {} => Transition::Archive,
            Self::Close { reason } => Transition::Close(short(&reason)?.to_owned()),
            other => return Err(Error::from(anyhow::anyhow!("{other:?} is done in a way of its own")).into()),
        })
    }
}

fn user(id: &str) -> Result<UserId, Problem> {
    Problem::parse_snowflake("user_id", id).map(UserId::new)
}

fn role(id: &str) -> Result<RoleId, Problem> {
    Problem::parse_snowflake("role_id", id).map(RoleId::new)
}

fn guest(user_id: Option<&str>, role_id: Option<&str>) -> Result<Guest, Problem> {
    match (user_id, role_id) {
        (Some(id), None) => Ok(Guest::Member(user(id)?)),
        (None, Some(id)) => Ok(Guest::Role(role(id)?)),
        _ => Err(Problem::field("user_id", "Give `user_id` or `role_id`, one of the two")),
    }
}

fn short(reason: &str) -> Result<&str, Problem> {
    if reason.chars().count() > REASON {
        return Err(Problem::field("reason", "A reason has at most 4,000 characters"));
    }
    Ok(reason)
}

/// What staff noted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketNote)]
pub(crate) struct NoteView {
    /// Its number in the ticket.
    pub(crate) id: i64,
    /// Who wrote it; null for a program, and where they asked to be forgotten.
    pub(crate) user_id: Option<String>,
    /// What it says.
    pub(crate) text: String,
    /// When it was written.
    pub(crate) created_at: DateTime<Utc>,
}

impl NoteView {
    /// Shows a note.
    pub(crate) fn from_note(note: Note) -> Self {
        let user_id = (note.user_id != 0).then(|| note.user_id.to_string());
        Self { id: note.id, user_id, text: note.text, created_at: note.created_at }
    }
}

/// How many notes of a ticket are given.
const NOTES: u32 = 1_000;

/// A note to be added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// What it says, at most 2,000 characters.
    text: String,
}

/// The number of a note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AddedNote)]
struct Added {
    /// Its number in the ticket.
    id: i64,
}

/// Gives what staff noted
#[utoipa::path(get, path = "/{id}/notes", params(At), responses((status = 200, body = Vec<NoteView>)))]
async fn notes(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<Vec<NoteView>>, Problem> {
    fetch_ticket(&host, caller.guild, at.id).await?;
    let notes = store::notes(host.db(), caller.guild, at.id, NOTES, 0).await?;
    Ok(Json(notes.into_iter().map(NoteView::from_note).collect()))
}

/// Notes something that only staff read
#[utoipa::path(post, path = "/{id}/notes", params(At), request_body = NewNote, responses((status = 201, body = Added)))]
async fn note(
    request: Request,
    ApiPath(at): ApiPath<At>,
    ApiJson(body): ApiJson<NewNote>,
) -> Result<(StatusCode, Json<Added>), Problem> {
    fetch_ticket(&request.host, request.guild, at.id).await?;
    if !(1..=2_000).contains(&body.text.trim().chars().count()) {
        return Err(Problem::field("text", "A note has 1 to 2,000 characters"));
    }
    let request = TicketRequest::new(request).await?;
    let id = actions::add_note(&request, at.id, body.text.trim()).await?;
    Ok((StatusCode::CREATED, Json(Added { id })))
}
