//! Keeps a file of a message.

use plugin_api::{Job, Result};

use crate::{
    conversation,
    domain::{File, FileState},
    store,
};

/// Fetches it.
///
/// # Errors
/// Where it may be there the next time.
pub(super) async fn fetch(job: Job) -> Result<()> {
    let Some((ticket, file)) = wanted(&job).await? else { return Ok(()) };
    conversation::fetch(&job.host, job.guild, ticket, &file).await
}

/// Keeps that it could not be had.
///
/// # Errors
/// Where the database fails.
pub(super) async fn given_up(job: Job) -> Result<()> {
    let Some((ticket, file)) = wanted(&job).await? else { return Ok(()) };
    store::attachments::settle(job.host.db(), job.guild, ticket, file.id, FileState::Failed, None).await
}

/// The file, if it is still to be fetched.
async fn wanted(job: &Job) -> Result<Option<(i64, File)>> {
    let ticket: i64 = job.payload()?;
    let id = job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no file's id", job.key))?;
    let file = store::attachments::get(job.host.db(), job.guild, ticket, id).await?;
    Ok(file.filter(|file| file.state == FileState::Pending).map(|file| (ticket, file)))
}
