//! The HTTP client that fetches the files of messages.

use std::{sync::OnceLock, time::Duration};

use plugin_api::Result;
use reqwest::{Client, redirect::Policy};

/// Timeouts for the first byte, and for a whole file.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(45));

/// The HTTP client, which is built for the first file.
#[derive(Debug, Default)]
pub struct Fetcher(OnceLock<Client>);

impl Fetcher {
    pub(crate) fn client(&self) -> Result<&Client> {
        if let Some(client) = self.0.get() {
            return Ok(client);
        }
        let (begin, whole) = PATIENCE;
        let client = Client::builder().connect_timeout(begin).read_timeout(begin).timeout(whole);
        // Discord's links never redirect.
        let client = client.redirect(Policy::none()).build().map_err(anyhow::Error::from)?;
        Ok(self.0.get_or_init(|| client))
    }
}
