//! Who may, and what can't be.

use e2e::{Scene, World, world::GUILD};
use guildhall::api::tokens::Scope;
use plugin_api::sql;
use reqwest::Method;
use serde_json::{Value, json};

use super::{add, comes_due, is_set};

async fn count(world: &World) -> i64 {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM reminders").fetch_one(world.host().db()).await.unwrap();
    count
}

#[tokio::test]
async fn times_and_dates_that_do_not_exist_are_refused_with_the_reason() {
    Scene::new()
        .play(async |world| {
            for (options, says) in [
                (json!({ "time": "25:00" }), "There is no time \"25:00\""),
                (json!({ "time": "24:00" }), "There is no time \"24:00\""),
                (json!({ "time": "12:60" }), "There is no time \"12:60\""),
                (json!({ "time": "13:00pm" }), "with am or pm the hours go from 1 to 12"),
                (json!({ "time": "soon" }), "I can't read \"soon\" as a time"),
                (json!({ "date": "30 February" }), "The day \"30 February\" does not exist"),
                (json!({ "date": "2027-02-29" }), "The day \"2027\\-02\\-29\" does not exist"),
                (json!({ "date": "31/04/2026" }), "The day \"31/04/2026\" does not exist"),
                (json!({ "date": "someday" }), "I can't read \"someday\" as a date"),
                (json!({ "date": "2026-03-01" }), "That time has passed"),
                (json!({ "date": "2036-03-03" }), "more than 10 years ahead"),
                (json!({ "date": "29 February" }), "does not exist in 2027"),
                (json!({ "days": "mon,fun" }), "as weekdays"),
                (json!({ "days": "ma t/m ooit" }), "\"t/m ooit\" as weekdays"),
                (json!({ "days": "daily", "date": "2026-04-01" }), "not both"),
                (json!({ "name": " " }), "needs a name"),
                (json!({ "name": "\u{200b}\u{2060}" }), "needs a name"),
            ] {
                let said = add(world, options.clone()).await.whisper();
                assert!(said.contains(says), "{options}: {said}");
            }
            assert_eq!(count(world).await, 0);
        })
        .await;
}

#[tokio::test]
async fn every_way_of_writing_a_time_and_a_date_leads_to_the_same_instant() {
    Scene::new()
        .play(async |world| {
            let ways = [
                ("19:30", "2026-03-12"),
                ("19.30", "12/03/2026"),
                ("7:30pm", "12 March"),
                ("19:30", "12 maart"),
            ];
            for (time, date) in ways {
                is_set(&add(world, json!({ "time": time, "date": date, "lead": 0 })).await);
            }
            is_set(&add(world, json!({ "date": "2028-02-29" })).await);
            let instants: Vec<(chrono::DateTime<chrono::Utc>,)> =
                sql("SELECT event_time FROM reminders ORDER BY number")
                    .fetch_all(world.host().db())
                    .await
                    .unwrap();
            let shown: Vec<_> = instants.iter().map(|(at,)| at.to_rfc3339()).collect();
            assert_eq!(shown[..4], ["2026-03-12T18:30:00+00:00"; 4]);
            assert_eq!(shown[4], "2028-02-29T13:00:00+00:00", "a leap day");
        })
        .await;
}

#[tokio::test]
async fn anothers_reminder_is_refused_by_command_button_and_api() {
    Scene::new()
        .play_on_both(async |world| {
            is_set(&add(world, json!({ "lead": 0 })).await);
            let finn = world.user("finn");
            for command in ["reminder_edit", "reminder_delete", "reminder_pause"] {
                let refused = finn.slash(command, json!({ "reminder": "1" }), "general").await.whisper();
                assert!(
                    refused.contains("permission") || refused.contains("don't know"),
                    "{command}: {refused}"
                );
            }
            comes_due(world, "2026-03-02T13:00:00Z").await;
            let message = finn.awaits("Stand", "reminders").await;
            let refused = finn.click(&message, "Snooze").await.whisper();
            assert!(refused.contains("Only the owner"), "{refused}");
            let refused = finn.click(&message, "Delete").await.whisper();
            assert!(refused.contains("permission"), "{refused}");
            // Past the question, as a forged client may go.
            let refused = finn
                .force(&message, &format!("reminders:delete_yes:1:{}", message["id"].as_str().unwrap()))
                .await
                .whisper();
            assert!(refused.contains("permission"), "{refused}");
            assert_eq!(count(world).await, 1);

            let other = world
                .token_of(plugin_api::serenity::GuildId::new(7), &["reminders"], &[Scope::Read, Scope::Write])
                .await;
            let reader = world.token(&["reminders"], &[Scope::Read]).await;
            let path = format!("/api/guilds/{GUILD}/plugins/reminders/1");
            for (token, status) in [(other.as_str(), 403), (reader.as_str(), 403), ("ghl_wrong", 401)] {
                let answer = world.api(Method::DELETE, &path).bearer_auth(token).send().await.unwrap();
                assert_eq!(answer.status(), status);
            }
            assert_eq!(count(world).await, 1);
        })
        .await;
}

#[tokio::test]
async fn a_button_of_another_guild_finds_nothing_there() {
    let second = json!({ "guilds": [{
        "id": "300000000000000002", "name": "Second", "owner": "finn", "roles": [{ "name": "Guildhall", "bot": true }],
        "members": [{ "user": "finn" }], "channels": [{ "name": "lobby" }],
    }] });
    Scene::new()
        .with(second)
        .play(async |world| {
            is_set(&add(world, json!({})).await);
            let finn = world.user("finn");
            let message = finn.says_in("Hello", "lobby", "Second").await;
            for id in ["reminders:delete:1", "reminders:delete_yes:1:0", "reminders:snooze:1:10"] {
                let refused = finn.force(&message, id).await.whisper();
                assert!(refused.contains("no longer exists"), "{id}: {refused}");
            }
            assert_eq!(count(world).await, 1);
        })
        .await;
}

#[tokio::test]
async fn the_owner_and_the_bot_need_to_see_and_write_in_the_channel() {
    Scene::new()
        .play(async |world| {
            let refused = add(world, json!({ "channel": "rules" })).await.whisper();
            assert!(
                refused.contains("Send Messages") && refused.contains("<#500000000000000002>"),
                "{refused}"
            );
            let deny = json!({ "overwrites": [{ "role": "Guildhall", "deny": ["SEND_MESSAGES"] }] });
            let (status, answer) = world.send(Method::PATCH, "channels/reminders", Some(deny)).await;
            assert!(status.is_success(), "{answer:#}");
            let refused = add(world, json!({})).await.whisper();
            assert!(refused.starts_with("I need") && refused.contains("<#500000000000000007>"), "{refused}");
            assert_eq!(count(world).await, 0);
        })
        .await;
}

#[tokio::test]
async fn a_member_has_so_many_reminders_and_no_more() {
    let few = format!(
        "{}\n[guilds.{GUILD}.plugins.reminders.settings]\nmax_active_per_member = 2\n",
        e2e::scene::CONFIG
    );
    Scene::new()
        .config(&few)
        .play_on_both(async |world| {
            is_set(&add(world, json!({})).await);
            is_set(&add(world, json!({})).await);
            let refused = add(world, json!({})).await.whisper();
            assert!(refused.contains("At most 2"), "{refused}");
        })
        .await;
}

#[tokio::test]
async fn any_text_comes_out_as_it_went_in_and_pings_nobody() {
    let texts = [
        "x".repeat(2000),
        "@everyone @here <@&400000000000000003> <@200000000000000001>".to_owned(),
        "``` `code` ``` **bold** [link](https://example.org)".to_owned(),
        "\u{202e}שלום עולם\u{200b}\u{200d}\u{feff} مرحبا".to_owned(),
        "'; DROP TABLE reminders; -- {} %s $1".to_owned(),
    ];
    Scene::new()
        .play_on_both(async |world| {
            for text in &texts {
                let name: String = text.chars().take(100).collect();
                let location: String = text.chars().take(200).collect();
                is_set(
                    &add(world, json!({ "message": text, "name": name, "location": location, "lead": 0 }))
                        .await,
                );
            }
            world.set_clock("2026-03-02T13:00:00Z").await;
            let all = async || {
                Some(world.user("emma").sees("reminders").await).filter(|all| all.len() == texts.len())
            };
            let delivered = world.until("all are delivered", all).await;
            for text in &texts {
                let said =
                    |message: &&Value| message["embeds"][0]["description"].as_str() == Some(text.as_str());
                let message = delivered.iter().find(said).unwrap_or_else(|| panic!("{text}: {delivered:#?}"));
                assert_eq!(message["mention_everyone"], false);
                assert_eq!((&message["mentions"], &message["mention_roles"]), (&json!([]), &json!([])));
            }
        })
        .await;
}

#[tokio::test]
async fn everyone_is_pinged_only_where_the_setting_and_the_owner_allow_it() {
    let allowed = format!(
        "{}\n[guilds.{GUILD}.plugins.reminders.settings]\nallow_everyone = true\n",
        e2e::scene::CONFIG
    );
    let everyone = json!({ "name": "Fire drill", "channel": "reminders", "time": "14:00", "lead": 0, "mention": "@everyone" });
    Scene::new()
        .play(async |world| {
            let refused =
                world.user("ada").slash("add_reminder", everyone.clone(), "general").await.whisper();
            assert!(refused.contains("/plugins set reminders allow_everyone true"), "{refused}");
        })
        .await;
    Scene::new()
        .config(&allowed)
        .play(async |world| {
            let refused = add(world, everyone.clone()).await.whisper();
            assert!(refused.contains("Mention"), "emma may not: {refused}");
            is_set(&world.user("ada").slash("add_reminder", everyone.clone(), "general").await);
            comes_due(world, "2026-03-02T13:00:00Z").await;
            let message = world.user("emma").awaits("Fire drill", "reminders").await;
            assert_eq!(message["content"], "@everyone");
        })
        .await;
}
