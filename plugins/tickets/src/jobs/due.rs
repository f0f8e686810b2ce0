//! What the jobs of tickets have in common.

use plugin_api::{Error, Host, Job, Result, Tx};

use super::{number, timers};
use crate::{
    conversation::{Extent, catch_up},
    domain::Ticket,
    store,
};

/// The ticket that a job is about; `None` where it is gone.
pub(super) async fn ticket(job: &Job) -> Result<Option<Ticket>> {
    store::get(job.host.db(), job.guild, number(job)?).await
}

/// The same, once what was said in its channel is known: after an outage the timers are due before anybody has listened.
pub(super) async fn heard(job: &Job) -> Result<Option<Ticket>> {
    let Some(found) = ticket(job).await? else { return Ok(None) };
    catch_up(&job.host, &found, Extent::New).await?;
    ticket(job).await
}

/// The same, locked.
pub(super) async fn locked(job: &Job) -> Result<Option<(Tx, Ticket)>> {
    let mut tx = job.host.db().begin().await?;
    let found = store::lock(&mut tx, job.guild, number(job)?).await?;
    if found.is_none() {
        tx.rollback().await?;
        return Ok(None);
    }
    Ok(found.map(|ticket| (tx, ticket)))
}

/// Sets a ticket's timers anew: what they follow from has changed without anybody saying so, such as the settings.
pub(super) async fn realign(host: &Host, mut tx: Tx, ticket: &Ticket) -> Result<()> {
    timers::align(&mut tx, host, ticket).await?;
    Ok(tx.commit().await?)
}

/// Whether Discord refused something in a way that no further try mends.
pub(super) fn is_final(error: &Error) -> bool {
    error.discord_status().is_some() && !error.is_passing()
}
