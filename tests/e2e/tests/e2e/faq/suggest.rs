//! Questions asked in channels that the settings name.

use chrono::TimeDelta;
use e2e::{World, outcome};
use faq::suggestions::store::Claim;
use plugin_api::{
    serenity::{ChannelId, MessageId},
    sql,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{config, is_added, scene};

/// #general.
const ON: &str = "suggest_channels = [\"500000000000000006\"]\nsuggest_pause_seconds = 60";

async fn intents(world: &World) -> u64 {
    let sessions = world.get("gateway?since=0").await;
    let last = sessions["sessions"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    last["intents"].as_u64().unwrap_or_default()
}

async fn suggestion(world: &World) -> Value {
    world.user("emma").awaits("Perhaps this answers it", "general").await
}

#[tokio::test]
async fn message_content_is_asked_for_only_where_a_guild_wants_suggestions() {
    const MESSAGE_CONTENT: u64 = 1 << 15;
    scene("")
        .play(async |world| {
            assert_eq!(intents(world).await & MESSAGE_CONTENT, 0);
            is_added(world, "How do I join the club?", "Press Join.").await;
            world.user("emma").says("How do I join the club?", "general").await;
            let seen = world.last_request().await;
            world.write_config(&config(ON));
            let asked = async || (intents(world).await & MESSAGE_CONTENT != 0).then_some(());
            world.until_looked("the gateway is opened anew with it", asked).await;
            let posted = world.requests_since(seen, "POST", "*/messages").await;
            assert!(posted.is_empty(), "what was said before is not answered: {posted:#?}");
        })
        .await;
}

#[tokio::test]
async fn a_question_is_answered_once_and_whoever_asked_says_whether_it_helped() {
    scene(ON)
        .play_on_both(async |world| {
            is_added(world, "How do I join the club?", "Press *Join*.").await;
            let (emma, finn) = (world.user("emma"), world.user("finn"));
            finn.says("Good morning, what lovely weather today", "general").await;
            emma.says("how do I join the club", "general").await;
            let answer = suggestion(world).await;
            assert!(outcome::text(&answer).contains("Press *Join*."), "{answer:#}");
            emma.says("how can I join this club?", "general").await;
            emma.says("how do I join the club", "reminders").await;

            world.restart_host().await;
            let (emma, finn) = (world.user("emma"), world.user("finn"));
            let refused = finn.click(&answer, "This helped").await.whisper();
            assert!(refused.contains("Only the member who asked"), "{refused}");
            let thanked = emma.click(&answer, "This helped").await;
            assert!(thanked.text().contains("This helped."), "{thanked}");
            let entry = super::entry(world, 1).await;
            assert_eq!((&entry["helped"], &entry["not_helped"]), (&json!(1), &json!(0)));
            let again = emma
                .force(&answer, answer["components"][0]["components"][1]["custom_id"].as_str().unwrap())
                .await;
            assert!(again.whisper().contains("answered already"), "{again}");

            world.advance(TimeDelta::seconds(61)).await;
            emma.says("so how do I join the club?", "general").await;
            let next = async || {
                let sees = emma.sees("general").await;
                sees.into_iter().find(|message| {
                    outcome::text(message).contains("Perhaps") && message["id"] != answer["id"]
                })
            };
            let second = world.until("it is answered again after the pause", next).await;
            assert!(emma.click(&second, "It did not").await.whisper().contains("Thank you"));
            let gaps = world.user("ada").slash("faq gaps", json!({}), "general").await.whisper();
            assert!(gaps.contains("so how do I join the club?"), "{gaps}");
            let answers = world.requests("POST", "*/channels/*/messages").await;
            let replies =
                answers.iter().filter(|request| request["body"].to_string().contains("Perhaps")).count();
            assert_eq!(replies, 2, "the pause is kept and other channels are left alone: {answers:#?}");
        })
        .await;
}

#[tokio::test]
async fn an_application_without_the_intent_says_so_only_where_it_is_wanted() {
    scene(ON)
        .without_host()
        .play(async |world| {
            let (status, answer) =
                world.send(Method::PATCH, "application", Some(json!({ "flags": 0 }))).await;
            assert!(status.is_success(), "{answer:#}");
            let only_faq = |settings: &str| {
                config(settings)
                    .replace("[plugins.probe]\nenabled = true", "[plugins.probe]\nenabled = false")
            };
            world.write_config(&only_faq(ON));
            let registry =
                guildhall::registry::Registry::linked(guildhall::admin::commands()).expect("they fit");
            let refused = world.boot(registry).await.map(|_| ()).expect_err("it is lacking");
            let said = format!("{refused:#}");
            assert!(said.contains("'faq' needs the Message Content Intent"), "{said}");
            world.write_config(&only_faq(""));
            let registry =
                guildhall::registry::Registry::linked(guildhall::admin::commands()).expect("they fit");
            world.boot(registry).await.expect("nothing privileged is wanted").stop().await;
        })
        .await;
}

/// Emma asks, and what the bot posts under it, if it does, before this returns.
async fn asked(world: &World, content: &str) -> usize {
    let seen = world.last_request().await;
    world.user("emma").says(content, "general").await;
    let tried = async || {
        let posts = world.requests_since(seen, "POST", "*/channels/*/messages").await;
        (!posts.is_empty()).then_some(posts.len())
    };
    world.until("an answer is posted, or refused", tried).await
}

#[tokio::test]
async fn if_discord_fails_the_next_question_is_answered_and_if_it_refuses_a_later_one() {
    scene(ON)
        .play_on_both(async |world| {
            is_added(world, "How do I join the club?", "Press *Join*.").await;
            world.fault("POST", "*/channels/*/messages", 1, json!({ "status": 500 })).await;
            asked(world, "how do I join the club").await;
            let claimed = async || {
                let (count,): (i64,) =
                    sql("SELECT COUNT(*) FROM faq_pauses").fetch_one(world.host().db()).await.unwrap();
                count
            };
            world
                .until_looked("the claim is given back", async || (claimed().await == 0).then_some(()))
                .await;

            let refused =
                json!({ "status": 403, "body": { "code": 50013, "message": "Missing Permissions" } });
            world.fault("POST", "*/channels/*/messages", 1, refused).await;
            asked(world, "how do I join the club?").await;
            assert_eq!(claimed().await, 1, "what an admin has to mend is not tried at every message");
            world.advance(TimeDelta::seconds(61)).await;
            asked(world, "so how do I join the club").await;
            suggestion(world).await;
        })
        .await;
}

#[tokio::test]
async fn it_did_not_help_is_counted_also_where_the_suggestion_is_gone() {
    scene(ON)
        .play_on_both(async |world| {
            is_added(world, "How do I join the club?", "Press *Join*.").await;
            world.user("emma").says("how do I join the club", "general").await;
            let answer = suggestion(world).await;
            let gone = json!({ "status": 404, "body": { "code": 10008, "message": "Unknown Message" } });
            world.fault("DELETE", "*/channels/*/messages/*", 1, gone).await;
            let thanked = world.user("emma").click(&answer, "It did not").await;
            assert!(thanked.whisper().contains("Thank you"), "{thanked}");
            let entry = super::entry(world, 1).await;
            assert_eq!((&entry["helped"], &entry["not_helped"]), (&json!(0), &json!(1)));
        })
        .await;
}

#[tokio::test]
async fn of_two_questions_at_once_in_a_channel_one_is_answered() {
    scene(ON)
        .play_on_both(async |world| {
            let (host, now) = (world.host(), world.host().clock().now());
            let since = now - TimeDelta::seconds(60);
            let claim = async |message: u64| {
                let claim = Claim { channel: ChannelId::new(5), message: MessageId::new(message), entry: 1 };
                faq::suggestions::store::claim(host.db(), e2e::world::GUILD, claim, since, now).await.unwrap()
            };
            let taken: [bool; 3] = tokio::join!(claim(1), claim(2), claim(3)).into();
            assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 1);
        })
        .await;
}
