//! Who may do what.

use serde_json::json;

use super::{add, is_added, scene};

const STAFF: &str = "400000000000000003";

#[tokio::test]
async fn members_read_and_staff_write() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let emma = world.user("emma");
            for (command, options) in [
                ("faq add", json!({})),
                ("faq edit", json!({ "entry": "1" })),
                ("faq remove", json!({ "entry": "1" })),
                ("faq publish", json!({ "entry": "1", "published": false })),
                ("faq history", json!({ "entry": "1" })),
                ("faq gaps", json!({})),
                ("export_faq", json!({})),
            ] {
                let refused = emma.slash(command, options, "general").await.whisper();
                assert!(refused.contains("Manage Messages"), "{command}: {refused}");
            }
            let seen = emma.slash("faq view", json!({ "entry": "1" }), "general").await;
            assert!(seen.message()["components"].as_array().is_none_or(Vec::is_empty), "{seen}");
            let shown = world.user("ada").slash("faq view", json!({ "entry": "1" }), "general").await;
            let public = emma.slash("faq view", json!({ "entry": "1", "public": true }), "general").await;
            for id in [
                "faq:remove_yes:1:1",
                "faq:unpublish:1:1",
                "faq:edit:1",
                "faq:history:1:0",
                "faq:restore:1:1",
                "faq:gaps:0",
            ] {
                let refused = emma.force(public.message(), id).await.whisper();
                assert!(refused.contains("Manage Messages"), "{id}: {refused}");
            }
            assert!(
                world.user("ada").click(shown.message(), "Take back").await.text().contains("draft again")
            );
            let hidden = emma.slash("faq view", json!({ "entry": "1" }), "general").await.whisper();
            assert!(hidden.contains("Entry #1 does not exist"), "{hidden}");
            assert!(emma.autocomplete("faq view", "entry", "join").await.choices().is_empty());
            assert!(!emma.slash("faq list", json!({}), "general").await.whisper().contains("join"));
            let choices = world.user("ada").autocomplete("faq edit", "entry", "join").await.choices();
            assert_eq!(choices, ["#1 How do I join? (draft)"]);
        })
        .await;
}

#[tokio::test]
async fn editors_write_drafts_and_publishers_show_them() {
    // Staff may edit; whom the other role stands for there is nobody, so that only who manages the server publishes.
    let roles = format!("editor_roles = [\"{STAFF}\"]\npublisher_roles = [1]");
    scene(&roles)
        .play_on_both(async |world| {
            let bram = world.user("bram");
            let _ = bram.slash("faq add", json!({}), "general").await.modal();
            let added =
                bram.submit(json!({ "title": "How do I join?", "text": "Press Join." })).await.whisper();
            assert!(added.contains("concept"), "{added}");
            let refused = bram.slash("faq publish", json!({ "entry": "1" }), "general").await.whisper();
            assert!(refused.contains("Server beheren"), "{refused}");
            let ada = world.user("ada");
            assert!(
                ada.slash("faq publish", json!({ "entry": "1" }), "general")
                    .await
                    .whisper()
                    .contains("is published")
            );
            for command in ["faq edit", "faq remove"] {
                let refused = bram.slash(command, json!({ "entry": "1" }), "general").await.whisper();
                assert!(refused.contains("Server beheren"), "{command}: {refused}");
            }
        })
        .await;
}

#[tokio::test]
async fn who_manages_messages_in_one_channel_only_changes_nothing_for_the_guild() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let allow = json!({ "overwrites": [{ "member": "emma", "allow": ["MANAGE_MESSAGES"] }] });
            let (status, answer) = world.send(reqwest::Method::PATCH, "channels/general", Some(allow)).await;
            assert!(status.is_success(), "{answer:#}");
            let emma = world.user("emma");
            let _ = emma.slash("faq add", json!({}), "general").await.modal();
            let refused = emma.submit(json!({ "title": "Mine", "text": "My words." })).await.whisper();
            assert!(refused.contains("Manage Messages") && refused.contains("My words."), "{refused}");
            for (command, options) in [
                ("faq edit", json!({ "entry": "1" })),
                ("faq remove", json!({ "entry": "1" })),
                ("faq history", json!({ "entry": "1" })),
                ("faq gaps", json!({})),
                ("export_faq", json!({})),
            ] {
                let refused = emma.slash(command, options, "general").await.whisper();
                assert!(refused.contains("Manage Messages"), "{command}: {refused}");
            }
            let public = emma.slash("faq view", json!({ "entry": "1", "public": true }), "general").await;
            for id in
                ["faq:remove_yes:1:1", "faq:history:1:0", "faq:gaps:0", "faq:gap_add:1", "faq:gap_drop:1"]
            {
                let refused = emma.force(public.message(), id).await.whisper();
                assert!(refused.contains("Manage Messages"), "{id}: {refused}");
            }
            let list = emma.slash("faq list", json!({}), "general").await;
            assert!(list.whisper().contains("How do I join"), "{list}");
            let taken_back = json!({ "entry": "1", "published": false });
            let _ = world.user("ada").slash("faq publish", taken_back, "general").await;
            let hidden = emma.slash("faq view", json!({ "entry": "1" }), "general").await.whisper();
            assert!(hidden.contains("Entry #1 does not exist"), "{hidden}");
            let hidden = world.user("emma").choose(list.message(), "faq:open", "1").await.whisper();
            assert!(hidden.contains("Entry #1 does not exist"), "{hidden}");
            assert!(emma.autocomplete("faq view", "entry", "join").await.choices().is_empty());
            assert!(!emma.slash("faq list", json!({}), "general").await.whisper().contains("join"));
        })
        .await;
}

#[tokio::test]
async fn the_heading_of_a_draft_is_offered_to_who_may_see_drafts_only() {
    scene("publish_at_once = false")
        .play_on_both(async |world| {
            let _ =
                add(world, "Who has to go?", "Nobody yet.", json!({ "category": "Layoffs" })).await.whisper();
            let offered =
                async |name| world.user(name).autocomplete("faq list", "category", "lay").await.choices();
            assert_eq!(offered("ada").await, ["Layoffs"]);
            assert!(offered("emma").await.is_empty());
            let _ = world.user("ada").slash("faq publish", json!({ "entry": "1" }), "general").await;
            assert_eq!(offered("emma").await, ["Layoffs"]);
        })
        .await;
}
