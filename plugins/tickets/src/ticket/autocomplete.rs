//! Which ticket, status, priority or category somebody means, and what they are offered while they type.

use plugin_api::{
    Context, ContextExt, Error, Locale, Result,
    serenity::{AutocompleteChoice, CreateAutocompleteResponse},
};

use super::{
    access::TicketRequest,
    actions,
    domain::{Priority, Status, Ticket},
    store::{
        self,
        visibility::{Filter, Visibility},
    },
};
use crate::{opening, settings::TicketSettings, staff, texts};

/// Discord's limit on the choices of an autocomplete.
const CHOICES: usize = 25;

/// The ticket that somebody chose or typed; the one whose channel this is where they named none.
///
/// # Errors
/// A sentence where there is none.
pub(crate) async fn ticket(ctx: &Context<'_>, typed: Option<&str>) -> Result<Ticket> {
    let (host, guild, locale) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    match typed {
        Some(typed) => match number(typed) {
            Some(id) => actions::find(&ctx.request()?, id).await,
            None => Err(Error::user(texts::text(&locale, "refused-no-number"))),
        },
        None => store::fetch_by_channel(host.db(), guild, ctx.channel_id())
            .await?
            .ok_or_else(|| Error::user(texts::text(&locale, "refused-no-ticket-here"))),
    }
}

/// `3`, `#3`, or the label of a choice, `#3 · open · My bicycle`.
fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let first = typed.split_whitespace().next().unwrap_or_default();
    first.strip_prefix('#').unwrap_or(typed).parse().ok()
}

/// Offers the tickets that somebody may do something with: staff theirs, members their own. Which ones make sense depends on the command.
pub(crate) async fn tickets(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let offered = offered(&ctx, typed).await.unwrap_or_else(|error| {
        tracing::error!(%error, "tickets could not be offered");
        Vec::new()
    });
    CreateAutocompleteResponse::new().set_choices(offered)
}

async fn offered(ctx: &Context<'_>, typed: &str) -> Result<Vec<AutocompleteChoice>> {
    let (host, guild, locale) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let request = TicketRequest::new(ctx.request()?).await?;
    let visibility = Visibility { own: request.user(), ..request.visibility() };
    let filter = Filter {
        statuses: sensible(&ctx.command().name),
        like: typed.trim().trim_start_matches('#').to_lowercase(),
        ..Filter::default()
    };
    let most = u32::try_from(CHOICES).expect("25 is little");
    let found = store::visibility::offer(host.db(), guild, &visibility, &filter, most).await?;
    let reads = |ticket: &Ticket| ticket.opener() == request.user() || request.reads(ticket);
    Ok(found.iter().map(|ticket| staff::view::choice(&locale, ticket, reads(ticket))).collect())
}

/// The states of tickets for which a command makes sense.
fn sensible(command: &str) -> Vec<Status> {
    use Status::{Claimed, Closed, Escalated, Open, WaitingForUser};
    match command {
        "ticket_claim" => vec![Open, Escalated],
        "ticket_unclaim" => vec![Claimed, WaitingForUser],
        "ticket_reopen" => vec![Closed],
        "ticket_note" | "ticket_status" => Status::ALL.to_vec(),
        _ => vec![Open, Claimed, WaitingForUser, Escalated],
    }
}

/// The status that somebody chose, or typed as it is called in their language.
///
/// # Errors
/// A sentence that names all of them.
pub(crate) fn status(locale: &Locale, typed: &str) -> Result<Status> {
    word(locale, Status::ALL, "status", typed)
}

/// The priority that somebody chose, or typed as it is called in their language.
///
/// # Errors
/// A sentence that names all of them.
pub(crate) fn priority(locale: &Locale, typed: &str) -> Result<Priority> {
    word(locale, Priority::ALL, "priority", typed)
}

fn word<T: Copy + ToString>(locale: &Locale, all: &[T], kind: &str, typed: &str) -> Result<T> {
    let typed = typed.trim().to_lowercase();
    let names = named(locale, all, kind);
    let meant =
        all.iter().zip(&names).find(|(_, (name, word))| *word == typed || name.to_lowercase() == typed);
    meant.map(|(one, _)| *one).ok_or_else(|| {
        let names = names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        Error::user(texts::text_with(locale, &format!("refused-no-{kind}"), &[("names", names.into())]))
    })
}

/// What each is called in a language, and its word.
fn named<T: ToString>(locale: &Locale, all: &[T], kind: &str) -> Vec<(String, String)> {
    let word = all.iter().map(T::to_string);
    word.map(|word| (texts::text(locale, &format!("{kind}-{word}")), word)).collect()
}

/// Offers what can be asked of a list: those that are not closed, all of them, or those of one status.
pub(crate) async fn listed(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let locale = ctx.member_locale();
    let mut names: Vec<_> =
        ["live", "all"].map(|word| (texts::text(&locale, &format!("list-{word}")), word.to_owned())).into();
    names.extend(named(&locale, Status::ALL, "status"));
    choices(names, typed)
}

/// Offers the states that a ticket can be brought to.
pub(crate) async fn statuses(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let mut names = named(&ctx.member_locale(), Status::ALL, "status");
    names.retain(|(_, word)| word != Status::Opening.as_str());
    choices(names, typed)
}

/// Offers the priorities.
pub(crate) async fn priorities(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    choices(named(&ctx.member_locale(), Priority::ALL, "priority"), typed)
}

/// The key of the category that somebody chose, or typed by its key or its name.
///
/// # Errors
/// A sentence that names all of them.
pub(crate) fn category(ctx: &Context<'_>, typed: &str) -> Result<String> {
    let settings = ctx.host().settings::<TicketSettings>(ctx.guild()?);
    let (keys, wanted) = (settings.keys(), typed.trim().to_lowercase());
    let is_meant = |key: &&&str| {
        let label = texts::category_label(&settings, key).to_lowercase();
        let name = settings.category(key).map(|category| category.name.to_lowercase());
        key.to_lowercase() == wanted || label == wanted || name.is_some_and(|name| name == wanted)
    };
    keys.iter()
        .find(is_meant)
        .map(|key| (*key).to_owned())
        .ok_or_else(|| Error::user(opening::view::no_category(&ctx.member_locale(), &settings, typed)))
}

/// Offers the categories.
pub(crate) async fn categories(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Ok(guild) = ctx.guild() else { return CreateAutocompleteResponse::new() };
    let settings = ctx.host().settings::<TicketSettings>(guild);
    let named = |key: &str| (texts::category_label(&settings, key), key.to_owned());
    choices(settings.keys().into_iter().map(named).collect(), typed)
}

fn choices(names: Vec<(String, String)>, typed: &str) -> CreateAutocompleteResponse {
    let typed = typed.trim().to_lowercase();
    let fits = names
        .into_iter()
        .filter(|(name, word)| name.to_lowercase().contains(&typed) || word.contains(&typed));
    CreateAutocompleteResponse::new()
        .set_choices(fits.take(CHOICES).map(|(name, word)| AutocompleteChoice::new(name, word)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_named_by_its_number_or_by_the_label_of_a_choice() {
        for typed in ["3", "#3", " 3 ", "#3 · open · My bicycle 7"] {
            assert_eq!(number(typed), Some(3), "{typed}");
        }
        for typed in ["", "#", "three", "3 bicycles", "99999999999999999999", "'; DROP TABLE support_tickets"]
        {
            assert_eq!(number(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_status_is_meant_by_its_word_and_by_its_name_in_the_readers_language() {
        let (english, dutch) = (Locale::new("en"), Locale::new("nl"));
        assert_eq!(status(&english, "Waiting for the member").ok(), Some(Status::WaitingForUser));
        assert_eq!(status(&dutch, " waiting_for_user ").ok(), Some(Status::WaitingForUser));
        assert_eq!(priority(&dutch, "dringend").ok(), Some(Priority::Urgent));
        let refused = status(&english, "solved").expect_err("there is no such status");
        assert!(refused.for_member(&english, "").contains("escalated"), "{refused}");
    }
}
