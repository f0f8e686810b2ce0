//! Buttons, selects and modals: parsed, gated, acknowledged in time, run isolated.

use std::{collections::HashMap, sync::Arc, time::Instant};

use plugin_api::{
    Component, CustomId, Locale, PluginId, Press,
    component::Source,
    serenity::{GuildId, Interaction},
    ui::Reply,
};

use crate::{errors, interaction::DEFER_AFTER, metrics, registry::Registry, runtime::Runtime};

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

    fn find<'a>(&'a self, id: &'a CustomId) -> Option<&'a (PluginId, Component)> {
        self.0.get(&(id.plugin(), id.action()))
    }
}

/// Runs the action that a component or modal triggers.
pub(crate) async fn run(runtime: &Arc<Runtime>, interaction: Interaction) {
    let Some((source, custom_id, guild)) = read(interaction) else { return };
    // An id of nobody's still has a member waiting for an answer.
    let id = CustomId::parse(&custom_id);
    let found = id.as_ref().and_then(|id| runtime.components.find(id));
    let id = id.clone().unwrap_or_else(|| CustomId::new(PluginId::new("none"), "none"));
    let press = Press::new(runtime.host.clone(), guild, source, id);
    let locale = press.reader();
    let Some((plugin, component)) = found else {
        return tell(&press, &errors::text(&locale, "component-unknown")).await;
    };
    if !runtime.gate.is_on(*plugin, guild) {
        return tell(&press, &errors::text(&locale, "component-off")).await;
    }
    handle(runtime, *plugin, component, press, &locale).await;
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

fn read(interaction: Interaction) -> Option<(Source, String, GuildId)> {
    match interaction {
        Interaction::Component(component) => {
            let (id, guild) = (component.data.custom_id.clone(), component.guild_id?);
            Some((Source::Component(Box::new(component)), id, guild))
        }
        Interaction::Modal(modal) => {
            let (id, guild) = (modal.data.custom_id.clone(), modal.guild_id?);
            Some((Source::Modal(Box::new(modal)), id, guild))
        }
        _ => None,
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
