//! The whole life of a ticket and what becomes of it, with a restart between any two steps.

use e2e::World;
use serde_json::{Value, json};
use tickets::domain::{Status, Ticket};

use super::{card, channel, is_open, now, scene};

/// Three members with one trouble, each in their own words.
const ALIKE: [(&str, &str); 3] = [
    ("emma", "I can't log in: my password is refused, and the reset mail never comes"),
    ("daan", "My password is refused when I log in, and the mail to reset it never arrives"),
    ("finn", "Can't log in, password refused. The password reset mail does not come"),
];

/// Waits until a ticket stands like this.
async fn stands(world: &World, id: i64, status: Status) -> Ticket {
    let look = async || Some(now(world, id).await).filter(|ticket| ticket.status == status);
    world.until_looked(&format!("ticket #{id} is {status}"), look).await
}

/// Stops the host and starts it again, where that is wanted.
async fn between(world: &mut World, restarts: bool) {
    if restarts {
        world.restart_host().await;
    }
}

/// From the panel to the member's stars.
async fn life(world: &mut World, panel: &Value, member: &str, words: &str, restarts: bool) -> Ticket {
    let _ = world.user(member).click(panel, "Open a ticket").await.modal();
    between(world, restarts).await;
    let said = world.user(member).submit(json!({ "description": words })).await;
    assert!(!said.failed(), "{said}");
    between(world, restarts).await;
    let ticket = is_open(world, words).await;
    let place = channel(&ticket);

    world.user("chloe").click(&card(world, "chloe", &ticket).await, "Claim").await;
    between(world, restarts).await;
    stands(world, ticket.id, Status::Claimed).await;
    world.user("chloe").says("The mail went to **spam**: look there", &place).await;
    between(world, restarts).await;
    world.user(member).says("Found it, thank you <3", &place).await;
    between(world, restarts).await;

    // By its id: «Close request» is a button too.
    let close = format!("tickets:close:{}", ticket.id);
    let form = world.user("chloe").force(&card(world, "chloe", &ticket).await, &close).await;
    let _ = form.modal();
    between(world, restarts).await;
    let said = world.user("chloe").submit(json!({ "reason": "It was in the spam folder" })).await;
    assert!(!said.failed(), "{said}");
    between(world, restarts).await;
    stands(world, ticket.id, Status::Closed).await;

    // Daan uses Discord in Dutch.
    let question = if member == "daan" { "Hoe hebben we je geholpen?" } else { "How did we help you?" };
    let letter = world.user(member).awaits(question, "dm").await;
    between(world, restarts).await;
    world.user(member).click(&letter, "5 ★").await;
    ticket
}

/// What the log channel was given of a ticket.
async fn transcript(world: &World, id: i64) -> String {
    let sent = world.user("ada").awaits(&format!("Transcript of ticket #{id}"), "bot-log").await;
    let files = sent["attachments"].as_array().expect("a list");
    let page =
        files.iter().find(|file| file["filename"].as_str().is_some_and(|name| name.ends_with(".html")));
    let url = page.expect("a page")["url"].as_str().expect("its address").to_owned();
    reqwest::get(url).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn three_members_ask_alike_and_the_fourth_reads_the_answer_first() {
    scene("")
        .play_on_both(async |world| {
            world.user("ada").slash("ticket_panel_post", json!({ "channel": "general" }), "general").await;
            let panel = world.user("emma").awaits("Need help?", "general").await;
            for (nth, (member, words)) in ALIKE.into_iter().enumerate() {
                // One life with a restart between any two steps tells as much as three.
                let ticket = life(world, &panel, member, words, nth == 0).await;
                let page = transcript(world, ticket.id).await;
                assert!(page.contains("<strong>spam</strong>") && page.contains("thank you &lt;3"), "{page}");
            }

            let proposal = world.user("ada").awaits("Asked again and again", "bot-log").await;
            world.restart_host().await;
            let form = world.user("ada").click(&proposal, "Add to FAQ").await;
            assert!(form.modal().to_string().contains("password"), "{form}");
            world.restart_host().await;
            let title = "My password is refused and the reset mail never comes";
            let said = world
                .user("ada")
                .submit(json!({ "title": title, "text": "Look in your spam folder." }))
                .await;
            assert!(said.text().contains("added it to the FAQ"), "{said}");
            world.restart_host().await;

            let _ = world.user("bram").click(&panel, "Open a ticket").await.modal();
            let shown =
                world.user("bram").submit(json!({ "description": "password refused, no reset mail" })).await;
            assert!(shown.whisper().contains("spam folder"), "{shown}");
            world.restart_host().await;
            let said = world.user("bram").click(shown.message(), "Dit beantwoordt mijn vraag").await;
            assert!(said.text().contains("Er is geen ticket geopend"), "{said}");
        })
        .await;
}
