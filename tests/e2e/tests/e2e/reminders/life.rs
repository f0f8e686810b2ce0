//! One reminder's life, as its owner, staff and the log channel see it.

use chrono::TimeDelta;
use e2e::{Scene, World, snapshot::render_message};
use serde_json::{Value, json};

use super::{add, comes_due, is_set};

/// Waits for the log channel's line.
async fn logged(world: &World, text: &str) {
    world.user("ada").awaits(text, "bot-log").await;
}

async fn choose(world: &World, command: &str, typed: &str) -> Value {
    let offered = world.user("emma").autocomplete(command, "reminder", typed).await;
    json!({ "reminder": offered.first_choice() })
}

/// Emma changes her reminder in the form, pauses it and has it on again.
async fn is_changed_and_paused(world: &World) {
    let emma = world.user("emma");
    let form = emma.slash("reminder_edit", choose(world, "reminder_edit", "stand").await, "general").await;
    assert_shown!(form.render(), @"
    form: Reminder #1
    Name: Stand-up
    Time (19:30, 7:30pm): 14:00
    Date, or weekdays (mon,wed) (optional): 2026-03-02
    Text (optional): Bring coffee
    Location (optional): Room 1
    ");
    let edited = emma.submit(json!({ "name": "Stand-up, later", "time": "14:30" })).await;
    assert_shown!(edited.render(), @r"
    (ephemeral):
    | # Reminder #1 is changed
    | **Stand\-up, later**
    | When: <t:2026-03-02 13:30:F> (<t:2026-03-02 13:30:R>)
    | Channel: <#reminders>
    | Announced: 60 minutes before
    ");
    logged(world, "changed it").await;

    let one = choose(world, "reminder_pause", "later").await;
    assert_shown!(emma.slash("reminder_pause", one.clone(), "general").await.render(), @"(ephemeral): Reminder #1 is paused. Use the same command to resume it.");
    assert_shown!(emma.slash("reminder_list", json!({}), "general").await.render(), @r"
    (ephemeral):
    | # Your reminders
    | **#1** Stand\-up, later · <t:2026-03-02 13:30:f> · <#reminders> · *paused*
    ");
    assert_shown!(emma.slash("reminder_pause", one, "general").await.render(), @r"
    (ephemeral):
    | # Reminder #1 is on again
    | **Stand\-up, later**
    | When: <t:2026-03-02 13:30:F> (<t:2026-03-02 13:30:R>)
    | Channel: <#reminders>
    | Announced: 60 minutes before
    ");
}

/// It is announced, sent and snoozed; the message that was sent and the one after the snooze.
async fn is_sent_and_snoozed(world: &World) -> (Value, Value) {
    let emma = world.user("emma");
    comes_due(world, "2026-03-02T12:30:00Z").await;
    assert_shown!(render_message(&emma.awaits("Coming up", "reminders").await), @r"
    Guildhall:
    | # ⏰ Stand\-up, later
    | Bring coffee
    | Coming up: Starts <t:2026-03-02 13:30:R>
    | Date: Monday 2 March 2026 · <t:2026-03-02 13:30:D>
    | Time: 14:30 · <t:2026-03-02 13:30:t> (<t:2026-03-02 13:30:R>)
    | Location: Room 1
    [Snooze 10 min] [1 h] [Tomorrow] [Delete]
    ");
    logged(world, "Announced in").await;
    comes_due(world, "2026-03-02T13:30:00Z").await;
    logged(world, "Sent in").await;
    let only = world
        .until("the announcement is gone", async || {
            let messages = emma.sees("reminders").await;
            (messages.len() == 1).then(|| messages[0].clone())
        })
        .await;
    assert_shown!(render_message(&only), @r"
    Guildhall:
    | # ⏰ Stand\-up, later
    | Bring coffee
    | Date: Monday 2 March 2026 · <t:2026-03-02 13:30:D>
    | Time: 14:30 · <t:2026-03-02 13:30:t> (<t:2026-03-02 13:30:R>)
    | Location: Room 1
    [Snooze 10 min] [1 h] [Tomorrow] [Delete]
    ");
    assert!(super::due(world).await.is_none(), "a one-off ends");

    assert_shown!(emma.click(&only, "Snooze 10 min").await.render(), @"(ephemeral): I will remind you again <t:2026-03-02 13:40:R> (<t:2026-03-02 13:40:f>).");
    world.advance(TimeDelta::minutes(10)).await;
    let again = emma.awaits("Snoozed", "reminders").await;
    assert!(again["mentions"].to_string().contains("\"emma\""), "it pings its owner: {again:#}");
    assert_shown!(render_message(&again), @r"
    Guildhall: <@emma>
    | # ⏰ Stand\-up, later
    | Bring coffee
    | Snoozed: Once more, for <@emma>
    | Date: Monday 2 March 2026 · <t:2026-03-02 13:30:D>
    | Time: 14:30 · <t:2026-03-02 13:30:t> (<t:2026-03-02 13:30:R>)
    | Location: Room 1
    [Snooze 10 min] [1 h] [Tomorrow] [Delete]
    ");
    (only, again)
}

/// Ada deletes it under the second message, and nothing can be pressed under the first any more.
async fn is_deleted(world: &World, only: &Value, again: &Value) {
    let (ada, emma) = (world.user("ada"), world.user("emma"));
    let sure = ada.click(again, "Delete").await;
    assert_shown!(sure.render(), @r"
    (ephemeral): Delete reminder #1, Stand\-up, later?
    [Yes] [Cancel]
    ");
    assert_shown!(ada.click(sure.message(), "Yes").await.render(), @"(ephemeral): Reminder #1 is deleted");
    logged(world, "deleted it").await;
    let left = async || {
        Some(emma.reads("reminders").await).filter(|left| !left.iter().any(|text| text.contains("Snoozed")))
    };
    world.until("its message is gone", left).await;
    assert_shown!(emma.click(only, "Snooze 10 min").await.render(), @"(ephemeral): That reminder no longer exists in this server.");
    let left = emma.sees("reminders").await;
    let first = left.iter().find(|message| message["id"] == only["id"]).expect("it stays");
    assert_eq!(first["components"], json!([]), "its buttons lead nowhere: they are gone");
}

#[tokio::test]
async fn a_reminder_lives_from_the_command_to_its_deletion() {
    Scene::new()
        .play_on_both(async |world| {
            let emma = world.user("emma");
            is_set(&add(world, json!({ "message": "Bring coffee", "location": "Room 1" })).await);
            logged(world, "created it").await;
            assert_shown!(emma.slash("reminder_list", json!({}), "general").await.render(), @r"
            (ephemeral):
            | # Your reminders
            | **#1** Stand\-up · <t:2026-03-02 13:00:f> · <#reminders>
            ");

            is_changed_and_paused(world).await;
            let (only, again) = is_sent_and_snoozed(world).await;
            is_deleted(world, &only, &again).await;
        })
        .await;
}

#[tokio::test]
async fn an_empty_day_keeps_the_weekdays_and_a_typed_label_finds_its_reminder() {
    Scene::new()
        .play(async |world| {
            let emma = world.user("emma");
            is_set(&add(world, json!({ "days": "mon to wed" })).await);
            let _ =
                emma.slash("reminder_edit", json!({ "reminder": "#1 Stand-up" }), "general").await.modal();
            let edited = emma.submit(json!({ "time": "15:00", "day": "" })).await;
            assert_shown!(edited.render(), @r"
            (ephemeral):
            | # Reminder #1 is changed
            | **Stand\-up**
            | When: <t:2026-03-02 14:00:F> (<t:2026-03-02 14:00:R>)
            | Channel: <#reminders>
            | Repeats: mon,tue,wed
            ");
            let _ = emma.slash("reminder_edit", json!({ "reminder": "1" }), "general").await.modal();
            assert_shown!(emma.submit(json!({ "name": "\u{200b}" })).await.render(), @"(ephemeral): A reminder needs a name. Write a few words.");
            let paused = emma.slash("reminder_pause", json!({ "reminder": "#1 Stand-up" }), "general").await;
            assert_shown!(paused.render(), @"(ephemeral): Reminder #1 is paused. Use the same command to resume it.");
        })
        .await;
}

#[tokio::test]
async fn a_long_list_is_paged_with_buttons_that_work_after_a_restart() {
    Scene::new()
        .play_on_both(async |world| {
            for number in 1..=12 {
                is_set(&add(world, json!({ "name": format!("Number {number}") })).await);
            }
            let list = world.user("emma").slash("reminder_list", json!({}), "general").await;
            assert_shown!(list.render(), @"
            (ephemeral):
            | # Your reminders
            | **#1** Number 1 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#2** Number 2 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#3** Number 3 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#4** Number 4 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#5** Number 5 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#6** Number 6 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#7** Number 7 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#8** Number 8 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#9** Number 9 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#10** Number 10 · <t:2026-03-02 13:00:f> · <#reminders>
            [Previous (disabled)] [Page 1 of 2 (disabled)] [Next]
            ");
            world.restart_host().await;
            let next = world.user("emma").click(list.message(), "Next").await;
            assert_shown!(next.render(), @"
            (ephemeral):
            | # Your reminders
            | **#11** Number 11 · <t:2026-03-02 13:00:f> · <#reminders>
            | **#12** Number 12 · <t:2026-03-02 13:00:f> · <#reminders>
            [Previous] [Page 2 of 2 (disabled)] [Next (disabled)]
            ");
        })
        .await;
}

#[tokio::test]
async fn nobody_sees_the_reminders_of_others_but_who_manages_the_server() {
    Scene::new()
        .play(async |world| {
            is_set(&add(world, json!({ "name": "Surprise party" })).await);
            let finn = world.user("finn").slash("reminder_list", json!({}), "general").await;
            assert_shown!(finn.render(), @"
            (ephemeral):
            | # Your reminders
            | There are none. Add one with /add_reminder.
            ");
            let offered = world.user("finn").autocomplete("reminder_delete", "reminder", "sur").await;
            assert!(offered.choices().is_empty(), "{offered}");
            let all = json!({ "scope": "all" });
            let refused = world.user("finn").slash("reminder_list", all, "general").await;
            assert_shown!(refused.render(), @"(ephemeral): You need the permission Manage Server for this.");
            let ada = world.user("ada").slash("reminder_list", json!({}), "general").await;
            assert_shown!(ada.render(), @"
            (ephemeral):
            | # All reminders
            | **#1** Surprise party · <t:2026-03-02 13:00:f> · <#reminders>
            ");
        })
        .await;
}

#[tokio::test]
async fn a_member_who_reads_dutch_is_answered_in_dutch_and_may_write_dutch() {
    Scene::new()
        .play(async |world| {
            let options =
                json!({ "name": "Vergadering", "channel": "reminders", "time": "19.30", "days": "ma,wo" });
            let answer = world.user("daan").slash("add_reminder", options, "general").await;
            assert_shown!(answer.render(), @"
            (ephemeral):
            | # Herinnering #1 staat klaar
            | **Vergadering**
            | Wanneer: <t:2026-03-02 18:30:F> (<t:2026-03-02 18:30:R>)
            | Kanaal: <#reminders>
            | Herhaalt: ma,wo
            ");
        })
        .await;
}
