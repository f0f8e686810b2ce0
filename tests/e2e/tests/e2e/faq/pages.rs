//! Long lists, and ids in buttons that are not the button's own.

use e2e::{World, world::GUILD};
use faq::{
    domain::{Content, Edit},
    gaps,
    store::{self, InsertOutcome, NewEntry},
};
use plugin_api::{serenity::UserId, sql};
use serde_json::json;

use super::{is_added, scene};

/// Writes entries straight into the database.
async fn fill(world: &World, titles: impl Iterator<Item = String>) {
    let (host, by) = (world.host(), UserId::new(1));
    let mut tx = host.db().begin().await.unwrap();
    for title in titles {
        let content = Content { title, text: "An answer.".to_owned(), ..Content::default() };
        let now = host.clock().now();
        let made = store::insert(
            &mut tx,
            GUILD,
            NewEntry { content: &content, published: true, limit: u32::MAX },
            Edit { by, at: now },
        )
        .await
        .unwrap();
        assert!(matches!(made, InsertOutcome::Inserted(_)));
    }
    tx.commit().await.unwrap();
}

async fn count_gaps(world: &World) -> i64 {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM faq_gaps").fetch_one(world.host().db()).await.unwrap();
    count
}

#[tokio::test]
async fn a_long_history_is_turned_and_shows_no_change_of_another_entry() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            is_added(world, "Where is it?", "Here.").await;
            let ada = world.user("ada");
            for published in [false, true].into_iter().cycle().take(11) {
                let options = json!({ "entry": "1", "published": published });
                let _ = ada.slash("faq publish", options, "general").await.whisper();
            }
            let history = ada.slash("faq history", json!({ "entry": "1" }), "general").await;
            assert!(!history.whisper().contains("added it"), "{history}");
            world.restart_host().await;
            let ada = world.user("ada");
            let older = ada.click(history.message(), "Next").await;
            assert!(older.text().contains("added it") && older.text().contains("**2**"), "{older}");
            let strange = ada.force(older.message(), "faq:restore:2:5").await.whisper();
            assert!(strange.contains("entry #2") && strange.contains("change 5"), "{strange}");
            let chosen = world.user("ada").choose(older.message(), "faq:revision:1", "1").await.whisper();
            assert!(chosen.contains("Press Join."), "{chosen}");
        })
        .await;
}

#[tokio::test]
async fn a_flood_of_unanswered_questions_drops_none_that_was_asked_twice() {
    scene("")
        .play_on_both(async |world| {
            let (host, now) = (world.host(), world.host().clock().now());
            for _ in 0..2 {
                gaps::store::record(host.db(), GUILD, "giraffe", "Is there a giraffe?", now).await.unwrap();
            }
            for number in 0..510 {
                let question = format!("Is there a thing {number}?");
                gaps::store::record(host.db(), GUILD, &question, &question, now).await.unwrap();
            }
            assert_eq!(count_gaps(world).await, 500);
            let ada = world.user("ada");
            let gaps = ada.slash("faq gaps", json!({}), "general").await;
            assert!(gaps.whisper().contains("giraffe"), "{gaps}");
            let next = ada.click(gaps.message(), "Next").await.text();
            assert!(next.contains("thing") && !next.contains("giraffe"), "{next}");
        })
        .await;
}

#[tokio::test]
async fn a_member_who_asks_on_and_on_is_not_told_that_staff_see_it() {
    scene("")
        .play(async |world| {
            let emma = world.user("emma");
            let ask = async |question: &str| {
                emma.slash("faq search", json!({ "question": question }), "general").await.whisper()
            };
            assert!(ask("is there a giraffe").await.contains("They see that"));
            let second = ask("is there an elephant").await;
            assert!(second.contains("Nothing here fits") && !second.contains("They see that"), "{second}");
            assert_eq!(count_gaps(world).await, 1);
            world.advance(chrono::TimeDelta::seconds(10)).await;
            assert!(ask("is there an elephant").await.contains("They see that"));
        })
        .await;
}

#[tokio::test]
async fn one_of_a_thousand_entries_is_offered_while_it_is_typed() {
    scene("max_entries = 2000")
        .play_on_both(async |world| {
            let topics = ["password", "refund", "microphone", "whitelist", "tournament"];
            let actions = ["Change", "Lose", "Find", "Share", "Renew", "Report", "Hide", "Move"];
            let title =
                |number: usize| format!("{} my {} {number}", actions[number % 8], topics[number / 8 % 5]);
            fill(world, (1..=1_000).map(title)).await;
            let emma = world.user("emma");
            let offered = emma.autocomplete("faq view", "entry", "whitelst 345").await.choices();
            assert_eq!(
                offered.first().map(String::as_str),
                Some("#345 Lose my whitelist 345"),
                "{offered:?}"
            );
            let number = emma.autocomplete("faq view", "entry", "345").await.choices();
            assert_eq!(number.first(), offered.first());
            assert_eq!(emma.autocomplete("faq view", "entry", "").await.choices().len(), 25);
        })
        .await;
}

#[tokio::test]
async fn a_title_that_is_a_number_and_another_wording_name_their_entry() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let aliases = json!({ "aliases": "Page not found" });
            assert!(
                super::add(world, "404", "Look elsewhere.", aliases).await.whisper().contains("is added")
            );
            fill(world, (3..=404).map(|number| format!("Question {number}"))).await;
            let ada = world.user("ada");
            for (typed, answer) in [
                ("404", "Look elsewhere."),
                ("page NOT found", "Look elsewhere."),
                ("#404", "Question 404"),
                ("403", "Question 403"),
            ] {
                let shown = ada.slash("faq view", json!({ "entry": typed }), "general").await.whisper();
                assert!(shown.contains(answer), "{typed}: {shown}");
            }
            let guess = json!({ "entry": "page not fuond", "published": false });
            let refused = ada.slash("faq publish", guess, "general").await.whisper();
            assert!(
                refused.contains("No entry is called that"),
                "what is done at once is not guessed at: {refused}"
            );
        })
        .await;
}

#[tokio::test]
async fn a_heading_is_spelt_anew_where_no_other_entry_has_it_and_an_unknown_one_is_named() {
    scene("")
        .play_on_both(async |world| {
            let heading = json!({ "category": "rules" });
            assert!(super::add(world, "One", "An answer.", heading).await.whisper().contains("is added"));
            let ada = world.user("ada");
            let respell = async |entry: &str, category: &str| {
                let _ = ada.slash("faq edit", json!({ "entry": entry }), "general").await.modal();
                ada.submit(json!({ "category": category })).await.whisper()
            };
            assert!(respell("1", "Rules").await.contains("is saved"));
            let unchanged = respell("1", "Rules").await;
            assert!(unchanged.contains("Nothing to change"), "{unchanged}");
            is_added(world, "Two", "An answer.").await;
            assert!(respell("2", "RULES").await.contains("Rules"), "another entry has the heading");
            let none = ada.slash("faq list", json!({ "category": "Food" }), "general").await.whisper();
            assert!(none.contains("in the category Food"), "{none}");
        })
        .await;
}
