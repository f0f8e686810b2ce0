//! Who changes another's reminder, and whom it pings when it is sent.

use e2e::{Scene, World, world::GUILD};
use reqwest::Method;
use serde_json::{Value, json};

use super::{add, comes_due, is_set};

async fn change(world: &World, path: &str, body: Value) {
    let (status, answer) = world.send(Method::PATCH, path, Some(body)).await;
    assert!(status.is_success(), "{answer:#}");
}

fn everyone_allowed() -> String {
    format!("{}\n[guilds.{GUILD}.plugins.reminders.settings]\nallow_everyone = true\n", e2e::scene::CONFIG)
}

fn fire_drill(mention: &str) -> Value {
    json!({ "name": "Fire drill", "channel": "reminders", "time": "14:00", "lead": 0, "mention": mention })
}

#[tokio::test]
async fn who_edits_anothers_reminder_needs_to_write_where_it_goes() {
    Scene::new()
        .play(async |world| {
            is_set(&add(world, json!({})).await);
            let deny = json!({ "overwrites": [{ "member": "bram", "deny": ["SEND_MESSAGES"] }] });
            change(world, "channels/general", deny).await;
            let bram = world.user("bram");
            bram.slash("reminder_edit", json!({ "reminder": "1", "channel": "general" }), "reminders").await;
            let refused = bram.submit(json!({ "name": "Elsewhere" })).await.whisper();
            assert!(refused.contains("Berichten verzenden") && !refused.contains("eigenaar"), "{refused}");
            // The owner herself may.
            let emma = world.user("emma");
            emma.slash("reminder_edit", json!({ "reminder": "1", "channel": "general" }), "reminders").await;
            let edited = emma.submit(json!({ "name": "Elsewhere" })).await.whisper();
            assert!(edited.contains("is changed"), "{edited}");
        })
        .await;
}

#[tokio::test]
async fn a_ping_that_the_bot_may_not_make_is_refused() {
    Scene::new()
        .config(&everyone_allowed())
        .play(async |world| {
            change(world, "guilds/Demo/roles/Guildhall", json!({ "permissions": ["EMBED_LINKS"] })).await;
            let ada = world.user("ada");
            for mention in ["@everyone", "Member"] {
                let refused = ada.slash("add_reminder", fire_drill(mention), "general").await.whisper();
                assert!(refused.starts_with("I need") && refused.contains("Mention"), "{refused}");
            }
            // The staff's role is one that everybody may ping.
            is_set(&ada.slash("add_reminder", fire_drill("Staff"), "general").await);
        })
        .await;
}

#[tokio::test]
async fn who_may_not_ping_everyone_does_not_by_editing_anothers_reminder() {
    Scene::new()
        .config(&everyone_allowed())
        .play(async |world| {
            is_set(&world.user("ada").slash("add_reminder", fire_drill("@everyone"), "general").await);
            let allow = json!({ "overwrites": [{ "member": "emma", "allow": ["MANAGE_MESSAGES"] }] });
            change(world, "channels/reminders", allow).await;
            let emma = world.user("emma");
            emma.slash("reminder_edit", json!({ "reminder": "1" }), "reminders").await;
            let refused = emma.submit(json!({ "message": "Look at me" })).await.whisper();
            assert!(refused.contains("Mention"), "{refused}");
        })
        .await;
}

#[tokio::test]
async fn an_owner_who_lost_the_right_to_ping_pings_nobody_and_staff_are_told() {
    Scene::new()
        .config(&everyone_allowed())
        .play_on_both(async |world| {
            for mention in ["@everyone", "Member"] {
                let set =
                    world.user("bram").slash("add_reminder", fire_drill(mention), "general").await.whisper();
                assert!(set.contains("staat klaar"), "{set}");
            }
            change(world, "guilds/Demo/members/bram", json!({ "roles": [] })).await;
            world.set_clock("2026-03-02T13:00:00Z").await;
            let sent = world
                .until("both are sent", async || {
                    Some(world.user("emma").sees("reminders").await).filter(|sent| sent.len() == 2)
                })
                .await;
            for message in sent {
                assert_eq!(
                    (&message["content"], &message["mention_everyone"], &message["mention_roles"]),
                    (&json!(""), &json!(false), &json!([]))
                );
            }
            world.user("ada").awaits("without its ping", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn a_recurring_reminder_follows_the_clock_of_a_guild_that_changes_its_zone() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "time": "09:00", "days": "daily", "lead": 0 })).await);
            world.write_config(&e2e::scene::CONFIG.replace("Europe/Brussels", "UTC"));
            let zone = async || (world.host().guild(GUILD).timezone == chrono_tz::UTC).then_some(());
            world.until_looked("the zone has changed", zone).await;
            world.set_clock("2026-03-03T08:00:00Z").await;
            comes_due(world, "2026-03-03T09:00:00Z").await;
            let message = world.user("emma").awaits("Stand", "reminders").await;
            assert!(message["timestamp"].as_str().unwrap().starts_with("2026-03-03T09:00"), "{message:#}");
            assert_eq!(world.user("emma").sees("reminders").await.len(), 1);
        })
        .await;
}
