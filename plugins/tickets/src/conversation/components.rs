//! What a search finds, page by page.

use plugin_api::Component;
use plugin_api::{
    ComponentInteraction, Error, Host, Result,
    ui::{Reply, paginate::Page},
};

use super::{
    search::{self, Search},
    store,
    view::{self, Found},
};
use crate::{
    settings::TicketSettings,
    texts,
    ticket::{Ticket, access::TicketRequest},
};

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![Component::new("search", turn)]
}

/// How many tickets are on a page.
const TICKETS: u32 = 5;

/// How many tickets are found at most: the newest.
const MOST: u32 = 200;

/// How much is shown of a message that was found, in characters.
const EXCERPT: usize = 200;

impl Search {
    /// One page of what somebody of staff finds in the tickets that they answer.
    ///
    /// # Errors
    /// A sentence where they belong to no staff.
    pub async fn page(&self, request: &TicketRequest, page: u32) -> Result<Reply> {
        let (host, guild, reader) = (&request.host, request.guild, &request.locale);
        let _settings = host.settings::<TicketSettings>(guild);
        if !request.answers_any(request.db()).await? {
            return Err(Error::user(texts::text(reader, "search-staff")));
        }
        let visibility = request.visibility();
        let tickets = store::words::tickets(host.db(), guild, &visibility, &self.0, MOST).await?;
        let page = Page::new(page, tickets.len() as u64, TICKETS);
        let shown = tickets.iter().skip((page.index * TICKETS) as usize).take(TICKETS as usize);
        let mut found = Vec::new();
        for ticket in shown {
            found.push(self.found(host, ticket).await?);
        }
        view::found(reader, self, &found, tickets.len(), page)
    }

    /// The message that fits best.
    async fn found(&self, host: &Host, ticket: &Ticket) -> Result<Found> {
        let (db, guild) = (host.db(), ticket.guild);
        let message = store::words::message(db, guild, ticket.id, &self.0).await?.filter(|id| *id != 0);
        let message = match message {
            Some(id) => store::get(db, guild, ticket.id, id).await?,
            None => None,
        };
        let text = match &message {
            Some(message) => message.content.clone(),
            None => ticket.words(),
        };
        let excerpt = search::excerpt(&text, &self.0, EXCERPT);
        let author =
            message.as_ref().map_or_else(|| ticket.username.clone(), |message| message.author.clone());
        Ok(Found { ticket: ticket.clone(), message: message.map(|message| message.id), author, excerpt })
    }
}

/// `search:<words>:<page>`: another page.
pub(crate) async fn turn(interaction: ComponentInteraction) -> Result<()> {
    let (words, page): (String, u32) = interaction.args()?;
    let words: Vec<_> =
        words.split(' ').filter(|word| !word.is_empty()).take(search::WORDS).map(str::to_owned).collect();
    if words.is_empty() {
        return Err(Error::user(texts::text(&interaction.member_locale(), "search-no-words")));
    }
    let request = TicketRequest::new(interaction.request()).await?;
    interaction.update(Search(words).page(&request, page).await?).await
}

#[cfg(test)]
mod tests {
    use plugin_api::Locale;

    use super::*;

    #[test]
    fn the_longest_search_fits_into_a_custom_id() {
        let typed = ["a", "b", "c", "d", "e", "f"].map(|letter| letter.repeat(30)).join(" ");
        let search = Search::of(&typed, &Locale::default()).expect("words");
        assert!(search.id(u32::MAX).build().is_ok());
        assert!(Search::of("the of", &Locale::default()).is_err());
        assert!(Search::of(&"x".repeat(39), &Locale::default()).is_ok());
    }
}
