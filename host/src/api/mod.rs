//! The HTTP server: health, metrics, the API of the plugins and its OpenAPI document.
//!
//! A plugin's routes are under `/api/guilds/{guild_id}/plugins/<id>` behind authentication, rate limit and gate ([`auth`]), which a
//! plugin can't forget because it never mounts anything itself. Its public pages are under `/guilds/{guild_id}/<id>` behind the gate
//! ([`pages`]). Everything is behind a limit for each address ([`rate`]).

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
mod state;
mod store;
pub mod tokens;

use std::io;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use tokio::net::TcpListener;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use prometheus::install as install_metrics;
pub use proxy::Proxies;
pub use rate::{RateLimit, RateLimits};
pub use state::ApiState;

/// The largest body of a request, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// Builds the router of all routes. `proxies` are trusted to name the client by whose address requests are limited.
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
                .route_layer(from_fn_with_state(guard.clone(), auth::require_token));
            router = router.nest(&format!("/api/guilds/{{guild_id}}/plugins/{}", entry.id), guarded);
            openapi::add_plugin(&mut description, entry, part);
        }
        if pages.has_routes() {
            let guarded = pages
                .with_state(state.host.clone())
                .route_layer(from_fn_with_state(guard, pages::guard_page));
            router = router.nest(&format!("/guilds/{{guild_id}}/{}", entry.id), guarded);
        }
    }
    router
        .merge(openapi::routes(description))
        .fallback(problem::unknown_route)
        // From the inside out: the last one gets a request first.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(from_fn_with_state(state.host.clock().clone(), request::limit_time))
        .layer(CatchPanicLayer::custom(problem::handle_panic))
        .layer(from_fn(problem::convert_to_problem))
        .layer(from_fn_with_state(limits.addresses, rate::limit_by_address))
        .layer(from_fn_with_state(proxies, proxy::record_client))
        .layer(from_fn(request::observe))
}

/// Serves until `shutdown` is done, and then finishes the requests under way.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    tracing::debug!(address = %listener.local_addr()?, "the HTTP API listens");
    tokio::select! {
        () = listen::serve(listener, router, listen::HEAD_TIMEOUT, shutdown) => {}
        () = prometheus::run_upkeep() => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests;
