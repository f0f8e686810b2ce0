//! What programs do with tickets: the same as people, by the same rules.

use axum::{Json, extract::State};
use plugin_api::{
    Caller, Host, Locale, Problem, Result,
    route::{ApiJson, ApiPath},
    serenity::{RoleId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::model::{At, TicketView};
use crate::{
    actions,
    domain::{Act, Priority, Ticket},
    rights::Actor,
};

/// The longest reason, in characters: as in the form.
const REASON: usize = 4_000;

/// All of them.
pub(super) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(act))
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
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiJson(body): ApiJson<ActBody>,
) -> Result<Json<TicketView>, Problem> {
    super::known(&host, &caller, at.id).await?;
    Ok(Json(TicketView::of(&done(&host, &caller, at.id, body).await?)))
}

async fn done(host: &Host, caller: &Caller, id: i64, body: ActBody) -> Result<Ticket, Problem> {
    let (guild, english) = (caller.guild, Locale::default());
    let program = Actor::host();
    let user = |id: &str| Problem::snowflake("user_id", id).map(UserId::new);
    let act = match body {
        ActBody::Claim { user_id } => {
            let actor = Actor::other(host, guild, user(&user_id)?).await?;
            let actor = actor.ok_or_else(|| Problem::field("user_id", "This is no member of the guild"))?;
            return Ok(actions::apply(host, guild, id, Act::Claim, &actor, &english).await?);
        }
        ActBody::Transfer { user_id } => {
            return Ok(actions::transfer(host, guild, id, user(&user_id)?, &program, &english).await?);
        }
        ActBody::Escalate { role_id } => {
            let role = role_id.map(|id| Problem::snowflake("role_id", &id).map(RoleId::new)).transpose()?;
            return Ok(actions::escalate(host, guild, id, role, &program, &english).await?);
        }
        ActBody::Priority { priority } => {
            return Ok(actions::set_priority(host, guild, id, priority, &program, &english).await?);
        }
        ActBody::Delete {} => return Ok(actions::delete(host, guild, id, &program, &english).await?),
        ActBody::Close { reason } if reason.chars().count() > REASON => {
            return Err(Problem::field("reason", format!("A reason has at most {REASON} characters")));
        }
        ActBody::Close { reason } => Act::Close(reason),
        ActBody::Unclaim {} => Act::Unclaim,
        ActBody::Wait {} => Act::Wait,
        ActBody::Resume {} => Act::Resume,
        ActBody::Reopen {} => Act::Reopen,
        ActBody::Archive {} => Act::Archive,
    };
    Ok(actions::apply(host, guild, id, act, &program, &english).await?)
}
