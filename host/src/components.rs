//! Buttons, selects and modals: parsed, gated, acknowledged in time, run isolated.

use std::{collections::HashMap, sync::Arc, time::Instant};

use plugin_api::{
    Component, CustomId, Error, Locale, PluginId, Press, Result,
    component::Source,
    serenity::{CreateInteractionResponse, GuildId},
    ui::Reply,
};

use crate::{errors, guilds, interaction::DEFER_AFTER, metrics, registry::Registry, runtime::Runtime};

/// Every action of every plugin.
pub(crate) struct Components(HashMap<(&'static str, &'static str), (PluginId, Component)>);

impl Components {
    /// Takes the components of all linked plugins.
    #[must_use]
    pub(crate) fn new(registry: &Registry) -> Self {
        let all = registry.iter().flat_map(|entry| {
            let components = entry.plugin.components().into_iter();
            components.map(|component| ((entry.id.as_str(), component.action), (entry.id, component)))
        });
        Self(all.collect())
    }

    fn find(&self, id: &CustomId) -> Option<(PluginId, Component)> {
        self.0.get(&(id.plugin(), id.action())).cloned()
    }
}

/// Runs the action that a component or modal triggers.
pub(crate) async fn run(runtime: &Arc<Runtime>, source: Source) {
    let locale = source.reader();
    let Some(id) = CustomId::parse(source.custom_id()) else {
        return refuse(runtime, &source, &errors::text(&locale, "component-unknown")).await;
    };
    let Some((plugin, component)) = runtime.components.find(&id) else {
        return refuse(runtime, &source, &errors::text(&locale, "component-unknown")).await;
    };
    match admit(runtime, plugin, &component, &source, &id).await {
        Ok(guild) => {
            let press = Press::new(runtime.host.clone(), guild, source, id);
            handle(runtime, plugin, &component, press, &locale).await;
        }
        Err(error) => {
            let why = errors::explain(&error, "component", component.action, &locale);
            refuse(runtime, &source, &why).await;
        }
    }
}

/// The guild that a use is about, if it may happen there.
async fn admit(
    runtime: &Runtime,
    plugin: PluginId,
    component: &Component,
    source: &Source,
    id: &CustomId,
) -> Result<GuildId> {
    let locale = source.reader();
    let refusal = |text: &str| Err(Error::User(errors::text(&locale, text)));
    let Some(here) = source.guild() else {
        if !component.direct {
            return Err(Error::guild_only(&locale));
        }
        let named = id.guild().ok_or_else(|| Error::outdated_component(&locale))?;
        // The gate has an answer for any guild, so it counts only for one where the bot is. Whether there is such a guild is nobody's
        // business.
        let is_on = runtime.gate.is_on(plugin, named);
        let served = is_on && guilds::is_here(runtime.host.db(), named).await?;
        return if served { Ok(named) } else { refusal("component-off-direct") };
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

async fn handle(
    runtime: &Arc<Runtime>,
    plugin: PluginId,
    component: &Component,
    press: Press,
    locale: &Locale,
) {
    let begun = Instant::now();
    let clock = runtime.host.clock();
    let work = runtime.isolation.run(component.deadline, (component.run)(press.clone()));
    let mut work = std::pin::pin!(work);
    let outcome = match clock.timeout(DEFER_AFTER, &mut work).await {
        Some(outcome) => outcome,
        None => {
            acknowledge(&press).await;
            work.await
        }
    };
    metrics::component(plugin.as_str(), component.action, outcome.word(), begun.elapsed());
    match outcome.into_error() {
        Some(error) => tell(&press, &errors::explain(&error, "component", component.action, locale)).await,
        None => acknowledge(&press).await,
    }
}

async fn acknowledge(press: &Press) {
    if let Err(error) = press.acknowledge().await {
        tracing::warn!(%error, "a component could not be acknowledged");
    }
}

async fn tell(press: &Press, text: &str) {
    if let Err(error) = press.reply(Reply::text(text)).await {
        tracing::warn!(%error, "a member could not be told why a component did nothing");
    }
}

/// Answers something that no plugin is called for.
async fn refuse(runtime: &Runtime, source: &Source, text: &str) {
    let answer = CreateInteractionResponse::Message(Reply::text(text).into_response());
    if let Err(error) = source.respond(runtime.host.http(), answer).await {
        tracing::warn!(%error, "a member could not be told why a component did nothing");
    }
}
