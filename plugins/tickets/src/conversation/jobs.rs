//! Jobs that store the files of messages and read missed messages.

use plugin_api::{Job, JobKind, Result};

use super::{
    catch_up::{Extent, catch_up},
    domain::{File, FileState},
    files, store,
};
use crate::{
    names::{CATCH_UP, FETCH},
    ticket::{
        self, Status,
        job_context::{READING, number},
    },
};

pub(crate) fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(FETCH, fetch_file).attempts(5).exhausted(mark_failed),
        JobKind::new(CATCH_UP, read_new).deadline(READING),
    ]
}

pub(crate) async fn fetch_file(job: Job) -> Result<()> {
    let Some((ticket, file)) = fetch_pending(&job).await? else { return Ok(()) };
    files::fetch(&job.host, job.guild, ticket, &file).await
}

/// Marks the file as failed, once all attempts are used up.
pub(crate) async fn mark_failed(job: Job) -> Result<()> {
    let Some((ticket, file)) = fetch_pending(&job).await? else { return Ok(()) };
    store::attachments::update(
        job.host.db(),
        job.guild,
        ticket,
        &File { state: FileState::Failed, ..file },
        None,
    )
    .await
}

/// Returns the file if it is still pending.
async fn fetch_pending(job: &Job) -> Result<Option<(i64, File)>> {
    let ticket: i64 = job.payload()?;
    let id = job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no file's id", job.key))?;
    let file = store::attachments::fetch(job.host.db(), job.guild, ticket, id).await?;
    Ok(file.filter(|file| file.state == FileState::Pending).map(|file| (ticket, file)))
}

/// Stores the messages that were written in a ticket's channel while the bot was offline.
pub(crate) async fn read_new(job: Job) -> Result<()> {
    let ticket = ticket::store::fetch(job.host.db(), job.guild, number(&job)?).await?;
    match ticket.filter(|ticket| ticket.status != Status::Archived) {
        Some(ticket) => catch_up(&job.host, &ticket, Extent::New).await,
        None => Ok(()),
    }
}
