//! One entry's life, as staff, members and the log channel see it, with a restart between any two steps.

use serde_json::json;

use super::{add, choose, is_added, logged, scene};

#[tokio::test]
async fn an_entry_lives_from_the_form_to_its_removal_through_restarts() {
    scene("publish_at_once = false")
        .play_on_both(async |world| {
            let said = add(
                world,
                "How do I **join** @everyone?",
                "Press *Join*.\n\nThen wait.",
                json!({ "keywords": "member, join", "aliases": "Where do I sign up?", "category": "Members: new" }),
            )
            .await;
            assert!(said.whisper().contains("as a draft"), "{said}");
            logged(world, "as a draft").await;

            world.restart_host().await;
            let none = world.user("emma").slash("faq search", json!({ "question": "how do I join" }), "general").await;
            assert!(none.whisper().contains("Nothing here fits"), "a draft is not found: {none}");
            let published = world.user("ada").slash("faq publish", json!({ "entry": "1" }), "general").await;
            assert!(published.whisper().contains("is published"), "{published}");
            logged(world, "published it").await;

            world.restart_host().await;
            let emma = world.user("emma");
            let found = emma.slash("faq search", json!({ "question": "how do I join" }), "general").await.whisper();
            assert!(found.contains("How do I \\*\\*join\\*\\* @\u{200b}everyone?") && found.contains("Press *Join*."), "{found}");
            let offered = emma.autocomplete("faq view", "entry", "sing up").await;
            let seen = emma.slash("faq view", json!({ "entry": offered.first_choice(), "public": true }), "general").await;
            assert_eq!(seen.message()["ephemeral"], json!(false), "{seen}");

            world.restart_host().await;
            let ada = world.user("ada");
            let shown = ada.slash("faq view", json!({ "entry": "1" }), "general").await;
            world.restart_host().await;
            let ada = world.user("ada");
            let _ = ada.click(shown.message(), "Edit").await.modal();
            world.restart_host().await;
            let edited = world.user("ada").submit(json!({ "text": "Ask Bram." })).await;
            assert!(edited.whisper().contains("is saved") && edited.text().contains("Ask Bram."), "{edited}");
            logged(world, "changed it: Answer").await;

            world.restart_host().await;
            let ada = world.user("ada");
            let history = ada.slash("faq history", json!({ "entry": "1" }), "general").await;
            let lines = history.whisper();
            assert!(lines.contains("**3**") && lines.contains("added it") && lines.contains("published it"), "{lines}");
            let old = choose(world, "ada", history.message(), "faq:revision:1", "1").await;
            assert!(old.whisper().contains("Press *Join*."), "{old}");
            world.restart_host().await;
            let form = world.user("ada").click(old.message(), "Put this back").await;
            assert!(form.modal().to_string().contains("Press *Join*."), "{form}");

            let sure = world.user("ada").slash("faq remove", json!({ "entry": "#1 How" }), "general").await;
            world.restart_host().await;
            let ada = world.user("ada");
            assert!(ada.click(sure.message(), "Yes").await.text().contains("is removed"));
            logged(world, "removed it").await;
            let gone = ada.click(shown.message(), "History").await.whisper();
            assert!(gone.contains("no entry #1"), "{gone}");
            let lost = world.user("ada").submit(json!({ "text": "Late" })).await.whisper();
            assert!(lost.contains("no entry #1") && lost.contains("Late"), "words are given back: {lost}");
        })
        .await;
}

#[tokio::test]
async fn a_long_list_is_paged_under_its_heading_and_opens_what_is_chosen() {
    scene("")
        .play_on_both(async |world| {
            for number in 10..=22 {
                let (title, category) = (format!("Question {number}"), json!({ "category": "Rules: a" }));
                assert!(add(world, &title, "An answer", category).await.whisper().contains("is added"));
            }
            is_added(world, "Elsewhere", "An answer").await;
            let emma = world.user("emma");
            let list = emma.slash("faq list", json!({ "category": "rules: A" }), "general").await;
            assert!(list.text().contains("Question 19") && !list.text().contains("Question 20"), "{list}");
            assert!(!list.text().contains("Elsewhere"), "{list}");
            world.restart_host().await;
            let next = world.user("emma").click(list.message(), "Next").await;
            assert!(next.text().contains("Question 22") && !next.text().contains("Question 19"), "{next}");
            let opened = choose(world, "emma", next.message(), "faq:open", "12").await.whisper();
            assert!(opened.contains("Question 21") && opened.contains("An answer"), "{opened}");
            let all = world.user("emma").slash("faq list", json!({}), "general").await.text();
            assert!(all.contains("Elsewhere") && all.contains("**Rules: a**"), "{all}");
        })
        .await;
}

#[tokio::test]
async fn a_member_who_reads_dutch_is_answered_in_dutch() {
    scene("")
        .play(async |world| {
            let daan = world.user("daan");
            let none = daan.slash("faq search", json!({ "question": "waar is de fiets" }), "general").await;
            assert!(none.whisper().contains("Ik vond geen antwoord op"), "{none}");
            assert!(
                daan.slash("faq list", json!({}), "general").await.whisper().contains("Hier is nog niets")
            );
        })
        .await;
}
