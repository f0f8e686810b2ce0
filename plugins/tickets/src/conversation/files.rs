//! Fetches the files of messages, since Discord's links to them die.

use std::{sync::OnceLock, time::Duration};

use futures::StreamExt;
use plugin_api::{Host, Result, serenity::GuildId};
use reqwest::{Client, StatusCode, redirect::Policy};

use crate::{
    Tickets,
    domain::{File, FileState},
    settings::TicketSettings,
    store,
};

/// How long Discord may take to begin, and for all of a file.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(45));

/// The one client, made when a first file comes.
#[derive(Debug, Default)]
pub struct Fetcher(OnceLock<Client>);

impl Fetcher {
    fn client(&self) -> Result<&Client> {
        if let Some(client) = self.0.get() {
            return Ok(client);
        }
        let (begin, whole) = PATIENCE;
        let client = Client::builder().connect_timeout(begin).read_timeout(begin).timeout(whole);
        // A link of Discord's leads to the file itself.
        let client = client.redirect(Policy::none()).build().map_err(anyhow::Error::from)?;
        Ok(self.0.get_or_init(|| client))
    }
}

/// How many bytes a file may have to be kept in a guild.
#[must_use]
pub fn limit(host: &Host, guild: GuildId) -> i64 {
    i64::from(host.settings::<TicketSettings>(guild).attachment_megabytes) << 20
}

/// Fetches a file and keeps it, or that it can't be kept.
///
/// # Errors
/// Where it may be there the next time, or the database fails.
pub async fn fetch(host: &Host, guild: GuildId, ticket: i64, file: &File) -> Result<()> {
    let (state, content) = match download(host, guild, file).await? {
        Download::Whole(bytes) => (FileState::Stored, Some(bytes)),
        Download::TooLarge => (FileState::TooLarge, None),
        Download::Gone => (FileState::Failed, None),
    };
    store::attachments::settle(host.db(), guild, ticket, file.id, state, content).await
}

enum Download {
    Whole(Vec<u8>),
    TooLarge,
    Gone,
}

/// Reads a file as far as it may be kept, whatever it was said to have.
async fn download(host: &Host, guild: GuildId, file: &File) -> Result<Download> {
    let most = usize::try_from(limit(host, guild)).unwrap_or(usize::MAX);
    // The address goes into no log: who has it has the file.
    let failed = |error: reqwest::Error| anyhow::anyhow!("file {}: {}", file.id, error.without_url());
    let tickets = Tickets::of(host)?;
    let response = tickets.files.client()?.get(&file.url).send().await.map_err(failed)?;
    match response.status() {
        StatusCode::OK => {}
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            return Err(anyhow::anyhow!("Discord answered {status} for file {}", file.id).into());
        }
        _ => return Ok(Download::Gone),
    }
    let mut bytes = Vec::new();
    let mut parts = response.bytes_stream();
    while let Some(part) = parts.next().await {
        let part = part.map_err(failed)?;
        if bytes.len() + part.len() > most {
            return Ok(Download::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Download::Whole(bytes))
}
