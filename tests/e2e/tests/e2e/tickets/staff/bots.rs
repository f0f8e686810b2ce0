//! What is not for bots: tickets of their own, a place in a ticket, and being handed one.

use super::{now, open, scene};
use serde_json::json;

#[tokio::test]
async fn the_bot_itself_can_not_be_added_nor_its_role_be_handed_a_ticket() {
    scene("")
        .play(async |world| {
            open(world, "emma", "Help").await;
            let (chloe, bot) = (world.user("chloe"), world.host().bot().to_string());
            let said = chloe.slash("ticket_add", json!({ "who": bot, "id": "1" }), "general").await;
            assert!(said.whisper().contains("can't be added"), "{said}");
            let nobody = chloe.slash("ticket_remove", json!({ "who": bot, "id": "1" }), "general").await;
            assert!(nobody.whisper().contains("was not added"), "{nobody}");
            let options = json!({ "id": "1", "status": "escalated", "escalate_to": "Guildhall" });
            let said = chloe.slash("ticket_status", options, "general").await;
            assert!(said.whisper().contains("can't be escalated to this role"), "{said}");
            assert_eq!(now(world, 1).await.escalated_to, None);
        })
        .await;
}

#[tokio::test]
async fn who_hands_a_ticket_to_somebody_reads_to_whom() {
    scene("")
        .play(async |world| {
            open(world, "emma", "Help").await;
            let chloe = world.user("chloe");
            let options = json!({ "staff": "bram", "id": "1" });
            let said = chloe.slash("ticket_transfer", options, "general").await;
            assert!(said.whisper().contains("in the hands of <@200000000000000002>"), "{said}");
        })
        .await;
}
