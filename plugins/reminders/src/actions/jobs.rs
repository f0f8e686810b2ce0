//! The jobs of a reminder.

use plugin_api::{Host, Result, Tx};

use crate::{
    domain::{Reminder, Step},
    names::{DELIVER, SEND_SNOOZED},
};

/// Queues a step of a reminder in the place of the one that is queued.
pub(crate) async fn queue_step(tx: &mut Tx, host: &Host, reminder: &Reminder, step: Step) -> Result<()> {
    let due_at = step.due_at(reminder.lead_minutes);
    host.jobs().enqueue(tx, DELIVER, reminder.guild, &reminder.number.to_string(), due_at, &step).await
}

/// Cancels everything that is queued for a reminder.
pub(crate) async fn cancel_jobs(tx: &mut Tx, host: &Host, reminder: &Reminder) -> Result<()> {
    for job in [DELIVER, SEND_SNOOZED] {
        host.jobs().cancel(tx, job, reminder.guild, &reminder.number.to_string()).await?;
    }
    Ok(())
}
