//! Public pages.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{StatusCode, header},
};
use plugin_api::serenity::GuildId;

use super::{Answer, GUILD, OTHER_GUILD, Scene, rate, request};
use crate::{
    api::{Proxies, RateLimits},
    discord::roster,
};

fn page(guild: u64) -> String {
    format!("/guilds/{guild}/sample")
}

#[tokio::test]
async fn a_page_is_read_without_a_token_and_may_do_nothing_in_a_browser() {
    let scene = Scene::new().await;
    let answer = scene.get(&page(GUILD), "").await;
    assert_eq!((answer.status, &answer.body), (StatusCode::OK, &format!("The page of {GUILD}").into()));
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert_eq!(
        scene.send(request("POST", &page(GUILD), "", "")).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn a_guild_where_the_plugin_or_the_bot_is_not_has_no_page_and_nobody_learns_which() {
    let scene = Scene::new().await;
    scene.switch_off(7);
    roster::insert(&scene.db, GuildId::new(7)).await.expect("a row");
    let mut answers = Vec::new();
    // The plugin is off in the first, the bot is not in the second, the third is none.
    for guild in ["7".to_owned(), OTHER_GUILD.to_string(), "demo".to_owned()] {
        let answer = scene.get(&format!("/guilds/{guild}/sample"), "").await;
        assert_eq!((answer.status, answer.code()), (StatusCode::NOT_FOUND, "not_found"));
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        answers.push(answer.body);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn a_page_is_gone_when_the_bot_is() {
    let scene = Scene::new().await;
    assert_eq!(scene.get(&page(GUILD), "").await.status, StatusCode::OK);
    roster::delete(&scene.db, GuildId::new(GUILD)).await.expect("no row");
    assert_eq!(scene.get(&page(GUILD), "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_visitor_who_comes_too_often_is_refused_and_others_behind_the_same_trusted_proxy_are_not() {
    let proxies: Proxies = "10.0.0.1".parse().expect("a net");
    let scene = Scene::behind(RateLimits::new(rate(1000, 1000), rate(1000, 1000)), proxies).await;
    let from = async |peer: &str, visitor: &str| -> Answer {
        let mut request = request("GET", &page(GUILD), "", "");
        let peer: SocketAddr = peer.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        request.headers_mut().insert("x-forwarded-for", visitor.parse().expect("a value"));
        scene.send(request).await
    };
    let mut busy = from("10.0.0.1:1", "198.51.100.1").await;
    while busy.status == StatusCode::OK {
        busy = from("10.0.0.1:1", "203.0.113.9, 198.51.100.1").await;
    }
    assert_eq!(busy.code(), "rate_limited");
    assert_eq!(from("10.0.0.1:1", "198.51.100.2").await.status, StatusCode::OK);
    let mut forged = from("192.0.2.7:1", "198.51.100.3").await;
    for number in 0.. {
        if forged.status != StatusCode::OK {
            break;
        }
        forged = from("192.0.2.7:1", &format!("198.51.100.{}", number % 250)).await;
    }
    assert_eq!(forged.code(), "rate_limited", "nobody else is believed");
}
