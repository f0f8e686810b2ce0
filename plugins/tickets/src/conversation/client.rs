//! The HTTP client that fetches the files of messages.

use plugin_api::Result;
use reqwest::{Client, redirect::Policy};
use std::{sync::OnceLock, time::Duration};

/// How long Discord may take to begin, and for all of a file.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(45));

/// The one client, made when a first file comes.
#[derive(Debug, Default)]
pub struct Fetcher(OnceLock<Client>);

impl Fetcher {
    pub(crate) fn client(&self) -> Result<&Client> {
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
