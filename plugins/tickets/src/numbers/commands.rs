//! `/ticket_stats` and `/export_tickets`.

use plugin_api::{Command, Context, ContextExt, Error, Result, serenity::CreateAttachment, table, ui::Reply};

use super::{actions, domain::Period, export, view};
use crate::{settings::TicketSettings, texts, ticket::access::TicketRequest};

/// All of them.
pub(crate) fn all() -> Vec<Command> {
    vec![ticket_stats(), export_tickets()]
}

/// The largest file that Discord takes in every guild, in bytes
/// (<https://discord.com/developers/docs/reference#uploading-files>).
const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// Shows the numbers of tickets
#[poise::command(slash_command, guild_only)]
pub(crate) async fn ticket_stats(
    ctx: Context<'_>,
    #[description = "Show them to everybody here"] public: Option<bool>,
) -> Result<()> {
    let (host, guild, member_locale) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let settings = host.settings::<TicketSettings>(guild);
    if !TicketRequest::new(ctx.request()?).await?.is_staff_somewhere() {
        return Err(Error::user(texts::text(&member_locale, "refused-numbers")));
    }
    let public = public.unwrap_or_default();
    ctx.acknowledge(public).await?;
    let numbers = actions::take_snapshot(host, guild, Period::Week, Some(ctx.author().id)).await?;
    let locale = if public { host.guild(guild).locale } else { member_locale };
    let reply = view::render(&locale, &settings, &numbers).await?;
    ctx.answer(if public { reply.public() } else { reply }).await
}

/// Gives all tickets as a table
#[poise::command(slash_command, guild_only)]
pub(crate) async fn export_tickets(ctx: Context<'_>) -> Result<()> {
    let (host, guild, member_locale) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let settings = host.settings::<TicketSettings>(guild);
    let request = TicketRequest::new(ctx.request()?).await?;
    if !settings.keys().into_iter().all(|category| request.is_staff(category)) {
        return Err(Error::user(texts::text(&member_locale, "refused-export")));
    }
    let table = table::whole(export::csv(request), LARGEST_FILE).await?;
    let table = table.ok_or_else(|| Error::user(texts::text(&member_locale, "refused-export-size")))?;
    let reply = Reply::text(texts::text(&member_locale, "reply-exported"));
    ctx.answer(reply.file(CreateAttachment::bytes(table, export::FILE_NAME))).await
}
