//! Answers are sent again after a passing fault: what was done stays done, so the member should hear of it.

use std::time::Duration;

use crate::{Error, Result};

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
        match send().await.map_err(Error::from) {
            // 40060 Interaction has already been acknowledged: a try before arrived although its answer was lost.
            Err(error) if tries > 1 && error.discord_code() == Some(40060) => return Ok(()),
            Err(error) if tries < TRIES && error.is_passing() => tokio::time::sleep(PAUSE).await,
            ended => return ended,
        }
        tries += 1;
    }
}
