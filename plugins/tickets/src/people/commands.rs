//! `/ticket_add`, `/ticket_remove` and `/ticket_move`.

use plugin_api::{
    Command, Context, ContextExt, Result,
    serenity::{CommandInteraction, CommandOptionType, CreateCommandOption, ResolvedValue},
    ui::Reply,
};
use poise::{SlashArgError, SlashArgument};

use super::{
    actions::{self, GuestChange},
    domain::Guest,
};
use crate::{
    settings::TicketSettings,
    texts,
    ticket::{
        self,
        access::TicketRequest,
        autocomplete::{categories, tickets},
    },
};

pub(crate) fn all() -> Vec<Command> {
    vec![ticket_add(), ticket_remove(), ticket_move()]
}

/// A member or a role, as an option of a command.
pub(crate) struct Target(Guest);

#[poise::async_trait]
impl SlashArgument for Target {
    async fn extract(
        _: &poise::serenity_prelude::Context,
        _: &CommandInteraction,
        value: &ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        match value {
            ResolvedValue::User(user, _) => Ok(Self(Guest::Member(user.id))),
            ResolvedValue::Role(role) => Ok(Self(Guest::Role(role.id))),
            _ => Err(SlashArgError::new_command_structure_mismatch("a member or a role was expected")),
        }
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        builder.kind(CommandOptionType::Mentionable)
    }
}

/// Lets a member or a role into a ticket
#[poise::command(slash_command, guild_only)]
pub(crate) async fn ticket_add(
    ctx: Context<'_>,
    #[description = "Whom"] who: Target,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    change_guest(&ctx, id.as_deref(), GuestChange::Add(who.0)).await
}

/// Takes a member or a role that was added out of a ticket
#[poise::command(slash_command, guild_only)]
pub(crate) async fn ticket_remove(
    ctx: Context<'_>,
    #[description = "Whom"] who: Target,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    change_guest(&ctx, id.as_deref(), GuestChange::Remove(who.0)).await
}

async fn change_guest(ctx: &Context<'_>, typed: Option<&str>, change: GuestChange) -> Result<()> {
    let ticket = ticket::autocomplete::ticket(ctx, typed).await?;
    let request = TicketRequest::new(ctx.request()?).await?;
    let locale = &request.locale;
    let ticket = actions::change_guest(&request, ticket.id, change).await?;
    let args = [("id", ticket.id.to_string().into()), ("guest", change.guest().mention().into())];
    ctx.answer(Reply::text(texts::text_with(locale, &format!("reply-{}", change.past_participle()), &args)))
        .await
}

/// Moves a ticket to another category
#[poise::command(slash_command, guild_only)]
pub(crate) async fn ticket_move(
    ctx: Context<'_>,
    #[description = "Where to"]
    #[autocomplete = "categories"]
    #[max_length = 100]
    category: String,
    #[description = "Which one"]
    #[autocomplete = "tickets"]
    #[max_length = 100]
    id: Option<String>,
) -> Result<()> {
    let ticket = ticket::autocomplete::ticket(&ctx, id.as_deref()).await?;
    let request = TicketRequest::new(ctx.request()?).await?;
    let locale = &request.locale;
    let category = ticket::autocomplete::category(&ctx, &category)?;
    let ticket = actions::move_to_category(&request, ticket.id, &category).await?;
    let settings = ctx.host().settings::<TicketSettings>(ticket.guild);
    let label = texts::category_label(&settings, &ticket.category);
    let args = [("id", ticket.id.to_string().into()), ("category", label.into())];
    ctx.answer(Reply::text(texts::text_with(locale, "reply-moved", &args))).await
}
