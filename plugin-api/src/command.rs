//! Commands of poise, with shortcuts that every command needs.

use std::sync::atomic::Ordering;

use chrono_tz::Tz;
use serenity::all::{CreateInteractionResponse, CreateModal, GuildId, Permissions};

use crate::{
    Actor, Data, Error, Host, Locale, ReplyToken, Result, locale::OWN, permission, request::Request, retry,
    ui::Reply,
};

/// A slash or context-menu command, made with `#[poise::command(slash_command, guild_only)]`.
pub type Command = poise::Command<Data, Error>;

/// What a command is called with.
pub type Context<'a> = poise::Context<'a, Data, Error>;

type ApplicationContext<'a> = poise::ApplicationContext<'a, Data, Error>;

/// Shortcuts that every command needs.
pub trait ContextExt {
    /// Everything the host offers.
    fn host(&self) -> &Host;

    /// The guild it was called in.
    ///
    /// # Errors
    /// A sentence for the member if it was called in a direct message.
    fn guild(&self) -> Result<GuildId>;

    /// The language of the member who called it.
    fn member_locale(&self) -> Locale;

    /// The time zone of the guild; UTC in a direct message.
    fn zone(&self) -> Tz;

    /// The request of the member who called it: host, guild, actor and locale.
    ///
    /// # Errors
    /// A sentence for the member if it was called in a direct message.
    fn request(&self) -> Result<Request>;

    /// What the member may do in the channel of the command, as Discord sent it along.
    fn granted(&self) -> Option<Permissions>;

    /// Refuses unless the member has these permissions here.
    ///
    /// # Errors
    /// [`Error::MissingPermission`] with what is lacking.
    fn require(&self, needed: Permissions) -> Result<()> {
        permission::require_permissions(self.granted(), needed)
    }

    /// Opens a modal. It must be the first answer, within two seconds: then the host acknowledges, and it is too late.
    fn modal(&self, modal: CreateModal) -> impl Future<Output = Result<()>> + Send;

    /// Answers with a message; a second answer is a second message. Do not use poise's own `send` and `say`, which can collide with the host's
    /// acknowledgement.
    fn answer(&self, reply: Reply) -> impl Future<Output = Result<()>> + Send;

    /// Shows «thinking» until the answer comes. If it is `public`, the whole channel sees it and also sees the answer, even a refusal: check
    /// everything first. If a command has not answered after two seconds, the host acknowledges it, visible to the member only. A command
    /// that answers publicly and may take longer therefore calls this itself.
    fn acknowledge(&self, public: bool) -> impl Future<Output = Result<()>> + Send;

    /// What a job needs to edit the answer within 15 minutes. Answer first: without an answer there is nothing to edit.
    fn reply_token(&self) -> Result<ReplyToken>;
}

impl ContextExt for Context<'_> {
    fn host(&self) -> &Host {
        self.data()
    }

    fn guild(&self) -> Result<GuildId> {
        self.guild_id().ok_or_else(|| Error::guild_only(&self.member_locale()))
    }

    fn member_locale(&self) -> Locale {
        self.locale().map(Locale::new).unwrap_or_default()
    }

    fn zone(&self) -> Tz {
        self.guild_id().map_or(Tz::UTC, |guild| self.data().guild(guild).timezone)
    }

    fn request(&self) -> Result<Request> {
        let (guild, interaction) = (self.guild()?, interaction(self)?.interaction);
        let member = interaction.member.as_ref();
        let roles = member.map(|member| member.roles.clone()).unwrap_or_default();
        let permissions = member.and_then(|member| member.permissions).unwrap_or_default();
        let actor = Actor::member(interaction.user.id, roles, permissions).in_channel(interaction.channel_id);
        Ok(Request::new(self.host().clone(), guild, actor, self.member_locale()))
    }

    fn granted(&self) -> Option<Permissions> {
        match self {
            Self::Application(context) => context.interaction.member.as_ref()?.permissions,
            Self::Prefix(_) => None,
        }
    }

    async fn modal(&self, modal: CreateModal) -> Result<()> {
        let context = interaction(self)?;
        if context.has_sent_initial_response.swap(true, Ordering::SeqCst) {
            return Err(Error::User(OWN.text(&self.member_locale(), "error-too-late-for-form")));
        }
        respond(context, CreateInteractionResponse::Modal(modal)).await
    }

    async fn answer(&self, reply: Reply) -> Result<()> {
        let context = interaction(self)?;
        if !context.has_sent_initial_response.swap(true, Ordering::SeqCst) {
            return respond(context, CreateInteractionResponse::Message(reply.into_response())).await;
        }
        let http = self.host().http();
        retry::send(|| async {
            context.interaction.create_followup(http, reply.clone().into_follow_up()).await.map(|_| ())
        })
        .await
    }

    async fn acknowledge(&self, public: bool) -> Result<()> {
        let context = interaction(self)?;
        if context.has_sent_initial_response.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let thinking = if public { Reply::new().public() } else { Reply::new() };
        respond(context, CreateInteractionResponse::Defer(thinking.into_response())).await
    }

    fn reply_token(&self) -> Result<ReplyToken> {
        let interaction = interaction(self)?.interaction;
        Ok(ReplyToken::new(interaction.id, &interaction.token))
    }
}

fn interaction<'a>(context: &Context<'a>) -> Result<ApplicationContext<'a>> {
    match context {
        Context::Application(context) => Ok(*context),
        Context::Prefix(_) => Err(anyhow::anyhow!("a command was called without an interaction").into()),
    }
}

/// Sends the first answer. The caller has set `has_sent_initial_response` before, not afterwards as poise does: Discord takes only one
/// first answer, and the host would acknowledge while this one is on its way.
async fn respond(context: ApplicationContext<'_>, response: CreateInteractionResponse) -> Result<()> {
    let http = context.data().http();
    let sent = retry::send(|| context.interaction.create_response(http, response.clone())).await;
    if sent.is_err() {
        context.has_sent_initial_response.store(false, Ordering::SeqCst);
    }
    sent
}
