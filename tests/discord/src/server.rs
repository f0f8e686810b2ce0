//! The socket: accepts connections and serves them, or breaks them off if a fault says so.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, body::Body, http::Request, routing::get};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use crate::{
    app::App,
    control, gateway, page,
    rest::{self, middleware::Severed},
};

/// All routes of the port.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .merge(rest::router(&app))
        .merge(control::router())
        .merge(page::router())
        .route("/gateway", get(gateway::upgrade))
        .merge(rest::files::router())
        .with_state(app)
}

/// Serves until `stop` is cancelled; then every connection ends.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, stop) = (router.clone(), stop.clone());
                connections.spawn(async move {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = serve_connection(stream, peer, router) => {}
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
        }
    }
    connections.close();
    connections.wait().await;
}

/// Why a connection is broken off.
#[derive(Debug)]
struct Broken(Severed);

impl std::fmt::Display for Broken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "broken off by a fault: {:?}", self.0)
    }
}

impl std::error::Error for Broken {}

async fn serve_connection(stream: TcpStream, peer: SocketAddr, router: Router) {
    // A second handle on the socket, to reset it if a fault says so.
    let Ok((stream, handle)) = duplicate(stream) else { return };
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response =
                router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {});
            match response.extensions().get::<Severed>() {
                Some(severed) => Err(Broken(*severed)),
                None => Ok(response),
            }
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades();
    if let Err(error) = connection.await {
        let broken = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Broken>());
        tracing::debug!(%peer, %error, "a connection ended");
        if broken.is_some_and(|broken| broken.0 == Severed::Reset) {
            reset(handle);
        }
    }
}

fn duplicate(stream: TcpStream) -> std::io::Result<(TcpStream, std::net::TcpStream)> {
    stream.set_nodelay(true)?;
    let stream = stream.into_std()?;
    let handle = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, handle))
}

/// Closes the connection with RST; unsent data is discarded.
fn reset(handle: std::net::TcpStream) {
    if let Ok(handle) = TcpStream::from_std(handle) {
        // If that fails, the client sees an ordinary close.
        let _ = handle.set_zero_linger();
    }
}
