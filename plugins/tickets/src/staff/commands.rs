//! What staff do with tickets, and members with their own.

use plugin_api::{
    Command, Context, ContextExt, Result,
    serenity::{RoleId, UserId},
    ui::Reply,
};

use super::{actions, domain::Listing, lists, view};
use crate::{
    texts,
    ticket::{
        self, Ticket, Transition,
        access::TicketRequest,
        autocomplete::{categories, listed, priorities, statuses, tickets},
    },
};

/// All of them.
pub(crate) fn all() -> Vec<Command> {
    vec![
        ticket_list(),
        ticket_claim(),
        ticket_unclaim(),
        ticket_close(),
        ticket_reopen(),
        ticket_status(),
        ticket_transfer(),
        ticket_priority(),
        ticket_note(),
    ]
}

/// Lists tickets, oldest first
#[poise::command(slash_command, guild_only)]
async fn ticket_list(
    ctx: Context<'_>,
    #[description = "Access so"]
    #[autocomplete = "listed"]
    #[max_length = 40]
    status: Option<String>,
    #[description = "Opened by this member"] member: Option<UserId>,
    #[description = "Of this category"]
    #[autocomplete = "categories"]
    #[max_length = 100]
    category: Option<String>,
) -> Result<()> {
    let locale = ctx.member_locale();
    let request = TicketRequest::new(ctx.request()?).await?;
    let status = match status.as_deref().map(str::trim) {
        None => "live".to_owned(),
        Some(word @ ("live" | "all")) => word.to_owned(),
        Some(typed) => ticket::autocomplete::status(&locale, typed)?.to_string(),
    };
    let category = category.map(|typed| ticket::autocomplete::category(&ctx, &typed)).transpose()?;
    let listing = Listing { status, member, category };
    ctx.answer(listing.page(&request, 0).await?).await
}

/// Declares commands that need nothing but a ticket: poise has no other way to share an option.
macro_rules! acts {
    ($(#[doc = $doc:literal] $name:ident => $act:expr;)*) => {
        $(
            #[doc = $doc]
            #[poise::command(slash_command, guild_only)]
            async fn $name(
                ctx: Context<'_>,
                #[description = "Which one"]
                #[autocomplete = "tickets"]
                #[max_length = 100]
                id: Option<String>,
            ) -> Result<()> {
                apply_transition(&ctx, id.as_deref(), $act).await
            }
        )*
    };
}

acts! {
    /// Takes on a ticket
    ticket_claim => Transition::Claim;
    /// Gives a ticket back
    ticket_unclaim => Transition::Unclaim;
    /// Opens a closed ticket again
    ticket_reopen => Transition::Reopen;
}

/// Closes a ticket
#[poise::command(slash_command, guild_only)]
async fn ticket_close(
    ctx: Context<'_>,
    #[description = "Why"]
    #[max_length = 4000]
    reason: Option<String>,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    apply_transition(&ctx, id.as_deref(), Transition::Close(reason.unwrap_or_default())).await
}

/// Brings a ticket to a status
#[poise::command(slash_command, guild_only)]
async fn ticket_status(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: String,
    #[description = "The status"]
    #[autocomplete = "statuses"]
    #[max_length = 40]
    status: String,
    #[description = "The role it is escalated to"] escalate_to: Option<RoleId>,
) -> Result<()> {
    let request = TicketRequest::new(ctx.request()?).await?;
    let locale = &request.locale;
    let ticket = ticket::autocomplete::ticket(&ctx, Some(&id)).await?;
    let status = ticket::autocomplete::status(locale, &status)?;
    let done = actions::set_status(&request, ticket.id, status, escalate_to).await?;
    answer(&ctx, &done).await
}

/// Puts a ticket in the hands of somebody else of staff
#[poise::command(slash_command, guild_only)]
async fn ticket_transfer(
    ctx: Context<'_>,
    #[description = "Who takes it"] staff: UserId,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    let request = TicketRequest::new(ctx.request()?).await?;
    let ticket = ticket::autocomplete::ticket(&ctx, id.as_deref()).await?;
    let done = actions::transfer(&request, ticket.id, staff).await?;
    answer(&ctx, &done).await
}

/// Says how urgent a ticket is
#[poise::command(slash_command, guild_only)]
async fn ticket_priority(
    ctx: Context<'_>,
    #[description = "How urgent"]
    #[autocomplete = "priorities"]
    #[max_length = 40]
    priority: String,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    let request = TicketRequest::new(ctx.request()?).await?;
    let locale = &request.locale;
    let ticket = ticket::autocomplete::ticket(&ctx, id.as_deref()).await?;
    let priority = ticket::autocomplete::priority(locale, &priority)?;
    let done = actions::set_priority(&request, ticket.id, priority).await?;
    answer(&ctx, &done).await
}

/// Does something with the ticket that is meant, and says how it stands then.
async fn apply_transition(ctx: &Context<'_>, typed: Option<&str>, act: Transition) -> Result<()> {
    let request = TicketRequest::new(ctx.request()?).await?;
    let ticket = ticket::autocomplete::ticket(ctx, typed).await?;
    let done = ticket::actions::apply(&request, ticket.id, act).await?;
    answer(ctx, &done).await
}

async fn answer(ctx: &Context<'_>, done: &Ticket) -> Result<()> {
    ctx.answer(Reply::text(view::status_reply(&ctx.member_locale(), done))).await
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
    let (host, locale) = (ctx.host(), ctx.member_locale());
    let request = TicketRequest::new(ctx.request()?).await?;
    let ticket = ticket::autocomplete::ticket(&ctx, id.as_deref()).await?;
    let Some(text) = text else {
        ticket::actions::require_staff(&request, &ticket, "note")?;
        return ctx.answer(lists::notes_page(host, &ticket, &locale, 0).await?).await;
    };
    let number = actions::add_note(&request, ticket.id, &text).await?;
    let args = [("id", ticket.id.to_string().into()), ("number", number.to_string().into())];
    ctx.answer(Reply::text(texts::text_with(&locale, "reply-noted", &args))).await
}
