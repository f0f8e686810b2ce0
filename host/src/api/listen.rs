//! Accepts connections, limits the time for the head of a request, and finishes the requests under way at shutdown.
//!
//! `axum::serve` has no limit for the head: a client that sends half of one would keep a connection for ever.

use std::{net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request, serve::Listener};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

/// How long the head of a request may take. Real time: the peer's network does not follow the program's clock.
pub(super) const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is done, and then finishes the requests under way.
pub(super) async fn serve(
    mut listener: TcpListener,
    router: Router,
    head: Duration,
    shutdown: impl Future<Output = ()>,
) {
    let (connections, ending) = (TaskTracker::new(), CancellationToken::new());
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut shutdown => break,
            // Retries by itself if a connection can't be accepted.
            accepted = Listener::accept(&mut listener) => accepted,
        };
        connections.spawn(serve_connection(stream, peer, router.clone(), head, ending.clone()));
    }
    drop(listener);
    ending.cancel();
    connections.close();
    connections.wait().await;
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head: Duration,
    ending: CancellationToken,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = ending.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "a connection ended");
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn listener() -> (TcpListener, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let peer = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("connected");
        (listener, peer)
    }

    #[tokio::test]
    async fn whoever_sends_half_a_head_loses_the_connection() {
        let (listener, mut peer) = listener().await;
        let serving = serve(listener, Router::new(), Duration::from_millis(20), std::future::pending());
        let sends = async {
            peer.write_all(b"GET / HTTP/1.1\r\nHos").await.expect("sent");
            let mut answer = Vec::new();
            peer.read_to_end(&mut answer).await.expect("closed in order");
        };
        tokio::select! {
            () = serving => panic!("it serves on"),
            () = sends => {}
        }
    }

    #[tokio::test]
    async fn a_request_knows_its_peer_and_is_answered_to_its_end_at_shutdown() {
        let (listener, mut peer) = listener().await;
        let own = peer.local_addr().expect("connected").to_string();
        let stop = CancellationToken::new();
        let stopping = stop.clone();
        let router = Router::new().route(
            "/",
            get(async move |ConnectInfo(peer): ConnectInfo<SocketAddr>| {
                stopping.cancel();
                tokio::task::yield_now().await;
                peer.to_string()
            }),
        );
        let serving = serve(listener, router, HEAD_TIMEOUT, stop.cancelled_owned());
        let asks = async {
            peer.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("sent");
            let mut answer = String::new();
            peer.read_to_string(&mut answer).await.expect("closed in order");
            answer
        };
        let ((), answer) = tokio::join!(serving, asks);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&own), "{answer}");
    }
}
