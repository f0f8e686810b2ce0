//! What is kept of people, given to them and forgotten.

use e2e::world::GUILD;
use guildhall::privacy::{Mode, erase, export};
use plugin_api::{serenity::UserId, sql};
use serde_json::json;

use super::{is_added, scene};

const ADA: UserId = UserId::new(200_000_000_000_000_001);

#[tokio::test]
async fn who_wrote_an_entry_is_given_it_and_forgotten_while_the_entry_stays() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let runtime = world.runtime();
            let (db, registry) = (world.host().db(), &runtime.registry);
            let given = export(db, registry, world.host().clock(), ADA, Some(GUILD)).await.unwrap();
            let given = json!(given).to_string();
            assert!(given.contains("How do I join?") && given.contains("faq_revisions"), "{given}");
            erase(db, registry, ADA, Some(GUILD), Mode::Erase).await.unwrap();
            assert_eq!(super::entry(world, 1).await["text"], "Press Join.", "it is the guild's");
            let authors: Vec<(i64,)> = sql("SELECT created_by FROM faq_entries").fetch_all(db).await.unwrap();
            assert_eq!(authors, [(0,)]);
            let history = world.user("ada").slash("faq history", json!({ "entry": "1" }), "general").await;
            assert!(history.whisper().contains("somebody added it"), "{history}");
        })
        .await;
}

#[tokio::test]
async fn nothing_of_who_asks_is_kept() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let emma = world.user("emma");
            emma.slash("faq search", json!({ "question": "is there a giraffe" }), "general").await;
            emma.slash("faq search", json!({ "question": "how do I join" }), "general").await;
            let (count,): (i64,) =
                sql("SELECT COUNT(*) FROM faq_gaps").fetch_one(world.host().db()).await.unwrap();
            assert_eq!(count, 1);
            let (db, registry) = (world.host().db(), &world.runtime().registry);
            let emma = UserId::new(200_000_000_000_000_005);
            let given = export(db, registry, world.host().clock(), emma, None).await.unwrap();
            let of_faq = given.owners.iter().find(|owner| owner.owner == "faq").expect("it declares");
            assert!(of_faq.tables.iter().all(|table| table.rows.is_empty()), "{}", json!(of_faq));
        })
        .await;
}
