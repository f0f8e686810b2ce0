//! Answers are sent again after a passing fault: what was done stays done, so the member should hear of it.

use std::time::Duration;

use serenity::{Error, http::HttpError};

use crate::Result;

/// How often an answer is sent at most. With its pauses it stays within the 3 s that Discord gives.
const TRIES: u32 = 3;

/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(300);

/// Sends until it is taken, for a few tries.
///
/// # Errors
/// Discord's last one.
pub(crate) async fn persist<F, Fut>(send: F) -> Result<()>
where
    F: Fn() -> Fut,
    Fut: Future<Output = serenity::Result<()>>,
{
    let mut tries = 1;
    loop {
        match send().await {
            // 40060 Interaction has already been acknowledged: a try before arrived although its answer was lost.
            Err(error) if tries > 1 && code(&error) == Some(40060) => return Ok(()),
            Err(error) if tries < TRIES && is_passing(&error) => tokio::time::sleep(PAUSE).await,
            ended => return Ok(ended?),
        }
        tries += 1;
    }
}

/// Whether trying again may help: a fault of Discord's or of the network.
fn is_passing(error: &Error) -> bool {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(response)) => response.status_code.is_server_error(),
        Error::Http(HttpError::Request(_)) => true,
        _ => false,
    }
}

fn code(error: &Error) -> Option<isize> {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(response)) => Some(response.error.code),
        _ => None,
    }
}
