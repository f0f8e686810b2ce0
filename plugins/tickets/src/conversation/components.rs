//! The pages of a search.

use plugin_api::{
    Component, ComponentInteraction, Error, Host, Result,
    ui::{Reply, paginate::Page},
};

use super::{
    search::{self, Search},
    store,
    view::{self, Found},
};
use crate::{
    names, texts,
    ticket::{Ticket, access::TicketRequest},
};

pub(crate) fn all() -> Vec<Component> {
    vec![Component::new(names::actions::SEARCH, turn_page)]
}

/// How many tickets are on a page.
const TICKETS_PER_PAGE: u32 = 5;

/// How many tickets a search finds at most: the newest.
const MAX_TICKETS: u32 = 200;

/// The length of an excerpt, in characters.
const EXCERPT_LENGTH: usize = 200;

impl Search {
    /// Renders one page of the tickets that match and that the member may see.
    ///
    /// # Errors
    /// A message for a member who is not staff of any category.
    pub async fn render_page(&self, request: &TicketRequest, page: u32) -> Result<Reply> {
        let (host, guild, locale) = (&request.host, request.guild, &request.locale);
        if !request.answers_any(request.db()).await? {
            return Err(Error::user(texts::text(locale, "search-staff")));
        }
        let visibility = request.visibility();
        let tickets = store::words::find_tickets(host.db(), guild, &visibility, &self.0, MAX_TICKETS).await?;
        let page = Page::new(page, tickets.len() as u64, TICKETS_PER_PAGE);
        let shown =
            tickets.iter().skip((page.index * TICKETS_PER_PAGE) as usize).take(TICKETS_PER_PAGE as usize);
        let mut results = Vec::new();
        for ticket in shown {
            results.push(self.find_message(host, ticket).await?);
        }
        view::results(locale, self, &results, tickets.len(), page)
    }

    /// Finds the message of a ticket that matches best.
    async fn find_message(&self, host: &Host, ticket: &Ticket) -> Result<Found> {
        let (db, guild) = (host.db(), ticket.guild);
        let message = store::words::find_message(db, guild, ticket.id, &self.0).await?.filter(|id| *id != 0);
        let message = match message {
            Some(id) => store::fetch(db, guild, ticket.id, id).await?,
            None => None,
        };
        let text = match &message {
            Some(message) => message.content.clone(),
            None => ticket.words(),
        };
        let excerpt = search::excerpt(&text, &self.0, EXCERPT_LENGTH);
        let author =
            message.as_ref().map_or_else(|| ticket.username.clone(), |message| message.author.clone());
        Ok(Found { ticket: ticket.clone(), message: message.map(|message| message.id), author, excerpt })
    }
}

/// `search:<words>:<page>`: another page.
pub(crate) async fn turn_page(interaction: ComponentInteraction) -> Result<()> {
    let (words, page): (String, u32) = interaction.args()?;
    let words: Vec<_> =
        words.split(' ').filter(|word| !word.is_empty()).take(search::MAX_WORDS).map(str::to_owned).collect();
    if words.is_empty() {
        return Err(Error::user(texts::text(&interaction.member_locale(), "search-no-words")));
    }
    let request = TicketRequest::new(interaction.request()).await?;
    interaction.update(Search(words).render_page(&request, page).await?).await
}

#[cfg(test)]
mod tests {
    use plugin_api::Locale;

    use super::*;

    #[test]
    fn the_longest_search_fits_into_a_custom_id() {
        let typed = ["a", "b", "c", "d", "e", "f"].map(|letter| letter.repeat(30)).join(" ");
        let search = Search::parse(&typed, &Locale::default()).expect("words");
        assert!(search.custom_id(u32::MAX).build().is_ok());
        assert!(Search::parse("the of", &Locale::default()).is_err());
        assert!(Search::parse(&"x".repeat(39), &Locale::default()).is_ok());
    }
}
