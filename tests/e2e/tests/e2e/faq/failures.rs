//! Two at once, words that can't be kept, and what a guild has no room for.

use e2e::world::GUILD;
use faq::{
    domain::{Content, Edit, EntryVersion},
    store::{InsertOutcome, NewEntry, insert, update},
};
use plugin_api::serenity::UserId;
use serde_json::json;

use super::{add, entry, is_added, scene};

#[tokio::test]
async fn who_saves_second_is_told_and_keeps_their_words() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let (ada, bram) = (world.user("ada"), world.user("bram"));
            let _ = ada.slash("faq edit", json!({ "entry": "1" }), "general").await.modal();
            let _ = bram.slash("faq edit", json!({ "entry": "1" }), "general").await.modal();
            assert!(bram.submit(json!({ "text": "Ask Bram." })).await.whisper().contains("Ask Bram."));
            let late = ada.submit(json!({ "text": "Ask Ada." })).await;
            let said = late.whisper();
            assert!(said.contains("Somebody changed entry #1") && said.contains("Ask Ada."), "{said}");
            let form = ada.click(late.message(), "Open what is there now").await;
            assert!(form.modal().to_string().contains("Ask Bram."), "{form}");
            assert!(ada.submit(json!({ "text": "Ask Ada." })).await.whisper().contains("is saved"));
        })
        .await;
}

#[tokio::test]
async fn a_question_is_added_once_however_often_it_is_sent() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let again = add(world, " how do I\u{200b} JOIN? ", "Other words.", json!({})).await;
            let said = again.whisper();
            assert!(said.contains("#1 has this question already") && said.contains("Other words."), "{said}");
            is_added(world, "Another", "An answer.").await;
            let ada = world.user("ada");
            let _ = ada.slash("faq edit", json!({ "entry": "2" }), "general").await.modal();
            let taken = ada.submit(json!({ "title": "HOW do I join?" })).await.whisper();
            assert!(taken.contains("#1 has this question already"), "{taken}");
        })
        .await;
}

#[tokio::test]
async fn what_can_not_be_kept_is_given_back_with_the_reason() {
    scene("max_entries = 1")
        .play_on_both(async |world| {
            let blank = add(world, "\u{200b}\u{2060}", "Words that took an hour.", json!({})).await.whisper();
            assert!(blank.contains("can be seen") && blank.contains("took an hour"), "{blank}");
            is_added(world, "One", "An answer").await;
            let full = add(world, "Two", "Words that took an hour.", json!({})).await.whisper();
            assert!(
                full.contains("as many as the setting max_entries allows") && full.contains("took an hour"),
                "{full}"
            );
            let list = world.user("ada").slash("faq list", json!({}), "general").await.whisper();
            assert!(!list.contains("Two"), "{list}");
        })
        .await;
}

#[tokio::test]
async fn a_list_that_is_still_open_says_that_its_entry_is_gone() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let list = world.user("emma").slash("faq list", json!({}), "general").await;
            let sure = world.user("ada").slash("faq remove", json!({ "entry": "1" }), "general").await;
            let ada = world.user("ada");
            ada.click(sure.message(), "Yes").await;
            let twice = ada.force(sure.message(), "faq:remove_yes:1:1").await.text();
            assert!(twice.contains("Entry #1 does not exist"), "{twice}");
            let gone = world.user("emma").choose(list.message(), "faq:open", "1").await.whisper();
            assert!(gone.contains("Entry #1 does not exist"), "{gone}");
        })
        .await;
}

#[tokio::test]
async fn a_failure_between_the_form_and_the_database_loses_no_words() {
    scene("")
        .play_on_both(async |world| {
            let bram = world.user("bram");
            let _ = bram.slash("faq add", json!({}), "general").await.modal();
            // What he may do in the whole guild is asked of Discord, and Discord fails.
            world.fault("GET", "/guilds/*", 1, json!({ "status": 500 })).await;
            let (long, aliases) =
                ("Woorden van een uur. ".repeat(150), "Een andere formulering\n".repeat(40));
            let typed = json!({ "title": "Hoe word ik lid?", "text": long, "aliases": aliases });
            let lost = bram.submit(typed).await;
            let given = lost.0["message"].clone();
            let read = e2e::outcome::text(&given);
            assert!(read.contains("iets mis") && read.contains(long.trim()), "{lost}");
            assert!(read.matches("Een andere formulering").count() == 40, "{lost}");
            assert_eq!(given["attachments"][0]["filename"], json!("faq.txt"), "{lost}");
            let list = bram.slash("faq list", json!({}), "general").await.whisper();
            assert!(list.contains("Hier is nog niets"), "{list}");
        })
        .await;
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_neither_published_nor_removed_unseen() {
    scene("publish_at_once = false")
        .play_on_both(async |world| {
            let draft = add(world, "How do I join?", "Press Join.", json!({})).await;
            let (ada, bram) = (world.user("ada"), world.user("bram"));
            let sure = ada.click(draft.message(), "Remove").await;
            let _ = bram.slash("faq edit", json!({ "entry": "1" }), "general").await.modal();
            assert!(bram.submit(json!({ "text": "Pay ten euros." })).await.whisper().contains("euros"));
            for (message, button) in [(draft.message(), "Publish"), (sure.message(), "Yes")] {
                let told = ada.click(message, button).await.text();
                assert!(told.contains("changed entry #1 meanwhile") && told.contains("euros"), "{told}");
            }
            assert_eq!(entry(world, 1).await["published"], false);
            let seen = ada.slash("faq view", json!({ "entry": "1" }), "general").await;
            assert!(ada.click(seen.message(), "Publish").await.text().contains("is published"));
            let old = ada.force(seen.message(), "faq:publish:1").await.whisper();
            assert!(!old.contains("is published"), "an id of another version is refused: {old}");
        })
        .await;
}

#[tokio::test]
async fn a_change_by_another_process_is_found_at_once() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let host = world.host();
            // Another process has a cache of its own.
            let other = faq::index_cache::IndexCache::default();
            assert_eq!(other.published(host.db(), GUILD).await.unwrap().search("how do I join", 5).len(), 1);
            let unpublish = json!({ "entry": "1", "published": false });
            world.user("ada").slash("faq publish", unpublish, "general").await;
            for cache in [&other, &faq::Faq::from_host(host).unwrap().index_cache] {
                assert!(
                    cache.published(host.db(), GUILD).await.unwrap().search("how do I join", 5).is_empty()
                );
            }
        })
        .await;
}

#[tokio::test]
async fn of_two_who_send_the_same_question_at_the_same_moment_one_adds_it() {
    scene("")
        .play_on_both(async |world| {
            let (host, now) = (world.host(), world.host().clock().now());
            let content = Content {
                title: "How do I join?".to_owned(),
                text: "Press Join.".to_owned(),
                ..Default::default()
            };
            let add = async |by: u64| {
                let mut tx = host.db().begin().await.unwrap();
                let by = UserId::new(by);
                let made = insert(
                    &mut tx,
                    GUILD,
                    NewEntry { content: &content, published: true, limit: 9 },
                    Edit { by, at: now },
                )
                .await
                .unwrap();
                tx.commit().await.unwrap();
                made
            };
            let (one, two, three) = tokio::join!(add(1), add(2), add(3));
            let made: Vec<_> = [one, two, three]
                .into_iter()
                .filter_map(|came| if let InsertOutcome::Inserted(id) = came { Some(id) } else { None })
                .collect();
            let [id] = made[..] else { panic!("one adds it: {made:?}") };
            let edit = async |by: u64, text: &str| {
                let content = Content { text: text.to_owned(), ..content.clone() };
                let mut tx = host.db().begin().await.unwrap();
                let saved = update(
                    &mut tx,
                    GUILD,
                    EntryVersion { id, revision: 1 },
                    &content,
                    Edit { by: UserId::new(by), at: now },
                )
                .await
                .unwrap();
                tx.commit().await.unwrap();
                saved
            };
            let (one, two) = tokio::join!(edit(1, "One"), edit(2, "Two"));
            assert!(one != two, "one saves and the other is told: {one} {two}");
        })
        .await;
}
