//! Storing the files of messages, since Discord's links to them expire.

use futures::StreamExt;
use plugin_api::{Host, Result, serenity::GuildId};
use reqwest::{Client, StatusCode};

use super::{
    domain::{File, FileState},
    store,
};
use crate::{plugin::Tickets, settings::TicketSettings};

/// The guild's limit for a stored file, in bytes.
pub fn size_limit(host: &Host, guild: GuildId) -> i64 {
    i64::from(host.settings::<TicketSettings>(guild).attachment_megabytes) << 20
}

/// Downloads a file and stores it, or the reason why it can't be stored.
pub async fn fetch(host: &Host, guild: GuildId, ticket: i64, file: &File) -> Result<()> {
    let max_bytes = usize::try_from(size_limit(host, guild)).unwrap_or(usize::MAX);
    let tickets = Tickets::from_host(host)?;
    let (state, content) = match download(tickets.files.client()?, file, max_bytes).await? {
        Download::Whole(bytes) => (FileState::Stored, Some(bytes)),
        Download::TooLarge => (FileState::TooLarge, None),
        Download::Gone => (FileState::Failed, None),
    };
    store::attachments::update(host.db(), guild, ticket, &File { state, ..file.clone() }, content).await
}

#[derive(Debug)]
enum Download {
    Whole(Vec<u8>),
    TooLarge,
    Gone,
}

/// Downloads a file up to the limit, whatever size was announced.
async fn download(client: &Client, file: &File, max_bytes: usize) -> Result<Download> {
    // The address is never logged: whoever has it can read the file.
    let failed = |error: reqwest::Error| anyhow::anyhow!("file {}: {}", file.id, error.without_url());
    let response = client.get(&file.url).send().await.map_err(failed)?;
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
        if bytes.len() + part.len() > max_bytes {
            return Ok(Download::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Download::Whole(bytes))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// Time stands still but for what is waited for.
    #[tokio::test(start_paused = true)]
    async fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let file = File {
            id: 7,
            message: 1,
            user: 1,
            name: "slow.png".to_owned(),
            content_type: String::new(),
            size: 10,
            url: format!("http://{}/secret", listener.local_addr().expect("its address")),
            state: FileState::Pending,
        };
        let fetcher = super::super::client::Fetcher::default();
        let error = download(fetcher.client().expect("a client"), &file, 100).await.expect_err("no answer");
        let text = format!("{error:#}");
        assert!(text.contains("file 7") && !text.contains("secret"), "{text}");
    }
}
