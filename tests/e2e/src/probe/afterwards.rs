//! What happens after a command was answered: buttons in direct messages, and answers that a job changes; and work that records its own end.

use chrono::TimeDelta;
use plugin_api::{
    Component, ContextExt, CustomId, Host, Job, JobKind, JobName, Pending, Press, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, GuildId, InputTextStyle,
    },
    ui::{self, Reply},
};
use serde::{Deserialize, Serialize};

use super::{PROBE, probe};

/// Work that changes an answer.
const LATER: JobName = JobName::new(PROBE, "later");

/// Work that removes its row in a transaction of its own, tried once.
pub const RECORDED: JobName = JobName::new(PROBE, "recorded");

pub(super) fn components() -> Vec<Component> {
    vec![
        Component::new("direct", direct).direct(),
        Component::new("ask", ask).direct(),
        Component::new("told", told).direct(),
        Component::new("later", later_pressed),
    ]
}

pub(super) fn jobs() -> Vec<JobKind> {
    vec![
        JobKind::new(LATER, later).attempts(3),
        JobKind::new(RECORDED, recorded).attempts(1).exhausted(|job: Job| async move {
            probe(&job.host).called(&job.host, "given up", job.key.clone()).await
        }),
    ]
}

/// Writes to the member
#[plugin_api::poise::command(slash_command, guild_only, rename = "probe_direct")]
pub(super) async fn write(context: plugin_api::Context<'_>) -> Result<()> {
    let guild = context.guild()?;
    let button = |action, label| -> Result<CreateButton> {
        Ok(CreateButton::new(CustomId::new(PROBE, action).with(guild).build()?).label(label))
    };
    let row = CreateActionRow::Buttons(vec![
        button("direct", "Press")?,
        button("ask", "Ask me")?.style(ButtonStyle::Secondary),
    ]);
    let message = ui::message().content("From the probe.").components(vec![row]);
    context.author().direct_message(context.host().http(), message).await?;
    context.answer(Reply::text("Written.")).await
}

async fn direct(press: Press) -> Result<()> {
    let (guild,): (u64,) = press.args()?;
    let detail = format!("{guild} {} {}", press.guild, press.member().is_some());
    probe(&press.host).called(&press.host, "direct", detail).await?;
    press.reply(Reply::text("Pressed.")).await
}

async fn ask(press: Press) -> Result<()> {
    let input = CreateInputText::new(InputTextStyle::Short, "Words", "words");
    let id = CustomId::new(PROBE, "told").with(press.guild).build()?;
    press.modal(CreateModal::new(id, "Probe").components(vec![CreateActionRow::InputText(input)])).await
}

async fn told(press: Press) -> Result<()> {
    let words = press.field("words").unwrap_or_default().to_owned();
    probe(&press.host).called(&press.host, "told", format!("{} {words}", press.guild)).await?;
    press.update(Reply::text(ui::plain(&words))).await
}

/// What is to be changed, and when.
#[derive(Debug, Deserialize, Serialize)]
struct Later {
    pending: Pending,
}

/// Answers, and changes that after some minutes
#[plugin_api::poise::command(slash_command, guild_only, rename = "probe_later")]
pub(super) async fn promise(
    context: plugin_api::Context<'_>,
    #[description = "After how many minutes"] minutes: u32,
) -> Result<()> {
    let id = CustomId::new(PROBE, "later").with(minutes).build()?;
    let row = CreateActionRow::Buttons(vec![CreateButton::new(id).label("Once more")]);
    context.answer(Reply::text("Wait.").row(row)).await?;
    let key = format!("{} asks", context.author().name);
    queue(context.host(), context.guild()?, &key, context.pending()?, minutes).await
}

async fn later_pressed(press: Press) -> Result<()> {
    let (minutes,): (u32,) = press.args()?;
    press.reply(Reply::text("Wait again.")).await?;
    queue(&press.host, press.guild, &format!("{} presses", press.user().name), press.pending(), minutes).await
}

async fn queue(host: &Host, guild: GuildId, key: &str, pending: Pending, minutes: u32) -> Result<()> {
    let due = host.clock().now() + TimeDelta::minutes(minutes.into());
    let mut tx = host.db().begin().await?;
    host.jobs().at(&mut tx, LATER, guild, key, due, &Later { pending }).await?;
    tx.commit().await?;
    Ok(())
}

async fn later(job: Job) -> Result<()> {
    let Later { pending } = job.payload()?;
    let changed = pending.answer(&job.host, Reply::text("Done.")).await?;
    probe(&job.host).called(&job.host, "later", changed.to_string()).await
}

async fn recorded(job: Job) -> Result<()> {
    probe(&job.host).called(&job.host, "recorded", format!("{} attempt {}", job.key, job.attempt)).await?;
    let mut tx = job.host.db().begin().await?;
    job.complete(&mut tx).await?;
    Ok(tx.commit().await?)
}
