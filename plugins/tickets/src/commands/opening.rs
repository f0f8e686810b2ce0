//! Opening tickets.

use plugin_api::{
    Context, ContextExt, Error, Result,
    serenity::{self as serenity, ChannelId, Mentionable, Permissions},
    ui::{Reply, embed::cut},
};

use super::choose::{self, categories};
use crate::{
    domain::{Source, Wish, wish::DESCRIPTION_LIMIT},
    opening::{self, Via},
    view,
};

/// Asks staff for help in a channel of your own
#[poise::command(slash_command, guild_only)]
pub(super) async fn ticket(
    ctx: Context<'_>,
    #[description = "What you need"]
    #[max_length = 2000]
    description: String,
    #[description = "What it is about"]
    #[autocomplete = "categories"]
    #[max_length = 100]
    category: Option<String>,
) -> Result<()> {
    let category = category.map(|typed| choose::category(&ctx, &typed)).transpose()?.unwrap_or_default();
    let wish = Wish {
        user: ctx.author().id,
        username: ctx.author().name.clone(),
        category,
        description,
        answers: Vec::new(),
        source: Source::Command,
        origin: None,
    };
    opening::begin(Via::Command(ctx), wish).await
}

/// Opens a form for a ticket about a message
#[poise::command(context_menu_command = "Open ticket from this message", guild_only)]
pub(super) async fn ticket_about(
    ctx: Context<'_>,
    #[description = "What it is about"] message: serenity::Message,
) -> Result<()> {
    let wish = Wish {
        user: ctx.author().id,
        username: ctx.author().name.clone(),
        category: String::new(),
        description: cut(&message.content, DESCRIPTION_LIMIT.into()),
        answers: Vec::new(),
        source: Source::Message,
        origin: Some((message.channel_id, message.id)),
    };
    opening::begin(Via::Command(ctx), wish).await
}

/// Posts the panel from which members open tickets, or brings it up to date
#[poise::command(slash_command, guild_only)]
pub(super) async fn ticket_panel_post(
    ctx: Context<'_>,
    #[description = "Where; this channel if left out"]
    #[channel_types("Text", "News")]
    channel: Option<ChannelId>,
) -> Result<()> {
    ctx.require(Permissions::MANAGE_GUILD)?;
    let (host, guild, reader) = (ctx.host(), ctx.guild()?, ctx.reader());
    let channel = channel.unwrap_or(ctx.channel_id());
    let place = ("place", channel.mention().to_string().into());
    match opening::post(host, guild, channel).await {
        Ok(message) => {
            let link = ("link", message.link(channel, Some(guild)).into());
            ctx.answer(Reply::text(view::text_with(&reader, "panel-posted", &[place, link]))).await
        }
        // 10003 Unknown Channel, 50001 Missing Access, 50013 Missing Permissions
        Err(error) if matches!(error.discord_code(), Some(10003 | 50001 | 50013)) => {
            Err(Error::user(view::text_with(&reader, "panel-refused", &[place])))
        }
        Err(error) => Err(error),
    }
}
