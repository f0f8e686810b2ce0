//! `/ticket_search`: finds tickets by words of their messages.

use plugin_api::{Command, Context, ContextExt, Result};

use super::search::Search;
use crate::ticket::access::TicketRequest;

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
    let locale = ctx.member_locale();
    let request = TicketRequest::new(ctx.request()?).await?;
    let search = Search::parse(&words, &locale)?;
    ctx.answer(search.render_page(&request, 0).await?).await
}
