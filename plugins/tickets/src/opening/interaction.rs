//! How a member comes to open a ticket: a command, or a component.

use plugin_api::{
    ComponentInteraction, Context, ContextExt, Host, Locale, ReplyToken, Request, Result,
    serenity::{CreateModal, GuildId, MessageFlags, User},
    ui::Reply,
};

/// A command or a component.
#[derive(Clone, Copy)]
pub enum OpeningInteraction<'a> {
    /// `/ticket`, or the context menu.
    Command(Context<'a>),
    /// A button, a select or a form.
    Component(&'a ComponentInteraction),
}

impl OpeningInteraction<'_> {
    /// Everything the host offers.
    #[must_use]
    pub fn host(&self) -> &Host {
        match self {
            Self::Command(ctx) => ctx.host(),
            Self::Component(interaction) => &interaction.host,
        }
    }

    /// Where it is.
    ///
    /// # Errors
    /// A sentence where a command was called in a direct message.
    pub fn guild(&self) -> Result<GuildId> {
        match self {
            Self::Command(ctx) => ctx.guild(),
            Self::Component(interaction) => Ok(interaction.guild),
        }
    }

    /// The member's language.
    #[must_use]
    pub fn member_locale(&self) -> Locale {
        match self {
            Self::Command(ctx) => ctx.member_locale(),
            Self::Component(interaction) => interaction.member_locale(),
        }
    }

    /// The member.
    #[must_use]
    pub fn user(&self) -> &User {
        match self {
            Self::Command(ctx) => ctx.author(),
            Self::Component(interaction) => interaction.user(),
        }
    }

    /// Who asks for what, in which language.
    ///
    /// # Errors
    /// If a command was called in a direct message.
    pub fn request(&self) -> Result<Request> {
        match self {
            Self::Command(ctx) => ctx.request(),
            Self::Component(interaction) => Ok(interaction.request()),
        }
    }

    /// What lets the answer be changed later.
    ///
    /// # Errors
    /// Where a command was called without an interaction.
    pub fn pending(&self) -> Result<ReplyToken> {
        match self {
            Self::Command(ctx) => ctx.reply_token(),
            Self::Component(interaction) => Ok(interaction.reply_token()),
        }
    }

    /// Answers: in the place of the message that only the member sees and that brought them here, or with one of its own.
    pub async fn answer(&self, reply: Reply) -> Result<()> {
        match self {
            Self::Command(ctx) => ctx.answer(reply).await,
            Self::Component(interaction) if is_theirs(interaction) => interaction.update(reply).await,
            Self::Component(interaction) => interaction.reply(reply).await,
        }
    }

    /// Opens a form.
    pub async fn modal(&self, modal: CreateModal) -> Result<()> {
        match self {
            Self::Command(ctx) => ctx.modal(modal).await,
            Self::Component(interaction) => interaction.modal(modal).await,
        }
    }
}

fn is_theirs(interaction: &ComponentInteraction) -> bool {
    let flags = interaction.message().and_then(|message| message.flags);
    flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}
