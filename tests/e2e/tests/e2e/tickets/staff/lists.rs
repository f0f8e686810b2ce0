//! `/ticket_list` of nothing, of many, and of what is not one's own.

use e2e::{World, world::GUILD};
use plugin_api::{serenity::UserId, sql};
use serde_json::json;
use tickets::{
    domain::{Source, Wish},
    store,
};

use super::{open, scene};

/// Keeps this many tickets of a category as if they had been opened, a minute after another, by Emma and Finn in turn.
pub(super) async fn many(world: &World, category: &str, count: u64) {
    let host = world.host();
    for number in 1..=count {
        let (user, username) = if number % 2 == 1 { (5, "Emma") } else { (6, "Finn") };
        let wish = Wish {
            user: UserId::new(200_000_000_000_000_000 + user),
            username: username.to_owned(),
            category: category.to_owned(),
            description: format!("Question {number} about **{category}**"),
            answers: Vec::new(),
            source: Source::Api,
            origin: None,
        };
        let mut tx = host.db().begin().await.unwrap();
        let at = host.clock().now() + chrono::TimeDelta::minutes(number.cast_signed());
        insert(&mut tx, &wish, at).await;
        tx.commit().await.unwrap();
    }
    sql("UPDATE support_tickets SET status = 'open'").execute(host.db()).await.unwrap();
}

async fn insert(tx: &mut plugin_api::Tx, wish: &Wish, at: chrono::DateTime<chrono::Utc>) {
    let id = store::opening::number(tx, GUILD).await.unwrap();
    store::opening::insert(tx, GUILD, id, wish, tickets::domain::Place::Channel, None, at).await.unwrap();
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
            let text = list.whisper();
            assert!(
                text.contains("not closed (200)") && text.contains("**#1**") && text.contains("**#10**"),
                "{text}"
            );
            assert!(!text.contains("**#11**") && text.contains("\\*\\*support"), "{text}");
            world.restart_host().await;
            let next = world.user("chloe").click(list.message(), "Next").await;
            assert!(next.text().contains("**#11**") && next.text().contains("**#20**"), "{next}");
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
            let mut tx = world.host().db().begin().await.unwrap();
            let wish = Wish {
                user: UserId::new(200_000_000_000_000_006),
                username: "Finn".to_owned(),
                category: "events".to_owned(),
                description: "Where is the party?".to_owned(),
                answers: Vec::new(),
                source: Source::Api,
                origin: None,
            };
            insert(&mut tx, &wish, world.host().clock().now()).await;
            tx.commit().await.unwrap();
            sql("UPDATE support_tickets SET status = 'open'").execute(world.host().db()).await.unwrap();
            let list = async |user: &str| world.user(user).slash("ticket_list", json!({}), "general").await.text();
            let chloe = list("chloe").await;
            assert!(chloe.contains("(2)") && chloe.contains("🧾 Bills") && !chloe.contains("party"), "{chloe}");
            let emma = list("emma").await;
            assert!(emma.contains("(1)") && emma.contains("party"), "{emma}");
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
