//! What the jobs of tickets have in common.

use std::time::Duration;

use plugin_api::{Error, Host, Job, Result, Tx};

use super::{domain::Ticket, store, timers};

/// How often what is said or done on Discord in time is tried: with the pauses of the job queue, for a little more than a day.
pub(crate) const TRIES: u32 = 110;

/// How long it may take to read a channel to its end: Discord gives a hundred messages at a time.
pub(crate) const READING: Duration = Duration::from_secs(600);

/// Fetches the ticket of a job; `None` if it is gone.
pub(crate) async fn fetch_ticket(job: &Job) -> Result<Option<Ticket>> {
    store::fetch(job.host.db(), job.guild, number(job)?).await
}

/// Begins a transaction and locks the ticket of a job; `None` if it is gone.
pub(crate) async fn lock_ticket(job: &Job) -> Result<Option<(Tx, Ticket)>> {
    let mut tx = job.host.db().begin().await?;
    let found = store::lock(&mut tx, job.guild, number(job)?).await?;
    if found.is_none() {
        tx.rollback().await?;
        return Ok(None);
    }
    Ok(found.map(|ticket| (tx, ticket)))
}

/// Sets a ticket's timers again, because what they depend on has changed without an event, such as the settings.
pub(crate) async fn realign(host: &Host, mut tx: Tx, ticket: &Ticket) -> Result<()> {
    timers::align(&mut tx, host, ticket).await?;
    Ok(tx.commit().await?)
}

/// Whether Discord refused something in a way that a retry cannot change.
pub(crate) fn is_final(error: &Error) -> bool {
    error.discord_status().is_some() && !error.is_transient()
}

/// The number of the ticket that a job is about: its key, or what stands in it before the first `:`.
///
/// # Errors
/// If another version wrote the row; the job is then parked for an operator.
pub fn number(job: &Job) -> Result<i64> {
    let number = job.key.split(':').next().and_then(|number| number.parse().ok());
    Ok(number.ok_or_else(|| anyhow::anyhow!("the key '{}' names no ticket", job.key))?)
}
