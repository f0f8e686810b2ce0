//! Buttons, selects and modals. All state is in the custom id and the database, so that a button posted last year works after any number
//! of restarts.

mod source;

use std::{num::NonZeroU64, sync::Arc, time::Duration};

use serenity::all::{
    ChannelId, CreateInteractionResponse, CreateModal, GuildId, Member, Message, Permissions, User,
};
use tokio::sync::Mutex;

pub use source::Source;

use crate::{
    Action, Actor, Error, Host, Locale, ReplyToken, Request, Result,
    custom_id::{Args, CustomId},
    handler::{Handler, handler},
    locale::OWN,
    permission,
    ui::Reply,
};

/// How long a component may take unless it declares otherwise. Discord's own limit is 15 minutes after the acknowledgement.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(60);

/// Declares an action that a button, select or modal of this plugin triggers.
#[derive(Clone)]
pub struct Component {
    /// The action that it answers.
    pub action: Action,
    /// How long it may take.
    pub deadline: Duration,
    /// Whether it may be used in a direct message too; see [`Component::direct`].
    pub direct: bool,
    /// What it does.
    pub run: Handler<ComponentInteraction>,
}

impl Component {
    /// Calls a function when a component with this action is used in a guild where the plugin is on.
    pub fn new<F, Fut>(action: Action, run: F) -> Self
    where
        F: Fn(ComponentInteraction) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self { action, deadline: DEFAULT_DEADLINE, direct: false, run: handler(run) }
    }

    /// Lets it be used in a direct message too. The first argument of its ids is then the guild's id ([`CustomId::guild`]): the host checks that
    /// the bot and the plugin are there, and it becomes [`ComponentInteraction::guild`]. It can be forged like every argument, so the handler
    /// must check what the user may do in that guild.
    #[must_use]
    pub const fn direct(mut self) -> Self {
        self.direct = true;
        self
    }

    /// Allows it more time, or less, than [`DEFAULT_DEADLINE`].
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }
}

/// A use of a component, on its way to its handler. The host has checked that the plugin is on, nothing else: the
/// arguments are input, and the handler authorises again.
#[derive(Clone)]
pub struct ComponentInteraction {
    /// Everything the host offers.
    pub host: Host,
    /// The guild; in a direct message, the guild that it is about.
    pub guild: GuildId,
    /// What was used.
    pub source: Source,
    id: CustomId,
    state: Arc<Mutex<State>>,
}

/// How the interaction was answered so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// Acknowledged without a visible message; `true` if that shows a «thinking» message.
    Deferred {
        thinking: bool,
    },
    Answered,
}

impl ComponentInteraction {
    /// An interaction without an answer.
    pub fn new(host: Host, guild: GuildId, source: Source, id: CustomId) -> Self {
        Self { host, guild, source, id, state: Arc::new(Mutex::new(State::Open)) }
    }

    /// The arguments in the custom id, by their types.
    ///
    /// # Errors
    /// A sentence for the member if the id is of another version, truncated or forged.
    pub fn args<A: Args>(&self) -> Result<A> {
        self.id.args(&self.member_locale())
    }

    /// The user's language.
    pub fn member_locale(&self) -> Locale {
        self.source.member_locale()
    }

    /// The user.
    pub fn user(&self) -> &User {
        self.source.user()
    }

    /// The request of the user: host, guild, actor and locale. In a direct message the actor has no roles and no permissions.
    pub fn request(&self) -> Request {
        let roles = self.member().map(|member| member.roles.clone()).unwrap_or_default();
        let permissions = self.granted().unwrap_or_default();
        let actor = Actor::member(self.user().id, roles, permissions).in_channel(self.channel());
        Request::new(self.host.clone(), self.guild, actor, self.member_locale())
    }

    /// The user as a member; `None` in a direct message ([`Component::direct`]).
    pub fn member(&self) -> Option<&Member> {
        self.source.member()
    }

    /// The channel.
    pub fn channel(&self) -> ChannelId {
        self.source.channel()
    }

    /// The message that carries the component; for a modal, the one whose component opened it.
    pub fn message(&self) -> Option<&Message> {
        self.source.message()
    }

    /// What the member may do in this channel; `None` in a direct message.
    pub fn granted(&self) -> Option<Permissions> {
        self.member()?.permissions
    }

    /// Refuses unless the member has these permissions here. In a direct message nobody has any.
    ///
    /// # Errors
    /// [`Error::MissingPermission`] with what is lacking.
    pub fn require(&self, needed: Permissions) -> Result<()> {
        permission::require_permissions(self.granted(), needed)
    }

    /// What was chosen in a string select.
    pub fn values(&self) -> &[String] {
        self.source.values()
    }

    /// What was chosen in a select of users, roles or channels; a select of both users and roles tells only the ids.
    #[must_use]
    pub fn chosen<T: From<NonZeroU64>>(&self) -> Vec<T> {
        self.source.ids()
    }

    /// What was written in a modal's field; `None` if there is no such field or it was left empty.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.source.field(name)
    }

    /// What a job needs to edit the answer within 15 minutes. Reply first: without an answer there is nothing to edit.
    pub fn reply_token(&self) -> ReplyToken {
        let (id, token) = self.source.interaction();
        ReplyToken::new(id, token)
    }

    /// Answers with a new message.
    pub async fn reply(&self, reply: Reply) -> Result<()> {
        let mut state = self.state.lock().await;
        match *state {
            State::Open => self.respond(CreateInteractionResponse::Message(reply.into_response())).await?,
            State::Deferred { thinking: true } => self.source.edit_original(self.host.http(), reply).await?,
            State::Deferred { thinking: false } | State::Answered => {
                self.source.follow_up(self.host.http(), reply).await?;
            }
        }
        *state = State::Answered;
        Ok(())
    }

    /// Edits the message that carries the component.
    pub async fn update(&self, reply: Reply) -> Result<()> {
        let mut state = self.state.lock().await;
        match *state {
            State::Open => {
                self.respond(CreateInteractionResponse::UpdateMessage(reply.into_response())).await?;
            }
            _ => self.source.edit_original(self.host.http(), reply).await?,
        }
        *state = State::Answered;
        Ok(())
    }

    /// Opens a modal. It must be the first answer, within three seconds: do nothing slow before it.
    ///
    /// # Errors
    /// A sentence for the member if it comes too late.
    pub async fn modal(&self, modal: CreateModal) -> Result<()> {
        let mut state = self.state.lock().await;
        if *state != State::Open {
            return Err(Error::User(OWN.text(&self.member_locale(), "error-too-late-for-form")));
        }
        self.respond(CreateInteractionResponse::Modal(modal)).await?;
        *state = State::Answered;
        Ok(())
    }

    /// Acknowledges without showing anything; [`ComponentInteraction::update`] then changes the component's message and [`ComponentInteraction::reply`] sends a
    /// further one. The host does this by itself for a handler that has not answered after two seconds.
    pub async fn acknowledge(&self) -> Result<()> {
        let mut state = self.state.lock().await;
        if *state != State::Open {
            return Ok(());
        }
        // A modal that a command opened has no message to update: show «thinking» to its member instead.
        let thinking = self.message().is_none();
        self.respond(if thinking {
            CreateInteractionResponse::Defer(Reply::new().into_response())
        } else {
            CreateInteractionResponse::Acknowledge
        })
        .await?;
        *state = State::Deferred { thinking };
        Ok(())
    }

    /// Whether nothing was answered yet. The host acknowledges an interaction whose handler ends without an answer.
    pub async fn is_open(&self) -> bool {
        *self.state.lock().await == State::Open
    }

    async fn respond(&self, response: CreateInteractionResponse) -> Result<()> {
        self.source.respond(self.host.http(), response).await
    }
}
