//! Finds the client's address of a request, behind reverse proxies too.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

/// The reverse proxies whose `X-Forwarded-For` is trusted. That of others is not, since anybody can write the header.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Arc<[IpNet]>);

impl FromStr for Proxies {
    type Err = String;

    /// Parses addresses and networks separated by commas. An empty text has none.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let net = |text: &str| {
            let parsed = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            parsed.map_err(|_| {
                format!("'{text}' is no address and no net; write such as 127.0.0.1 or 10.0.0.0/8")
            })
        };
        text.split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(net)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// The client's address, by which requests are limited.
#[derive(Clone, Copy)]
struct ClientAddress(IpAddr);

impl Proxies {
    /// Finds the client's address. Each proxy appends the address that called it to `X-Forwarded-For`, so the last one that is no trusted
    /// proxy's is the client's. The client may have made up those before it.
    fn client_address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lists = headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
        let named: Vec<_> = lists.flat_map(|list| list.split(',')).collect();
        let mut client = peer.to_canonical();
        for text in named.into_iter().rev() {
            if !self.0.iter().any(|net| net.contains(&client)) {
                break;
            }
            let Some(before) = parse_address(text.trim()) else { break };
            client = before.to_canonical();
        }
        client
    }
}

/// Parses an address. Some proxies write the port too.
fn parse_address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    text.trim_matches(['[', ']']).parse().or_else(|_| with_port()).ok()
}

/// Stores the client's address in the request, for [`client_of`].
pub(super) async fn record_client(
    State(proxies): State<Proxies>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Clients whose address is unknown share one limit.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let client = proxies.client_address(peer, request.headers());
    request.extensions_mut().insert(ClientAddress(subscriber_prefix(client)));
    next.run(request).await
}

/// Returns the client's address of a request.
pub(super) fn client_of(request: &Request) -> IpAddr {
    request
        .extensions()
        .get::<ClientAddress>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ClientAddress(address)| *address)
}

/// Returns the subscriber's prefix of an address: a subscriber has a whole /64 of IPv6 (RFC 6177).
fn subscriber_prefix(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_subscriber_are_one_sender() {
        let prefix = |text: &str| {
            subscriber_prefix(text.parse::<IpAddr>().expect("an address").to_canonical()).to_string()
        };
        assert_eq!(prefix("192.0.2.7"), "192.0.2.7");
        assert_eq!(prefix("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(prefix("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_ne!(prefix("2001:db8:1:3::1"), prefix("2001:db8:1:2::1"));
    }

    #[test]
    fn what_is_no_net_is_refused_with_what_is_one() {
        assert!("".parse::<Proxies>().is_ok_and(|proxies| proxies.0.is_empty()));
        for wrong in ["localhost", "10.0.0.0/33", "10.0.0.1 10.0.0.2"] {
            assert!(wrong.parse::<Proxies>().is_err_and(|error| error.contains("10.0.0.0/8")), "{wrong}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_what_it_saw_itself() {
        let proxies: Proxies = "10.0.0.0/8, ::1".parse().expect("nets");
        for (peer, header, client) in [
            ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("::1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
            ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
            ("10.0.0.1", "unknown", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
            ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ] {
            let headers = HeaderMap::from_iter([(
                axum::http::HeaderName::from_static("x-forwarded-for"),
                header.parse().expect("a value"),
            )]);
            let found = proxies.client_address(peer.parse().expect("an address"), &headers);
            assert_eq!(found.to_string(), client, "{peer} with {header}");
        }
        assert_eq!(
            proxies.client_address("10.0.0.1".parse().expect("an address"), &HeaderMap::new()).to_string(),
            "10.0.0.1"
        );
    }
}
