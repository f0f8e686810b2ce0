//! Tickets: numbers.

use chrono::TimeDelta;
use e2e::{World, world::GUILD};
use plugin_api::{
    chrono::{DateTime, Utc},
    sql,
};
use serde_json::{Value, json};

use super::scene;

const ADA: i64 = 200_000_000_000_000_001;

/// Noon in Brussels, as scenes begin.
const NOW: &str = "2026-03-02T11:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// A ticket that was opened and perhaps answered and closed, some hours before the scene begins.
async fn kept(world: &World, id: i64, opened: i64, answered: Option<i64>, closed: Option<i64>) {
    let ago = |hours: i64| at(NOW) - TimeDelta::hours(hours);
    let status = if closed.is_some() { "closed" } else { "open" };
    sql("INSERT INTO support_tickets (guild_id, id, revision, user_id, username, description, answers, folded, category, status, priority, \
         place, source, applied, renamed, claimed_by, first_response_at, waited_seconds, close_reason, closed_at, reopened, created_at, \
         updated_at) VALUES ($1, $2, 1, 5, 'emma', $3, '[]', '', 'support', $4, 'normal', 'channel', 'command', '', '[]', $5, $6, 0, '', \
         $7, 0, $8, $8)")
    .bind(GUILD)
    .bind(id)
    .bind(format!("=SUM({id})"))
    .bind(status)
    .bind(answered.map(|_| ADA))
    .bind(answered.map(ago))
    .bind(closed.map(ago))
    .bind(ago(opened))
    .execute(world.host().db())
    .await
    .expect("a ticket is kept");
}

async fn rated(world: &World, id: i64, stars: i64, comment: &str) {
    sql("INSERT INTO ticket_ratings (guild_id, ticket_id, user_id, stars, comment, rated_at) VALUES ($1, $2, 5, $3, $4, $5)")
        .bind(GUILD)
        .bind(id)
        .bind(stars)
        .bind(comment)
        .bind(at(NOW))
        .execute(world.host().db())
        .await
        .expect("a rating is kept");
}

/// Four tickets: one of last month, three of this week, of which two are closed.
async fn some(world: &World) {
    kept(world, 1, 20 * 24, Some(20 * 24 - 4), Some(19 * 24)).await;
    kept(world, 2, 30, Some(29), Some(20)).await;
    kept(world, 3, 10, Some(7), Some(2)).await;
    kept(world, 4, 1, None, None).await;
    rated(world, 2, 5, "@help").await;
    rated(world, 3, 4, "").await;
}

fn picture(message: &Value) -> &Value {
    &message["attachments"][0]
}

#[tokio::test]
async fn staff_see_the_numbers_of_a_period_with_a_chart() {
    scene("")
        .play_on_both(async |world| {
            some(world).await;
            let shown = world.user("ada").slash("ticket_stats", json!({}), "general").await;
            let said = shown.whisper();
            for part in [
                "last 7 days",
                "**1** open\n**3** closed",
                "opened: **3**",
                "closed: **2**",
                "★\u{a0}4.5 from 2 members",
                "9 h 0 min",
                "Half within **2 h 0 min**",
                "Nine of ten within **3 h 0 min**",
                "<@200000000000000001>: 2 closed",
            ] {
                assert!(said.contains(part), "'{part}': {said}");
            }
            let message = shown.message();
            assert_eq!(picture(message)["content_type"], "image/png", "{shown}");
            assert_eq!(message["embeds"][0]["image"]["url"], picture(message)["url"], "{shown}");
            let bytes = world.download(picture(message)["url"].as_str().expect("an address")).await;
            assert!(bytes.starts_with(b"\x89PNG"));

            let month = world.user("ada").click(message, "30 days").await;
            let said = month.text();
            assert!(said.contains("last 30 days") && said.contains("opened: **4**"), "{said}");
            assert_eq!(month.message()["attachments"].as_array().map(Vec::len), Some(1), "{month}");
            let all = world.user("ada").click(month.message(), "All time").await.text();
            assert!(all.contains("all time") && all.contains("closed: **3**"), "{all}");
        })
        .await;
}

#[tokio::test]
async fn numbers_are_for_staff_at_every_press() {
    scene("")
        .play(async |world| {
            some(world).await;
            let refused = world.user("emma").slash("ticket_stats", json!({}), "general").await.whisper();
            assert!(refused.contains("for staff"), "{refused}");
            let refused = world.user("emma").slash("export_tickets", json!({}), "general").await.whisper();
            assert!(refused.contains("manages the server"), "{refused}");

            let bram = world.user("bram");
            let shown = bram.slash("ticket_stats", json!({ "public": true }), "general").await;
            assert_ne!(shown.message()["ephemeral"], true, "{shown}");
            assert!(shown.text().contains("last 7 days"), "a channel reads the guild's language: {shown}");
            let refused = world.user("emma").click(shown.message(), "30 days").await.whisper();
            assert!(refused.contains("for staff"), "{refused}");
            assert!(bram.click(shown.message(), "30 days").await.text().contains("last 30 days"));
            let own = bram.slash("ticket_stats", json!({}), "general").await.whisper();
            assert!(own.contains("laatste 7 dagen") && own.contains("★\u{a0}4,5 van 2 leden"), "{own}");
            let kind = world.user("ada").force(shown.message(), "tickets:numbers:99d").await.whisper();
            assert!(!kind.is_empty());
        })
        .await;
}

#[tokio::test]
async fn numbers_for_everybody_are_for_everybody_however_long_they_take() {
    scene("")
        .play_on_both(async |world| {
            some(world).await;
            let lock = "LOCK TABLE ticket_metrics IN EXCLUSIVE MODE";
            let (bram, all) = (world.user("bram"), json!({ "public": true }));
            let shown = bram.slash_slowly("ticket_stats", all, lock).await;
            assert_ne!(shown.message()["ephemeral"], true, "{shown}");
            assert!(shown.text().contains("last 7 days"), "{shown}");
            let own = bram.slash_slowly("ticket_stats", json!({}), lock).await;
            assert!(own.whisper().contains("laatste 7 dagen"), "{own}");
        })
        .await;
}

#[tokio::test]
async fn snapshots_are_kept_on_request_and_each_night() {
    scene("")
        .play_on_both(async |world| {
            some(world).await;
            let taken = async || {
                let page = world.read("tickets", "/stats/snapshots").await.expect("a list");
                page["snapshots"].as_array().cloned().expect("a list")
            };
            let scopes = |taken: &[Value]| taken.iter().map(|one| one["scope"].clone()).collect::<Vec<_>>();
            let shown = world.user("ada").slash("ticket_stats", json!({}), "general").await;
            assert_eq!(taken().await.len(), 1);
            let shown = world.user("ada").click(shown.message(), "30 days").await;
            assert_eq!(taken().await.len(), 1, "a look at another period is no snapshot");
            world.user("ada").click(shown.message(), "Refresh").await;
            let kept = taken().await;
            assert_eq!(scopes(&kept), ["7d", "30d"]);
            assert_eq!(kept[0]["average_cycle_time"], 9 * 3_600);
            let counts = &kept[0]["numbers"];
            assert_eq!((&counts["status"]["open"], &counts["total"]["closed"]), (&json!(1), &json!(2)));
            assert_eq!(counts["staff"], json!([]), "who of staff did how much is not kept");

            world.advance(TimeDelta::hours(13)).await;
            let night = world
                .until_looked("the night's snapshots", async || {
                    let kept = taken().await;
                    (kept.len() == 5).then_some(kept)
                })
                .await;
            assert_eq!(scopes(&night[2..]), ["7d", "30d", "all"]);

            let page = world.read("tickets", "/stats/snapshots?limit=2&after=1").await.expect("a page");
            assert_eq!(
                (&page["snapshots"][1]["snapshot"], &page["next"]),
                (&json!(3), &json!(3)),
                "{page:#}"
            );
            assert_eq!(page["snapshots"][0]["numbers"]["period"], "30d", "{page:#}");
        })
        .await;
}

#[tokio::test]
async fn the_table_has_every_ticket_and_no_formula() {
    scene("")
        .play_on_both(async |world| {
            // More than are read at once.
            for id in 5..=230 {
                kept(world, id, 1, None, None).await;
            }
            some(world).await;
            let sent = world.user("ada").slash("export_tickets", json!({}), "general").await;
            let file = &sent.message()["attachments"][0];
            assert_eq!(file["filename"], "tickets.csv", "{sent}");
            let bytes = world.download(file["url"].as_str().expect("an address")).await;
            let table = String::from_utf8(bytes).expect("UTF-8");
            assert!(table.starts_with("id,category,status,"), "{table}");
            assert_eq!(table.lines().count(), 231);
            let row =
                "2,support,closed,normal,command,5,emma,'=SUM(2),200000000000000001,,,2026-03-01T05:00:00Z,";
            assert!(table.contains(row), "{table}");
            assert!(table.contains(",5,'@help\r\n"), "{table}");
        })
        .await;
}
