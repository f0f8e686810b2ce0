//! Commands: poise's, with what every one of them needs.

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
    /// A sentence where it was called in a direct message.
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

    /// What the member may do in the channel where it was called, as Discord said when it sent the interaction.
    fn granted(&self) -> Option<Permissions>;

    /// Refuses unless the member has these permissions here.
    ///
    /// # Errors
    /// [`Error::MissingPermission`] with what is lacking.
    fn require(&self, needed: Permissions) -> Result<()> {
        permission::require_permissions(self.granted(), needed)
    }

    /// Opens a modal. Must be the first answer, within two seconds: the host then acknowledges and it is too late.
    ///
    /// # Errors
    /// Where Discord refuses it.
    fn modal(&self, modal: CreateModal) -> impl Future<Output = Result<()>> + Send;

    /// Answers. A further answer becomes a further message. poise's own `send` and `say` can collide with the host's acknowledgement.
    fn answer(&self, reply: Reply) -> impl Future<Output = Result<()>> + Send;

    /// Shows «thinking» in the answer's place, to everybody in the channel where that answer is to be [`Reply::public`]. Whoever sees this
    /// sees what is said next, a refusal too: refuse first. The host does it by itself, for the member alone, where a command has not answered
    /// after two seconds; so one that answers publicly and may take longer calls this before.
    ///
    /// # Errors
    /// Where Discord refuses it.
    fn acknowledge(&self, public: bool) -> impl Future<Output = Result<()>> + Send;

    /// What a job needs to change the answer within 15 minutes. Without an answer there is nothing to change: answer first.
    ///
    /// # Errors
    /// Where the command was called without an interaction.
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

/// Sends the first answer. Whoever calls has said so in `has_sent_initial_response` already, as poise itself does only afterwards:
/// Discord takes one first answer, and the host would acknowledge while this one is on its way.
async fn respond(context: ApplicationContext<'_>, response: CreateInteractionResponse) -> Result<()> {
    let http = context.data().http();
    let sent = retry::send(|| context.interaction.create_response(http, response.clone())).await;
    if sent.is_err() {
        context.has_sent_initial_response.store(false, Ordering::SeqCst);
    }
    sent
}
