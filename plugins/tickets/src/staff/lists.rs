//! Lists whose pages work after a restart, because what is listed is in their ids.

use plugin_api::{
    ComponentInteraction, Error, Host, Locale, Result,
    serenity::UserId,
    ui::{Reply, paginate::Page},
};

use super::{
    domain::{ANY, ANYBODY, Listing},
    store, view,
};
use crate::{
    settings::TicketSettings,
    texts,
    ticket::{self, Ticket, access::TicketRequest, store::visibility::Filter},
};

/// How many tickets are on a page.
const TICKETS: u32 = 10;

/// How many notes are on a page: each may have 2,000 characters.
const NOTES: u32 = 2;

impl Listing {
    /// One page of it, as far as somebody may see it.
    ///
    /// # Errors
    /// A sentence where they belong to no staff.
    pub async fn page(&self, request: &TicketRequest, page: u32) -> Result<Reply> {
        let (host, guild, locale) = (&request.host, request.guild, &request.locale);
        let settings = host.settings::<TicketSettings>(guild);
        let visibility = request.visibility();
        if !request.answers_any(request.db()).await? {
            return Err(Error::user(texts::text(locale, "refused-list")));
        }
        let filter = Filter {
            statuses: self.statuses(),
            member: self.member,
            category: self.category.clone(),
            like: String::new(),
        };
        let count = ticket::store::visibility::count(host.db(), guild, &visibility, &filter).await?;
        let page = Page::new(page, count, TICKETS);
        let tickets = ticket::store::visibility::list(host.db(), guild, &visibility, &filter, page).await?;
        let shown = view::Tickets { tickets: &tickets, count, page };
        view::list(locale, &settings, self, &shown, |ticket| request.reads(ticket))
    }
}

/// `list:<status>:<member>:<category>:<page>`: another page.
pub(crate) async fn list(interaction: ComponentInteraction) -> Result<()> {
    let (status, member, category, page): (String, u64, String, u32) = interaction.args()?;
    let listing = Listing {
        status,
        member: (member != ANYBODY).then(|| UserId::new(member)),
        category: (category != ANY).then_some(category),
    };
    let request = TicketRequest::new(interaction.request()).await?;
    interaction.update(listing.page(&request, page).await?).await
}

/// `notes:<ticket>:<page>`: another page of the notes.
pub(crate) async fn notes(interaction: ComponentInteraction) -> Result<()> {
    let (id, page): (i64, u32) = interaction.args()?;
    let request = TicketRequest::new(interaction.request()).await?;
    let locale = &request.locale;
    let ticket = ticket::actions::find(&request, id).await?;
    ticket::actions::require_staff(&request, &ticket, "note")?;
    interaction.update(notes_page(&interaction.host, &ticket, locale, page).await?).await
}

/// One page of a ticket's notes.
pub async fn notes_page(host: &Host, ticket: &Ticket, locale: &Locale, page: u32) -> Result<Reply> {
    let count = store::count(host.db(), ticket.guild, ticket.id).await?;
    let page = Page::new(page, count, NOTES);
    let notes = store::notes(host.db(), ticket.guild, ticket.id, page.size, page.offset()).await?;
    view::notes(locale, ticket, &notes, page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Status;

    #[test]
    fn the_longest_listing_fits_into_a_custom_id() {
        let listing = Listing {
            status: Status::WaitingForUser.to_string(),
            member: Some(UserId::new(u64::MAX)),
            category: Some("x".repeat(32)),
        };
        assert!(listing.id(u32::MAX).build().is_ok());
    }
}
