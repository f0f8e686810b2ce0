//! Keeps a file of a message.

use super::catch_up::{Extent, catch_up};
use crate::names::{CATCH_UP, FETCH};
use crate::ticket::{
    self, Status,
    job_context::{READING, number},
};
use plugin_api::JobKind;
use plugin_api::{Job, Result};

use super::{
    domain::{File, FileState},
    files, store,
};

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(FETCH, fetch).attempts(5).exhausted(given_up),
        JobKind::new(CATCH_UP, read_new).deadline(READING),
    ]
}

/// Fetches it.
///
/// # Errors
/// Where it may be there the next time.
pub(crate) async fn fetch(job: Job) -> Result<()> {
    let Some((ticket, file)) = wanted(&job).await? else { return Ok(()) };
    files::fetch(&job.host, job.guild, ticket, &file).await
}

/// Keeps that it could not be had.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn given_up(job: Job) -> Result<()> {
    let Some((ticket, file)) = wanted(&job).await? else { return Ok(()) };
    store::attachments::update(
        job.host.db(),
        job.guild,
        ticket,
        &File { state: FileState::Failed, ..file },
        None,
    )
    .await
}

/// The file, if it is still to be fetched.
async fn wanted(job: &Job) -> Result<Option<(i64, File)>> {
    let ticket: i64 = job.payload()?;
    let id = job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no file's id", job.key))?;
    let file = store::attachments::get(job.host.db(), job.guild, ticket, id).await?;
    Ok(file.filter(|file| file.state == FileState::Pending).map(|file| (ticket, file)))
}

/// Keeps what was said in a ticket's channel while nobody listened.
///
/// # Errors
/// Where the database or Discord fails.
pub(crate) async fn read_new(job: Job) -> Result<()> {
    let ticket = ticket::store::get(job.host.db(), job.guild, number(&job)?).await?;
    match ticket.filter(|ticket| ticket.status != Status::Archived) {
        Some(ticket) => catch_up(&job.host, &ticket, Extent::New).await,
        None => Ok(()),
    }
}
