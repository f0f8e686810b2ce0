//! Runs a command or an autocompletion that Discord sent: gate first, then poise, acknowledged in time, errors explained.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use plugin_api::{
    ContextExt, Data, Error, Locale,
    error::{MissingPermission, Who},
    serenity::CommandInteraction,
};

use super::Owner;
use crate::{
    errors,
    interaction::{self, DEFER_AFTER},
    metrics,
    runtime::{Runtime, Session},
};

/// How long a command may take: Discord's interaction tokens live 15 minutes, and with the last ten seconds its member is told.
const DEADLINE: Duration = Duration::from_secs(15 * 60 - 10);

/// How long an autocompletion may take: Discord shows nothing after 3 seconds.
const AUTOCOMPLETE_DEADLINE: Duration = Duration::from_secs(3);

/// Runs a command to its end.
pub(crate) async fn command(runtime: &Runtime, session: Session<'_>, interaction: &CommandInteraction) {
    let locale = Locale::new(&interaction.locale);
    let Some(owner) = admit(runtime, interaction) else {
        let text = errors::text(&locale, "command-off");
        return interaction::refuse(runtime, interaction, false, &text).await;
    };
    let (sent, begun) = (AtomicBool::new(false), Instant::now());
    let result = acknowledged(runtime, session, interaction, &sent).await;
    let word = match &result {
        Ok(()) => "done",
        Err(error) if error.is_refusal() => "refused",
        Err(_) => "failed",
    };
    metrics::command(owner.word(), &interaction.data.name, word, begun.elapsed());
    let error = match result {
        Ok(()) if sent.load(Ordering::SeqCst) => return,
        Ok(()) => Error::Internal(anyhow::anyhow!("the command ended without an answer")),
        Err(error) => error,
    };
    let text = errors::explain(&error, "command", &interaction.data.name, &locale);
    interaction::refuse(runtime, interaction, sent.load(Ordering::SeqCst), &text).await;
}

/// Answers an autocompletion; a late or failed one shows nothing, which is what a member expects.
pub(crate) async fn autocomplete(runtime: &Runtime, session: Session<'_>, interaction: &CommandInteraction) {
    if admit(runtime, interaction).is_none() {
        return;
    }
    let (sent, data, options) = (AtomicBool::new(false), empty(), interaction.data.options());
    let mut tree = Vec::new();
    let framework = runtime.framework(&session);
    let work = poise::dispatch_autocomplete(framework, interaction, &sent, &data, &options, &mut tree);
    match runtime.host.clock().timeout(AUTOCOMPLETE_DEADLINE, work).await {
        Some(Ok(())) => {}
        Some(Err(error)) => {
            let error = explain(error);
            tracing::warn!(command = interaction.data.name, %error, "an autocompletion failed");
        }
        None => tracing::warn!(command = interaction.data.name, "an autocompletion took longer than 3 s"),
    }
}

/// Whose the command is, if that plugin is on where it was called.
fn admit(runtime: &Runtime, interaction: &CommandInteraction) -> Option<Owner> {
    let owner = runtime.commands.owner(u8::from(interaction.data.kind), &interaction.data.name)?;
    owner.is_on(&runtime.gate, interaction.guild_id?).then_some(owner)
}

/// Runs it, and acknowledges for it when it has not answered by itself in time.
async fn acknowledged(
    runtime: &Runtime,
    session: Session<'_>,
    interaction: &CommandInteraction,
    sent: &AtomicBool,
) -> Result<(), Error> {
    let (data, options, mut tree) = (empty(), interaction.data.options(), Vec::new());
    let clock = runtime.host.clock();
    let framework = runtime.framework(&session);
    let work = poise::dispatch_interaction(framework, interaction, sent, &data, &options, &mut tree);
    let mut work = std::pin::pin!(work);
    if let Some(result) = clock.timeout(DEFER_AFTER, &mut work).await {
        return result.map_err(explain);
    }
    if !sent.swap(true, Ordering::SeqCst) {
        interaction::defer(runtime, interaction).await;
    }
    match clock.timeout(DEADLINE - DEFER_AFTER, work).await {
        Some(result) => result.map_err(explain),
        None => Err(Error::Internal(anyhow::anyhow!("the command took longer than 15 minutes"))),
    }
}

fn empty() -> tokio::sync::Mutex<Box<dyn std::any::Any + Send + Sync>> {
    tokio::sync::Mutex::new(Box::new(()))
}

/// What a failure inside poise means to us.
fn explain(error: poise::FrameworkError<'_, Data, Error>) -> Error {
    use poise::FrameworkError as F;
    let refusal = |locale: &Locale, id: &str| Error::User(errors::text(locale, id));
    let missing = |permissions, who| MissingPermission { permissions, who, channel: None }.into();
    match error {
        F::Command { error, .. } | F::CommandCheckFailed { error: Some(error), .. } => error,
        F::CommandPanic { payload, .. } => Error::Internal(anyhow::anyhow!(
            "panicked: {}",
            payload.unwrap_or_else(|| "without a text".into())
        )),
        F::ArgumentParse { input, ctx, error, .. } => Error::User(errors::text_with(
            &ctx.reader(),
            "argument-unreadable",
            &[("input", input.unwrap_or_default().into()), ("reason", error.to_string().into())],
        )),
        F::MissingUserPermissions { missing_permissions, .. } => {
            missing(missing_permissions.unwrap_or_default(), Who::Member)
        }
        F::MissingBotPermissions { missing_permissions, .. } => missing(missing_permissions, Who::Bot),
        F::GuildOnly { ctx, .. } => refusal(&ctx.reader(), "command-guild-only"),
        F::CooldownHit { ctx, .. } => refusal(&ctx.reader(), "command-cooldown"),
        F::SubcommandRequired { ctx, .. } => refusal(&ctx.reader(), "command-outdated"),
        F::CommandStructureMismatch { ctx, .. } => {
            refusal(&Locale::new(&ctx.interaction.locale), "command-outdated")
        }
        F::UnknownInteraction { interaction, .. } => {
            refusal(&Locale::new(&interaction.locale), "command-outdated")
        }
        other => Error::Internal(anyhow::anyhow!("{other}")),
    }
}
