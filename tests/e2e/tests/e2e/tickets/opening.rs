//! Opening tickets: the ways to it, what is asked and shown before, and who sees what comes of it.

use super::{card, channel, open, scene};

#[tokio::test]
async fn a_member_opens_a_ticket_that_only_they_and_staff_see() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My **invoice** is wrong @everyone").await;
            assert_eq!(ticket.id, 1);
            let place = channel(&ticket);
            for user in ["emma", "bram", "ada"] {
                let card = card(world, user, &ticket).await;
                let text = e2e::outcome::text(&card);
                assert!(
                    text.contains("Staff will answer you here") && text.contains("\\*\\*invoice\\*\\*"),
                    "{text}"
                );
                assert!(!text.contains("@everyone"), "{text}");
            }
            let (status, _) = world
                .send(reqwest::Method::GET, &format!("users/daan/channels/{place}/messages"), None)
                .await;
            assert_eq!(status, 403, "other members do not see it");
        })
        .await;
}
