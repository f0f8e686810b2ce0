//! Finding what was said in tickets.

use plugin_api::{Command, Context, ContextExt, Result};

use super::search::Search;
use crate::ticket::access::TicketRequest;

/// All of them.
pub(crate) fn all() -> Vec<Command> {
    vec![ticket_search()]
}

/// Finds tickets by what was said in them
#[poise::command(slash_command, guild_only)]
async fn ticket_search(
    ctx: Context<'_>,
    #[description = "Words that were said"]
    #[max_length = 200]
    words: String,
) -> Result<()> {
    let (_host, _guild, reader) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let request = TicketRequest::new(ctx.request()?).await?;
    let search = Search::of(&words, &reader)?;
    ctx.answer(search.page(&request, 0).await?).await
}
