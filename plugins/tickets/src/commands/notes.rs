//! What staff note for each other.

use plugin_api::{Command, Context, ContextExt, Result, ui::Reply};

use super::choose::{self, tickets};
use crate::{actions, components, rights::Actor, view};

/// All of them.
pub(super) fn all() -> Vec<Command> {
    vec![ticket_note()]
}

/// Notes something for staff, or shows what was noted
#[poise::command(slash_command, guild_only)]
async fn ticket_note(
    ctx: Context<'_>,
    #[description = "The note; nothing shows those there are"]
    #[max_length = 2000]
    text: Option<String>,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    let (host, reader) = (ctx.host(), ctx.reader());
    let actor = Actor::of_command(&ctx).await?;
    let ticket = choose::ticket(&ctx, id.as_deref()).await?;
    let Some(text) = text else {
        actions::require_staff(host, &ticket, &actor, "note", &reader)?;
        return ctx.answer(components::notes_page(host, &ticket, &reader, 0).await?).await;
    };
    let number = actions::note(host, ticket.guild, ticket.id, &text, &actor, &reader).await?;
    let args = [("id", ticket.id.to_string().into()), ("number", number.to_string().into())];
    ctx.answer(Reply::text(view::text_with(&reader, "reply-noted", &args))).await
}
