//! Runs a command or an autocompletion that Discord sent: gate first, then poise, acknowledged in time, errors explained.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use plugin_api::{
    ContextExt, Data, Error, Locale, MissingPermission, PermissionHolder,
    serenity::{CommandInteraction, Context, ShardManager},
};

use super::{Commands, Owner};
use crate::{
    discord::interaction::{self, DEFER_AFTER},
    errors, metrics,
    runtime::Runtime,
};

/// How long a command may take: Discord's interaction tokens live for 15 minutes, and the last ten seconds are left to tell the member.
const DEADLINE: Duration = Duration::from_secs(15 * 60 - 10);

/// How long an autocompletion may take: Discord shows nothing after 3 seconds.
const AUTOCOMPLETE_DEADLINE: Duration = Duration::from_secs(3);

/// Runs the commands that one shard receives.
pub(in crate::discord) struct CommandRunner<'a> {
    pub(in crate::discord) runtime: &'a Runtime,
    pub(in crate::discord) commands: &'a Commands,
    pub(in crate::discord) context: &'a Context,
    pub(in crate::discord) shards: &'a Arc<ShardManager>,
}

impl CommandRunner<'_> {
    /// Runs a command to its end.
    pub(in crate::discord) async fn run(&self, interaction: &CommandInteraction) {
        let (locale, http) = (Locale::new(&interaction.locale), self.runtime.host.http());
        let Some(owner) = self.authorize(interaction) else {
            let text = errors::text(&locale, "command-off");
            return interaction::refuse(http, interaction, false, &text).await;
        };
        let (sent, begun) = (AtomicBool::new(false), Instant::now());
        let result = self.run_in_time(interaction, &sent).await;
        let outcome = match &result {
            Ok(()) => "done",
            Err(error) if error.is_refusal() => "refused",
            Err(_) => "failed",
        };
        metrics::record_command(owner.as_str(), &interaction.data.name, outcome, begun.elapsed());
        let error = match result {
            Ok(()) if sent.load(Ordering::SeqCst) => return,
            Ok(()) => Error::Internal(anyhow::anyhow!("the command ended without an answer")),
            Err(error) => error,
        };
        let text = errors::explain(&error, "command", &interaction.data.name, &locale);
        interaction::refuse(http, interaction, sent.load(Ordering::SeqCst), &text).await;
    }

    /// Answers an autocompletion. A late or failed one shows nothing, which is what a member expects.
    pub(in crate::discord) async fn autocomplete(&self, interaction: &CommandInteraction) {
        if self.authorize(interaction).is_none() {
            return;
        }
        let (sent, data, options) = (AtomicBool::new(false), empty(), interaction.data.options());
        let mut tree = Vec::new();
        let framework = self.framework();
        let work = poise::dispatch_autocomplete(framework, interaction, &sent, &data, &options, &mut tree);
        match self.runtime.host.clock().timeout(AUTOCOMPLETE_DEADLINE, work).await {
            Some(Ok(())) => {}
            Some(Err(error)) => {
                let error = convert_error(error);
                tracing::warn!(command = interaction.data.name, %error, "an autocompletion failed");
            }
            None => tracing::warn!(command = interaction.data.name, "an autocompletion took longer than 3 s"),
        }
    }

    /// Returns the owner of the command if it is on in the guild of the interaction.
    fn authorize(&self, interaction: &CommandInteraction) -> Option<Owner> {
        let owner = self.commands.owner(u8::from(interaction.data.kind), &interaction.data.name)?;
        owner.is_on(&self.runtime.gate, interaction.guild_id?).then_some(owner)
    }

    /// Runs a command until its deadline, and acknowledges for it if it has not answered by itself in time.
    async fn run_in_time(&self, interaction: &CommandInteraction, sent: &AtomicBool) -> Result<(), Error> {
        let (data, options, mut tree) = (empty(), interaction.data.options(), Vec::new());
        let clock = self.runtime.host.clock();
        let framework = self.framework();
        let work = poise::dispatch_interaction(framework, interaction, sent, &data, &options, &mut tree);
        let mut work = std::pin::pin!(work);
        if let Some(result) = clock.timeout(DEFER_AFTER, &mut work).await {
            return result.map_err(convert_error);
        }
        if !sent.swap(true, Ordering::SeqCst) {
            interaction::defer(self.runtime.host.http(), interaction).await;
        }
        match clock.timeout(DEADLINE - DEFER_AFTER, work).await {
            Some(result) => result.map_err(convert_error),
            None => Err(Error::Internal(anyhow::anyhow!("the command took longer than 15 minutes"))),
        }
    }

    /// Builds what poise needs to run a command.
    fn framework(&self) -> poise::FrameworkContext<'_, Data, Error> {
        poise::FrameworkContext {
            serenity_context: self.context,
            bot_id: self.runtime.host.bot(),
            options: self.commands.options(),
            user_data: &self.runtime.host,
            shard_manager: self.shards,
        }
    }
}

fn empty() -> tokio::sync::Mutex<Box<dyn std::any::Any + Send + Sync>> {
    tokio::sync::Mutex::new(Box::new(()))
}

/// Converts a failure inside of poise into an error of ours.
fn convert_error(error: poise::FrameworkError<'_, Data, Error>) -> Error {
    use poise::FrameworkError as F;
    let refusal = |locale: &Locale, id: &str| Error::User(errors::text(locale, id));
    let missing = |permissions, holder| MissingPermission { permissions, holder, channel: None }.into();
    match error {
        F::Command { error, .. } | F::CommandCheckFailed { error: Some(error), .. } => error,
        F::CommandPanic { payload, .. } => Error::Internal(anyhow::anyhow!(
            "panicked: {}",
            payload.unwrap_or_else(|| "without a text".into())
        )),
        F::ArgumentParse { input, ctx, error, .. } => Error::User(errors::text_with(
            &ctx.member_locale(),
            "argument-unreadable",
            &[("input", input.unwrap_or_default().into()), ("reason", error.to_string().into())],
        )),
        F::MissingUserPermissions { missing_permissions, .. } => {
            missing(missing_permissions.unwrap_or_default(), PermissionHolder::Member)
        }
        F::MissingBotPermissions { missing_permissions, .. } => {
            missing(missing_permissions, PermissionHolder::Bot)
        }
        F::GuildOnly { ctx, .. } => refusal(&ctx.member_locale(), "command-guild-only"),
        F::CooldownHit { ctx, .. } => refusal(&ctx.member_locale(), "command-cooldown"),
        F::SubcommandRequired { ctx, .. } => refusal(&ctx.member_locale(), "command-outdated"),
        F::CommandStructureMismatch { ctx, .. } => {
            refusal(&Locale::new(&ctx.interaction.locale), "command-outdated")
        }
        F::UnknownInteraction { interaction, .. } => {
            refusal(&Locale::new(&interaction.locale), "command-outdated")
        }
        other => Error::Internal(anyhow::anyhow!("{other}")),
    }
}
