//! `/ticket_list` of nothing, of many, and of what is not one's own.

use e2e::{World, world::GUILD};
use plugin_api::sql;
use serde_json::json;

use super::{open, scene};

/// Keeps this many tickets of a category as if they had been opened, a minute after another, by Emma and Finn in turn.
pub(super) async fn many(world: &World, category: &str, count: u64) {
    let host = world.host();
    for number in 1..=count {
        let member = if number % 2 == 1 { (5, "Emma") } else { (6, "Finn") };
        let description = format!("Question {number} about **{category}**");
        let at = host.clock().now() + chrono::TimeDelta::minutes(number.cast_signed());
        insert(world, member, category, &description, at).await;
    }
}

async fn insert(
    world: &World,
    (user, username): (i64, &str),
    category: &str,
    description: &str,
    at: chrono::DateTime<chrono::Utc>,
) {
    let mut tx = world.host().db().begin().await.unwrap();
    let id = plugin_api::db::next_number(&mut tx, "ticket", GUILD).await.unwrap();
    let insert = sql(
        "INSERT INTO support_tickets (guild_id, id, revision, user_id, username, description, answers, folded, category, status, \
         priority, place, source, applied, renamed, waited_seconds, close_reason, reopened, created_at, updated_at) \
         VALUES ($1, $2, 0, $3, $4, $5, '[]', $6, $7, 'open', 'normal', 'channel', 'api', '', '[]', 0, '', 0, $8, $8)",
    );
    let folded = format!("{username}\n{description}").to_lowercase();
    let insert = insert.bind(GUILD).bind(id).bind(200_000_000_000_000_000_i64 + user).bind(username);
    let insert = insert.bind(description).bind(folded).bind(category);
    insert.bind(at).execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_list_of_nothing_says_so() {
    scene("")
        .play_on_both(async |world| {
            for options in [
                json!({}),
                json!({ "status": "all" }),
                json!({ "status": "closed", "member": "emma", "category": "support" }),
            ] {
                let list = world.user("chloe").slash("ticket_list", options, "general").await.whisper();
                assert!(list.contains("(0)") && list.contains("No tickets found"), "{list}");
            }
            let unknown =
                world.user("chloe").slash("ticket_list", json!({ "category": "x:y" }), "general").await;
            assert!(
                unknown.whisper().contains("There is no category 'x:y' here. There are: support"),
                "{unknown}"
            );
        })
        .await;
}

#[tokio::test]
async fn a_list_of_200_is_paged_oldest_first_through_a_restart() {
    scene("")
        .play_on_both(async |world| {
            many(world, "support", 200).await;
            let list = world.user("chloe").slash("ticket_list", json!({}), "general").await;
            assert_shown!(list.render(), @r"
            (ephemeral):
            | # Tickets: not closed (200)
            | **#1**  · open · <@emma> · <t:2026-03-02 11:01:R>
            | Question 1 about \*\*support\*\*
            | **#2**  · open · <@finn> · <t:2026-03-02 11:02:R>
            | Question 2 about \*\*support\*\*
            | **#3**  · open · <@emma> · <t:2026-03-02 11:03:R>
            | Question 3 about \*\*support\*\*
            | **#4**  · open · <@finn> · <t:2026-03-02 11:04:R>
            | Question 4 about \*\*support\*\*
            | **#5**  · open · <@emma> · <t:2026-03-02 11:05:R>
            | Question 5 about \*\*support\*\*
            | **#6**  · open · <@finn> · <t:2026-03-02 11:06:R>
            | Question 6 about \*\*support\*\*
            | **#7**  · open · <@emma> · <t:2026-03-02 11:07:R>
            | Question 7 about \*\*support\*\*
            | **#8**  · open · <@finn> · <t:2026-03-02 11:08:R>
            | Question 8 about \*\*support\*\*
            | **#9**  · open · <@emma> · <t:2026-03-02 11:09:R>
            | Question 9 about \*\*support\*\*
            | **#10**  · open · <@finn> · <t:2026-03-02 11:10:R>
            | Question 10 about \*\*support\*\*
            [Previous (disabled)] [Page 1 of 20 (disabled)] [Next]
            ");
            world.restart_host().await;
            let next = world.user("chloe").click(list.message(), "Next").await;
            assert_shown!(next.render(), @r"
            (ephemeral):
            | # Tickets: not closed (200)
            | **#11**  · open · <@emma> · <t:2026-03-02 11:11:R>
            | Question 11 about \*\*support\*\*
            | **#12**  · open · <@finn> · <t:2026-03-02 11:12:R>
            | Question 12 about \*\*support\*\*
            | **#13**  · open · <@emma> · <t:2026-03-02 11:13:R>
            | Question 13 about \*\*support\*\*
            | **#14**  · open · <@finn> · <t:2026-03-02 11:14:R>
            | Question 14 about \*\*support\*\*
            | **#15**  · open · <@emma> · <t:2026-03-02 11:15:R>
            | Question 15 about \*\*support\*\*
            | **#16**  · open · <@finn> · <t:2026-03-02 11:16:R>
            | Question 16 about \*\*support\*\*
            | **#17**  · open · <@emma> · <t:2026-03-02 11:17:R>
            | Question 17 about \*\*support\*\*
            | **#18**  · open · <@finn> · <t:2026-03-02 11:18:R>
            | Question 18 about \*\*support\*\*
            | **#19**  · open · <@emma> · <t:2026-03-02 11:19:R>
            | Question 19 about \*\*support\*\*
            | **#20**  · open · <@finn> · <t:2026-03-02 11:20:R>
            | Question 20 about \*\*support\*\*
            [Previous] [Page 2 of 20 (disabled)] [Next]
            ");
            let chloe = world.user("chloe");
            let last = chloe.force(list.message(), "tickets:list:live:0:*:4000000000").await.text();
            assert!(last.contains("**#191**") && last.contains("**#200**"), "{last}");
            let emmas =
                chloe.slash("ticket_list", json!({ "member": "emma", "status": "open" }), "general").await;
            assert!(
                emmas.text().contains("open (100)") && !emmas.text().contains("<@200000000000000006>"),
                "{emmas}"
            );
            let second = chloe.click(emmas.message(), "Next").await.text();
            assert!(second.contains("**#21**") && !second.contains("**#22**"), "{second}");
            let offered = chloe.autocomplete("ticket_claim", "id", "#20").await.choices();
            assert!(offered.len() == 1 || offered.iter().all(|choice| choice.contains("20")), "{offered:?}");
            let offered = chloe.autocomplete("ticket_claim", "id", "").await.choices();
            assert_eq!(offered.len(), 25);
            assert!(offered[0].starts_with("#200 · open · Finn · Question 200"), "{offered:?}");
        })
        .await;
}

#[tokio::test]
async fn what_is_typed_is_found_whatever_its_case_in_any_alphabet() {
    scene("")
        .play_on_both(async |world| {
            open(world, "emma", "Écran noir 50% ÉTEINT").await;
            for typed in ["écran", "ÉCRAN", "éteint", "50%", "emma"] {
                let offered = world.user("chloe").autocomplete("ticket_claim", "id", typed).await.choices();
                assert_eq!(offered.len(), 1, "{typed}: {offered:?}");
            }
            let offered = world.user("chloe").autocomplete("ticket_claim", "id", "50_").await.choices();
            assert!(offered.is_empty(), "{offered:?}");
        })
        .await;
}

/// Staff answer questions about bills; who has the role of members, those about events.
const CATEGORIES: &str = r#"
categories.bills = { name = "Bills", emoji = "🧾", staff_roles = ["400000000000000003"] }
categories.events = { name = "Events", staff_roles = ["400000000000000004"] }
"#;

#[tokio::test]
async fn staff_of_one_category_see_that_one_and_what_was_escalated_to_them() {
    scene(CATEGORIES)
        .play_on_both(async |world| {
            many(world, "bills", 2).await;
            insert(world, (6, "Finn"), "events", "Where is the party?", world.host().clock().now()).await;
            let list = async |user: &str| world.user(user).slash("ticket_list", json!({}), "general").await.render();
            assert_shown!(list("chloe").await, @r"
            (ephemeral):
            | # Tickets: not closed (2)
            | **#1**  · open · <@emma> · 🧾 Bills · <t:2026-03-02 11:01:R>
            | Question 1 about \*\*bills\*\*
            | **#2**  · open · <@finn> · 🧾 Bills · <t:2026-03-02 11:02:R>
            | Question 2 about \*\*bills\*\*
            ");
            assert_shown!(list("emma").await, @"
            (ephemeral):
            | # Tickets: not closed (1)
            | **#3**  · open · <@finn> · Events · <t:2026-03-02 11:00:R>
            | Where is the party?
            ");
            assert!(list("ada").await.contains("(3)"), "who manages the guild sees all");
            sql("UPDATE support_tickets SET status = 'escalated', escalated_to = 400000000000000003 WHERE category = 'events'")
                .execute(world.host().db())
                .await
                .unwrap();
            assert!(list("chloe").await.contains("party"));
            let events = world.user("chloe").slash("ticket_list", json!({ "category": "events" }), "general").await;
            assert!(events.text().contains("(1)") && events.text().contains("party"), "{events}");
            let by_name = world.user("ada").slash("ticket_list", json!({ "category": "🧾 bills" }), "general").await;
            assert!(by_name.text().contains("(2)"), "{by_name}");
        })
        .await;
}

#[tokio::test]
async fn a_ticket_that_was_opened_in_its_channel_is_in_the_list_with_a_link() {
    scene("")
        .play(async |world| {
            let ticket = open(world, "emma", "The projector\nstays dark").await;
            let list = world.user("chloe").slash("ticket_list", json!({}), "general").await.text();
            assert!(list.contains(&format!("<#{}>", ticket.channel.unwrap())), "{list}");
            assert!(list.contains("The projector stays dark"), "{list}");
        })
        .await;
}
