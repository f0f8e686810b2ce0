//! Who sends a request, behind a reverse proxy too.

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

/// The reverse proxies whose word is taken for who sends a request. Nobody else's is: everybody can write the header.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Arc<[IpNet]>);

impl FromStr for Proxies {
    type Err = String;

    /// Addresses and nets with commas between them; none in an empty text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let net = |text: &str| {
            let read = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            read.map_err(|_| {
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

/// The address that limits go by.
#[derive(Clone, Copy)]
struct Sender(IpAddr);

impl Proxies {
    /// Who sends a request. Each proxy adds the address that it was called from at the end of `X-Forwarded-For`, so the last one that is
    /// no proxy's is the sender's; what stands before it is the sender's own invention.
    fn sender(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lists = headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
        let named: Vec<_> = lists.flat_map(|list| list.split(',')).collect();
        let mut sender = peer.to_canonical();
        for text in named.into_iter().rev() {
            if !self.0.iter().any(|net| net.contains(&sender)) {
                break;
            }
            let Some(before) = address(text.trim()) else { break };
            sender = before.to_canonical();
        }
        sender
    }
}

/// Some proxies write the port too.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    text.trim_matches(['[', ']']).parse().or_else(|_| with_port()).ok()
}

/// Notes who sends a request, for [`of`].
pub(super) async fn note(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Those whose address is not known share one state.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    let sender = proxies.sender(peer, request.headers());
    request.extensions_mut().insert(Sender(subscriber(sender)));
    next.run(request).await
}

/// Who sends a request.
pub(super) fn of(request: &Request) -> IpAddr {
    request.extensions().get::<Sender>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Sender(address)| *address)
}

/// Who an address stands for: one subscriber has a whole /64 of IPv6 (RFC 6177).
fn subscriber(address: IpAddr) -> IpAddr {
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
        let of =
            |text: &str| subscriber(text.parse::<IpAddr>().expect("an address").to_canonical()).to_string();
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_ne!(of("2001:db8:1:3::1"), of("2001:db8:1:2::1"));
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
        for (peer, header, sender) in [
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
            let found = proxies.sender(peer.parse().expect("an address"), &headers);
            assert_eq!(found.to_string(), sender, "{peer} with {header}");
        }
        assert_eq!(
            proxies.sender("10.0.0.1".parse().expect("an address"), &HeaderMap::new()).to_string(),
            "10.0.0.1"
        );
    }
}
