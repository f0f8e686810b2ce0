//! Opening tickets.

use plugin_api::{
    Command, Context, ContextExt, DiscordCode, Error, Result, serenity,
    serenity::{ChannelId, Mentionable, Permissions},
    ui::{Reply, embed::truncate},
};

use super::{domain::NewTicket, flow, interaction::OpeningInteraction, panel};
use crate::{
    settings::DESCRIPTION_LIMIT,
    texts,
    ticket::{self, Source, autocomplete::categories},
};

/// All of them.
pub(crate) fn all() -> Vec<Command> {
    vec![ticket(), ticket_about(), ticket_panel_post()]
}

/// Asks staff for help in a channel of your own
#[poise::command(slash_command, guild_only)]
pub(crate) async fn ticket(
    ctx: Context<'_>,
    #[description = "What you need"]
    #[max_length = 2000]
    description: String,
    #[description = "What it is about"]
    #[autocomplete = "categories"]
    #[max_length = 100]
    category: Option<String>,
) -> Result<()> {
    let category =
        category.map(|typed| ticket::autocomplete::category(&ctx, &typed)).transpose()?.unwrap_or_default();
    let new_ticket = NewTicket {
        user: ctx.author().id,
        username: ctx.author().name.clone(),
        category,
        description,
        answers: Vec::new(),
        source: Source::Command,
        origin: None,
    };
    flow::begin(OpeningInteraction::Command(ctx), new_ticket).await
}

/// Opens a form for a ticket about a message
#[poise::command(context_menu_command = "Open ticket from this message", guild_only)]
pub(crate) async fn ticket_about(
    ctx: Context<'_>,
    #[description = "What it is about"] message: serenity::Message,
) -> Result<()> {
    let new_ticket = NewTicket {
        user: ctx.author().id,
        username: ctx.author().name.clone(),
        category: String::new(),
        description: truncate(&message.content, DESCRIPTION_LIMIT.into()),
        answers: Vec::new(),
        source: Source::Message,
        origin: Some((message.channel_id, message.id)),
    };
    flow::begin(OpeningInteraction::Command(ctx), new_ticket).await
}

/// Posts the panel from which members open tickets, or brings it up to date
#[poise::command(slash_command, guild_only)]
pub(crate) async fn ticket_panel_post(
    ctx: Context<'_>,
    #[description = "Where; this channel if left out"]
    #[channel_types("Text", "News")]
    channel: Option<ChannelId>,
) -> Result<()> {
    ctx.require(Permissions::MANAGE_GUILD)?;
    let (host, guild, locale) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let channel = channel.unwrap_or(ctx.channel_id());
    let place = ("place", channel.mention().to_string().into());
    match panel::post(host, guild, channel).await {
        Ok(message) => {
            let link = ("link", message.link(channel, Some(guild)).into());
            ctx.answer(Reply::text(texts::text_with(&locale, "panel-posted", &[place, link]))).await
        }
        Err(error)
            if matches!(
                error.discord_code(),
                Some(
                    DiscordCode::UnknownChannel
                        | DiscordCode::MissingAccess
                        | DiscordCode::MissingPermissions
                )
            ) =>
        {
            Err(Error::user(texts::text_with(&locale, "panel-refused", &[place])))
        }
        Err(error) => Err(error),
    }
}
