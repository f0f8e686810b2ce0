//! Runs buttons, selects and modals: parsed, gated, acknowledged in time, isolated.

use std::time::Instant;

use plugin_api::{
    Component, ComponentInteraction, CustomId, Error, Locale, PluginId, Result,
    component::Source,
    serenity::{CreateInteractionResponse, GuildId},
    ui::Reply,
};

use super::Components;
use crate::{
    discord::{interaction::DEFER_AFTER, roster},
    errors, metrics,
    runtime::Runtime,
};

/// Runs the action that a component or modal triggers.
pub(in crate::discord) async fn run(runtime: &Runtime, components: &Components, source: Source) {
    let locale = source.member_locale();
    let Some(id) = CustomId::parse(source.custom_id()) else {
        return refuse(runtime, &source, &errors::text(&locale, "component-unknown")).await;
    };
    let Some((plugin, component)) = components.find(&id) else {
        return refuse(runtime, &source, &errors::text(&locale, "component-unknown")).await;
    };
    match authorize(runtime, plugin, &component, &source, &id).await {
        Ok(guild) => {
            let interaction = ComponentInteraction::new(runtime.host.clone(), guild, source, id);
            run_handler(runtime, plugin, &component, interaction, &locale).await;
        }
        Err(error) => {
            let why = errors::explain(&error, "component", component.action.name(), &locale);
            refuse(runtime, &source, &why).await;
        }
    }
}

/// Returns the guild that a component is used for, if the plugin is on there.
async fn authorize(
    runtime: &Runtime,
    plugin: PluginId,
    component: &Component,
    source: &Source,
    id: &CustomId,
) -> Result<GuildId> {
    let locale = source.member_locale();
    let refusal = |text: &str| Err(Error::User(errors::text(&locale, text)));
    let Some(here) = source.guild() else {
        if !component.direct {
            return Err(Error::guild_only(&locale));
        }
        let named = id.guild().ok_or_else(|| Error::outdated_component(&locale))?;
        // The gate has an answer for any guild, so it counts only for one where the bot is. The
        // refusal does not tell whether there is such a guild.
        let is_on = runtime.gate.is_on(plugin, named);
        let is_served = is_on && roster::is_member(runtime.host.db(), named).await?;
        return if is_served { Ok(named) } else { refusal("component-off-direct") };
    };
    if !runtime.gate.is_on(plugin, here) {
        return refusal("component-off");
    }
    match id.guild() {
        _ if !component.direct => Ok(here),
        Some(named) if named == here => Ok(here),
        Some(_) => refusal("component-elsewhere"),
        None => Err(Error::outdated_component(&locale)),
    }
}

async fn run_handler(
    runtime: &Runtime,
    plugin: PluginId,
    component: &Component,
    interaction: ComponentInteraction,
    locale: &Locale,
) {
    let begun = Instant::now();
    let clock = runtime.host.clock();
    let work = runtime.isolation.run(component.deadline, (component.run)(interaction.clone()));
    let mut work = std::pin::pin!(work);
    let outcome = match clock.timeout(DEFER_AFTER, &mut work).await {
        Some(outcome) => outcome,
        None => {
            acknowledge(&interaction).await;
            work.await
        }
    };
    metrics::record_component(plugin.as_str(), component.action.name(), outcome.as_str(), begun.elapsed());
    match outcome.into_error() {
        Some(error) => {
            notify(&interaction, &errors::explain(&error, "component", component.action.name(), locale))
                .await;
        }
        None => acknowledge(&interaction).await,
    }
}

async fn acknowledge(interaction: &ComponentInteraction) {
    if let Err(error) = interaction.acknowledge().await {
        tracing::warn!(%error, "a component could not be acknowledged");
    }
}

async fn notify(interaction: &ComponentInteraction, text: &str) {
    if let Err(error) = interaction.reply(Reply::text(text)).await {
        tracing::warn!(%error, "a member could not be told why a component did nothing");
    }
}

/// Answers a member without calling a plugin.
async fn refuse(runtime: &Runtime, source: &Source, text: &str) {
    let answer = CreateInteractionResponse::Message(Reply::text(text).into_response());
    if let Err(error) = source.respond(runtime.host.http(), answer).await {
        tracing::warn!(%error, "a member could not be told why a component did nothing");
    }
}
