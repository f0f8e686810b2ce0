//! The HTTP side: health, metrics, the API of the plugins and its description.
//!
//! A plugin's routes lie under `/api/guilds/{guild_id}/plugins/<id>` behind authentication, rate limit and gate ([`auth`]), which a
//! plugin can't forget because it never mounts anything itself. Its public pages lie under `/guilds/{guild_id}/<id>` behind the gate
//! ([`pages`]). Around everything lies a limit for each address ([`rate`]).

mod auth;
mod health;
mod listen;
mod openapi;
mod pages;
mod problem;
mod prometheus;
mod proxy;
mod rate;
mod request;
mod store;
pub mod tokens;

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use plugin_api::{
    Host, PluginId,
    serenity::{GuildId, ShardManager},
};
use tokio::net::TcpListener;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::registry::Registry;

pub use health::{Check, Probe, Readiness};
pub use prometheus::install as install_metrics;
pub use proxy::Proxies;
pub use rate::{RateLimit, RateLimits};

/// The largest body of a request, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// Asks the gate whether a plugin is on in a guild.
pub type IsOn = Arc<dyn Fn(PluginId, GuildId) -> bool + Send + Sync>;

/// Gives the shards of the open gateway, if it was opened: [`crate::runtime::Runtime::shards`].
pub type Shards = Arc<dyn Fn() -> Option<Arc<ShardManager>> + Send + Sync>;

/// What the routes work with. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// Everything that plugins are offered too.
    pub host: Host,
    /// The linked plugins, whose routes are mounted.
    pub registry: Arc<Registry>,
    /// [`crate::gate::Gate::is_on`].
    pub is_on: IsOn,
    /// What `/readyz` looks at.
    pub readiness: Readiness,
    /// Whose latencies `/metrics` shows.
    pub shards: Shards,
}

/// All routes. The limits go by whom these proxies name.
pub fn router(state: ApiState, limits: RateLimits, proxies: Proxies) -> Router {
    let own = OpenApiRouter::new()
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(prometheus::page))
        .with_state::<()>(state.clone());
    let (mut router, mut description) = own.split_for_parts();
    for entry in state.registry.iter() {
        let (api, pages) = entry.plugin.routes().into_parts();
        let (plugin, part) = api.split_for_parts();
        let guard = auth::Guard { state: state.clone(), plugin: entry.id, limits: limits.clone() };
        // A layer around no routes panics.
        if plugin.has_routes() {
            let guarded = plugin
                .with_state(state.host.clone())
                .route_layer(from_fn_with_state(guard.clone(), auth::guard));
            router = router.nest(&format!("/api/guilds/{{guild_id}}/plugins/{}", entry.id), guarded);
            openapi::add_plugin(&mut description, entry, part);
        }
        if pages.has_routes() {
            let guarded =
                pages.with_state(state.host.clone()).route_layer(from_fn_with_state(guard, pages::guard));
            router = router.nest(&format!("/guilds/{{guild_id}}/{}", entry.id), guarded);
        }
    }
    router
        .merge(openapi::pages(description))
        .fallback(problem::unknown_route)
        // From the inside out: what is listed last sees a request first.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(from_fn_with_state(state.host.clock().clone(), request::limit_time))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn(problem::speak))
        .layer(from_fn_with_state(limits.addresses, rate::by_address))
        .layer(from_fn_with_state(proxies, proxy::note))
        .layer(from_fn(request::observe))
}

/// Serves until `shutdown` is done, and then finishes the requests that are being answered.
///
/// # Errors
/// Where the socket fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    tracing::debug!(address = %listener.local_addr()?, "the HTTP API listens");
    tokio::select! {
        () = listen::serve(listener, router, listen::HEAD_TIMEOUT, shutdown) => {}
        () = prometheus::keep_up() => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests;
