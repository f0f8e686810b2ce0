//! What happens after a command was answered: buttons in direct messages, and answers that a job changes; and work that records its own end.

use chrono::TimeDelta;
use plugin_api::{
    Action, Component, ComponentInteraction, ContextExt, Host, Job, JobKind, JobName, ReplyToken, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, GuildId, InputTextStyle,
    },
    ui::{self, Reply},
};
use serde::{Deserialize, Serialize};

use super::{PROBE, probe};

/// A button in a direct message.
const DIRECT: Action = Action::new(PROBE, "direct");

/// A button in a direct message that opens a form.
const ASK: Action = Action::new(PROBE, "ask");

/// The form that [`ASK`] opens.
const TOLD: Action = Action::new(PROBE, "told");

/// A button whose answer a job changes.
const LATER_BUTTON: Action = Action::new(PROBE, "later");

/// Work that changes an answer.
const LATER: JobName = JobName::new(PROBE, "later");

/// Work that removes its row in a transaction of its own, tried once.
pub const RECORDED: JobName = JobName::new(PROBE, "recorded");

pub(super) fn components() -> Vec<Component> {
    vec![
        Component::new(DIRECT, direct).direct(),
        Component::new(ASK, ask).direct(),
        Component::new(TOLD, told).direct(),
        Component::new(LATER_BUTTON, later_pressed),
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
    let button = |action: Action, label| -> Result<CreateButton> {
        Ok(CreateButton::new(action.id().with(guild).build()?).label(label))
    };
    let row = CreateActionRow::Buttons(vec![
        button(DIRECT, "Press")?,
        button(ASK, "Ask me")?.style(ButtonStyle::Secondary),
    ]);
    let message = ui::message().content("From the probe.").components(vec![row]);
    context.author().direct_message(context.host().http(), message).await?;
    context.answer(Reply::text("Written.")).await
}

async fn direct(interaction: ComponentInteraction) -> Result<()> {
    let (guild,): (u64,) = interaction.args()?;
    let detail = format!("{guild} {} {}", interaction.guild, interaction.member().is_some());
    probe(&interaction.host).called(&interaction.host, "direct", detail).await?;
    interaction.reply(Reply::text("Pressed.")).await
}

async fn ask(interaction: ComponentInteraction) -> Result<()> {
    let input = CreateInputText::new(InputTextStyle::Short, "Words", "words");
    let id = TOLD.id().with(interaction.guild).build()?;
    interaction.modal(CreateModal::new(id, "Probe").components(vec![CreateActionRow::InputText(input)])).await
}

async fn told(interaction: ComponentInteraction) -> Result<()> {
    let words = interaction.field("words").unwrap_or_default().to_owned();
    probe(&interaction.host)
        .called(&interaction.host, "told", format!("{} {words}", interaction.guild))
        .await?;
    interaction.update(Reply::text(ui::escape_markdown(&words))).await
}

/// What is to be changed, and when.
#[derive(Debug, Deserialize, Serialize)]
struct Later {
    pending: ReplyToken,
}

/// Answers, and changes that after some minutes
#[plugin_api::poise::command(slash_command, guild_only, rename = "probe_later")]
pub(super) async fn promise(
    context: plugin_api::Context<'_>,
    #[description = "After how many minutes"] minutes: u32,
) -> Result<()> {
    let id = LATER_BUTTON.id().with(minutes).build()?;
    let row = CreateActionRow::Buttons(vec![CreateButton::new(id).label("Once more")]);
    context.answer(Reply::text("Wait.").row(row)).await?;
    let key = format!("{} asks", context.author().name);
    queue(context.host(), context.guild()?, &key, context.reply_token()?, minutes).await
}

async fn later_pressed(interaction: ComponentInteraction) -> Result<()> {
    let (minutes,): (u32,) = interaction.args()?;
    interaction.reply(Reply::text("Wait again.")).await?;
    queue(
        &interaction.host,
        interaction.guild,
        &format!("{} presses", interaction.user().name),
        interaction.reply_token(),
        minutes,
    )
    .await
}

async fn queue(host: &Host, guild: GuildId, key: &str, pending: ReplyToken, minutes: u32) -> Result<()> {
    let due = host.clock().now() + TimeDelta::minutes(minutes.into());
    let mut tx = host.db().begin().await?;
    host.jobs().enqueue(&mut tx, LATER, guild, key, due, &Later { pending }).await?;
    tx.commit().await?;
    Ok(())
}

async fn later(job: Job) -> Result<()> {
    let Later { pending } = job.payload()?;
    let changed = pending.edit_answer(&job.host, Reply::text("Done.")).await?;
    probe(&job.host).called(&job.host, "later", changed.to_string()).await
}

async fn recorded(job: Job) -> Result<()> {
    probe(&job.host).called(&job.host, "recorded", format!("{} attempt {}", job.key, job.attempt)).await?;
    let mut tx = job.host.db().begin().await?;
    job.complete(&mut tx).await?;
    Ok(tx.commit().await?)
}
