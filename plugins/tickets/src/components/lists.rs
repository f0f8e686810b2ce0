//! Lists whose pages work after a restart, because what is listed is in their ids.

use plugin_api::{
    CustomId, Error, Host, Locale, Press, Result,
    serenity::{GuildId, UserId},
    ui::{Reply, paginate::Page},
};

use crate::{
    ID, actions,
    domain::{Status, Ticket},
    rights::Actor,
    settings::TicketSettings,
    store::{self, lists::Filter},
    view,
};

/// How many tickets are on a page.
const TICKETS: u32 = 10;

/// How many notes are on a page: each may have 2,000 characters.
const NOTES: u32 = 2;

/// Stands in a custom id for any member, and for any category, whose keys are never that.
const ANYBODY: u64 = 0;
const ANY: &str = "*";

/// What is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The word for a status; `live` and `all` stand for several.
    pub status: String,
    /// Who opened them.
    pub member: Option<UserId>,
    /// The key of their category.
    pub category: Option<String>,
}

impl Listing {
    /// One page of it, as far as somebody may see it.
    ///
    /// # Errors
    /// A sentence where they belong to no staff.
    pub async fn page(
        &self,
        host: &Host,
        guild: GuildId,
        actor: &Actor,
        reader: &Locale,
        page: u32,
    ) -> Result<Reply> {
        let settings = host.settings::<TicketSettings>(guild);
        let reach = actor.reach(&settings);
        if !actor.answers_any(host.db(), guild, &settings).await? {
            return Err(Error::user(view::text(reader, "refused-list")));
        }
        let filter = Filter {
            statuses: self.statuses(),
            member: self.member,
            category: self.category.clone(),
            like: String::new(),
        };
        let count = store::lists::count(host.db(), guild, &reach, &filter).await?;
        let page = Page::of(page, count, TICKETS);
        let tickets = store::lists::list(host.db(), guild, &reach, &filter, page.size, page.offset()).await?;
        let shown = view::Tickets { tickets: &tickets, count, page };
        view::list(reader, &settings, self, &shown, |ticket| actor.reads(&settings, ticket))
    }

    fn statuses(&self) -> Vec<Status> {
        match self.status.as_str() {
            "live" => Status::ALL.iter().copied().filter(|status| status.is_live()).collect(),
            "all" => Status::ALL.to_vec(),
            word => word.parse().into_iter().collect(),
        }
    }

    /// The id of one of its pages.
    #[must_use]
    pub fn id(&self, page: u32) -> CustomId {
        CustomId::new(ID, "list")
            .with(&self.status)
            .with(self.member.map_or(ANYBODY, UserId::get))
            .with(self.category.as_deref().unwrap_or(ANY))
            .with(page)
    }
}

/// `list:<status>:<member>:<category>:<page>`: another page.
pub(super) async fn list(press: Press) -> Result<()> {
    let (status, member, category, page): (String, u64, String, u32) = press.args()?;
    let listing = Listing {
        status,
        member: (member != ANYBODY).then(|| UserId::new(member)),
        category: (category != ANY).then_some(category),
    };
    let actor = Actor::of_press(&press).await?;
    press.update(listing.page(&press.host, press.guild, &actor, &press.reader(), page).await?).await
}

/// `notes:<ticket>:<page>`: another page of the notes.
pub(super) async fn notes(press: Press) -> Result<()> {
    let (id, page): (i64, u32) = press.args()?;
    let (actor, reader) = (Actor::of_press(&press).await?, press.reader());
    let ticket = actions::find(&press.host, press.guild, id, &reader).await?;
    actions::require_staff(&press.host, &ticket, &actor, "note", &reader)?;
    press.update(notes_page(&press.host, &ticket, &reader, page).await?).await
}

/// One page of a ticket's notes.
///
/// # Errors
/// Where the database fails.
pub async fn notes_page(host: &Host, ticket: &Ticket, reader: &Locale, page: u32) -> Result<Reply> {
    let count = store::notes::count(host.db(), ticket.guild, ticket.id).await?;
    let page = Page::of(page, count, NOTES);
    let notes = store::notes::notes(host.db(), ticket.guild, ticket.id, page.size, page.offset()).await?;
    view::notes(reader, ticket, &notes, page)
}

#[cfg(test)]
mod tests {
    use super::*;

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
