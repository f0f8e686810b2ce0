//! What a member is shown before a ticket is opened: what the FAQ says, and when staff are back.

use e2e::{World, outcome, world::GUILD};
use plugin_api::sql;
use serde_json::json;

use super::{card, is_open, open, scene};

/// Ada adds an entry to the FAQ.
async fn answer(world: &World, title: &str, text: &str) {
    let ada = world.user("ada");
    let _ = ada.slash("faq add", json!({}), "general").await.modal();
    let said = ada.submit(json!({ "title": title, "text": text })).await.whisper();
    assert!(said.contains("is added"), "{said}");
}

/// How often entry 1 helped, and how often a ticket was opened all the same.
async fn counted(world: &World) -> Option<(i64, i64)> {
    sql("SELECT helped, opened FROM ticket_deflections WHERE guild_id = $1 AND entry_id = 1")
        .bind(GUILD)
        .fetch_optional(world.host().db())
        .await
        .unwrap()
}

#[tokio::test]
async fn the_faq_is_shown_first_and_what_becomes_of_it_is_counted() {
    scene("")
        .play_on_both(async |world| {
            answer(world, "How do I reset my password?", "Press *Forgot it* on the login page.").await;
            let (emma, words) =
                (world.user("emma"), json!({ "description": "I forgot how to reset my password" }));
            let shown = emma.slash("ticket", words.clone(), "general").await;
            assert!(shown.whisper().contains("Forgot it"), "{shown}");
            world.restart_host().await;
            let emma = world.user("emma");
            let said = emma.click(shown.message(), "That answered it").await;
            assert!(said.text().contains("No ticket was opened"), "{said}");
            assert_eq!(counted(world).await, Some((1, 0)));
            let twice = emma.force(shown.message(), "tickets:answered:1:1").await;
            assert!(twice.text().contains("Begin again"), "{twice}");

            let shown = emma.slash("ticket", words, "general").await;
            world.restart_host().await;
            let emma = world.user("emma");
            emma.click(shown.message(), "Open a ticket anyway").await;
            let ticket = is_open(world, "I forgot how to reset my password").await;
            assert_eq!(ticket.id, 1);
            world
                .until_looked("it is counted", async || (counted(world).await == Some((1, 1))).then_some(()))
                .await;
            let said = world.user("daan").says("Hallo", "general").await;
            let forged = world.user("daan").force(&said, "tickets:anyway:2").await;
            assert!(forged.text().contains("Begin opnieuw"), "a draft is its member's own: {forged}");
        })
        .await;
}

#[tokio::test]
async fn without_the_faq_or_with_the_setting_off_nothing_is_shown() {
    scene("faq_first = false")
        .play(async |world| {
            answer(world, "How do I reset my password?", "Press *Forgot it* on the login page.").await;
            open(world, "emma", "I forgot how to reset my password").await;
            assert_eq!(counted(world).await, None);
        })
        .await;
}

#[tokio::test]
async fn outside_of_working_hours_the_member_reads_when_staff_are_back() {
    let hours = "[guilds.300000000000000001.plugins.tickets.settings.categories.help]\nhours.tuesday = [\"09:00-17:00\"]";
    scene(hours)
        .play(async |world| {
            let ticket = open(world, "emma", "Is anybody there?").await;
            let text = outcome::text(&card(world, "emma", &ticket).await);
            // Tuesday 3 March 2026, 09:00 in Brussels.
            assert!(text.contains("<t:1772524800:F>"), "{text}");
        })
        .await;
}

#[tokio::test]
async fn a_draft_of_yesterday_is_forgotten_and_its_button_says_so() {
    scene("")
        .play_on_both(async |world| {
            answer(world, "How do I reset my password?", "Press *Forgot it* on the login page.").await;
            let words = json!({ "description": "I forgot how to reset my password" });
            let shown = world.user("emma").slash("ticket", words, "general").await;
            let none = async || {
                let (count,): (i64,) =
                    sql("SELECT COUNT(*) FROM ticket_drafts").fetch_one(world.host().db()).await.unwrap();
                (count == 0).then_some(())
            };
            assert!(none().await.is_none());
            world.set_clock("2026-03-04T02:30:00Z").await;
            world.until_looked("it is forgotten", none).await;
            let late = world.user("emma").click(shown.message(), "Open a ticket anyway").await;
            assert!(late.text().contains("Begin again"), "{late}");
        })
        .await;
}
