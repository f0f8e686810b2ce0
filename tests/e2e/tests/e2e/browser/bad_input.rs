//! What pages break on.

use e2e::{
    Scene,
    browser::{Line, Page, button, textbox},
};
use serde_json::{Value, json};

use super::bot_writes;

const SCRIPT: &str = "<script>window.broken = 1</script>";
const IMAGE: &str = "<img src=x onerror='window.broken = 1'>";

fn crowd(channel: &str, messages: &[Value]) -> Value {
    json!({ "guilds": [{
        "name": "Crowd", "owner": "ada", "members": [{ "user": "emma" }],
        "channels": [{ "name": channel, "messages": messages }],
    }] })
}

async fn count(page: &Page<'_>, selector: &str) -> u64 {
    page.evaluate(&format!("return document.querySelectorAll('{selector}').length")).await.as_u64().unwrap()
}

async fn is_whole(page: &Page<'_>) {
    let whole = "const { scrollWidth, scrollHeight } = document.documentElement;
                 return scrollWidth <= innerWidth && scrollHeight <= innerHeight";
    page.until("nothing sticks out of the window", whole).await;
    assert!(page.evaluate("return window.broken").await.is_null(), "a member's text ran as a program");
}

#[tokio::test]
async fn ten_thousand_messages_are_shown_a_part_at_a_time() {
    let messages: Vec<_> = (1..=10_000)
        .map(|number| json!({ "author": "emma", "content": format!("Message {number}.") }))
        .collect();
    Scene::new()
        .without_host()
        .with(crowd("busy", &messages))
        .browse(async |world, browser| {
            let page = browser.open("emma", "?as=emma&guild=Crowd&channel=busy").await;
            let log = page.messages();
            log.reads("Message 10000.").await;
            let elements = count(&page, "*").await;
            let mut oldest = 10_000;
            for _ in 0..6 {
                page.evaluate("document.querySelector('[role=log]').scrollTop = 0").await;
                let script = format!(
                    "const first = document.querySelector('[role=log] li[id]').innerText.match(/Message (\\d+)\\./);
                     return first && Number(first[1]) < {oldest} && Number(first[1])"
                );
                oldest = page.until("older messages come", &script).await.as_u64().unwrap();
            }
            assert!(oldest < 9_800, "the history goes back to {oldest} only");
            log.reads_no_more("Message 10000.").await;
            let later = count(&page, "*").await;
            assert!(later < elements * 4 && count(&page, "[role=log] li").await < 250, "{elements} became {later}");

            world.user("ada").says_in("Hello from now", "busy", "Crowd").await;
            page.click(button("*new*")).await;
            log.reads("Hello from now").await;
            log.reads("Message 10000.").await;
        })
        .await;
}

#[tokio::test]
async fn names_and_texts_are_shown_as_they_are_written() {
    let odd = json!({
        "users": [{ "name": "mallory", "display_name": SCRIPT }],
        "guilds": [{
            "name": IMAGE, "owner": "mallory", "members": [{ "user": "emma", "nick": IMAGE }],
            "roles": [{ "name": SCRIPT, "hoist": true }],
            "channels": [{ "name": "odd", "topic": SCRIPT, "messages": [{
                "author": "mallory", "content": format!("{SCRIPT} {IMAGE} [press](javascript:alert(1))"),
                "embeds": [{ "title": SCRIPT, "description": IMAGE, "footer": { "text": SCRIPT },
                             "fields": [{ "name": IMAGE, "value": SCRIPT }] }],
            }] }],
        }],
    });
    Scene::new()
        .without_host()
        .with(odd)
        .browse(async |world, browser| {
            let mut address = reqwest::Url::parse(&world.url()).unwrap();
            address.query_pairs_mut().extend_pairs([("as", "mallory"), ("guild", IMAGE), ("channel", "odd")]);
            let page = browser.open("mallory", address.as_str()).await;
            let message = page.message("onerror");
            message.reads(SCRIPT).await;
            message.reads(IMAGE).await;
            page.find(("heading", IMAGE)).await;
            page.within(("complementary", "Members")).reads(IMAGE).await;
            assert_eq!(
                count(&page, "img[onerror], script:not([src]):not([type=importmap]), a[href^=javascript]")
                    .await,
                0
            );
            is_whole(&page).await;
        })
        .await;
}

#[tokio::test]
async fn the_longest_and_the_oddest_messages_stay_in_their_place() {
    let marks = "\u{300}\u{316}\u{489}".repeat(20);
    let zalgo: String = "Zalgo".chars().map(|letter| format!("{letter}{marks}")).collect();
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            let long = "m".repeat(2_000);
            world.user("finn").says(&long, "general").await;
            emma.message(&long).reads("Finn").await;
            world.user("finn").says(&zalgo, "general").await;
            bot_writes(world, json!({ "embeds": [fullest_embed()] })).await;
            emma.message("Field 25").reads("Footer").await;
            world.user("finn").says("After all that", "general").await;
            for (width, phone) in [(1_920, false), (1_024, false), (360, true)] {
                emma.size(width, 740, phone).await;
                emma.message("After all that").reads("After all that").await;
                is_whole(&emma).await;
            }
            let script = "const rows = [...document.querySelectorAll('[role=log] li[id]')].map((row) => row.getBoundingClientRect());
                          return rows.every((row, at) => at === 0 || row.top >= rows[at - 1].bottom - 1)";
            emma.until("no message covers another", script).await;
        })
        .await;
}

#[tokio::test]
async fn a_message_beyond_the_limit_is_not_sent() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            emma.click(textbox("Message *")).await;
            emma.command("Input.insertText", json!({ "text": "é".repeat(2_001) })).await;
            emma.presses("\n").await;
            emma.until("the button is off", "return document.querySelector('button[type=submit]').disabled")
                .await;
            assert!(world.user("emma").reads("general").await.is_empty());
            emma.presses(e2e::browser::Key::Backspace).await;
            emma.click(button("Send")).await;
            emma.message(&"é".repeat(2_000)).reads("Emma").await;
        })
        .await;
}

#[tokio::test]
async fn a_lost_stream_is_said_and_comes_back_with_what_was_missed() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            // What cannot be fetched stands in the console.
            browser.expect_error("net::ERR_");
            let line = Line::to(&world.url()).await;
            let emma = browser.open("emma", &format!("{}/?as=emma&channel=general", line.url())).await;
            world.user("finn").says("Before", "general").await;
            emma.message("Before").reads("Finn").await;
            line.cut();
            emma.reads("stream was lost").await;
            world.user("finn").says("Meanwhile", "general").await;
            line.mend();
            emma.reads("Meanwhile").await;
            emma.reads_no_more("stream was lost").await;
            world.user("finn").says("After", "general").await;
            emma.reads("After").await;
        })
        .await;
}

/// As much as Discord takes in one embed: 6,000 characters in all.
fn fullest_embed() -> Value {
    let field = |number: usize| json!({ "name": format!("Field {number}"), "value": "w".repeat(32), "inline": number.is_multiple_of(2) });
    let fields: Vec<_> = (1..=25).map(field).collect();
    json!({
        "author": { "name": "a".repeat(256) },
        "title": "t".repeat(256),
        "description": "d".repeat(4_096),
        "fields": fields,
        "footer": { "text": format!("Footer {}", "f".repeat(300)) },
        "color": 0x00ff_00ff,
    })
}
