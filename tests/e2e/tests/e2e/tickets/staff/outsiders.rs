//! Who does not belong to a ticket's staff, or not even to its guild, whatever they press and type.

use e2e::{Outcome, world::GUILD};
use plugin_api::serenity::UserId;
use serde_json::{Value, json};
use tickets::{
    domain::{Priority, Status},
    store,
};

use super::{CLAIMED, FORGED, now, open, press, scene, shows, stands};

#[tokio::test]
async fn outsiders_are_refused_whatever_they_press_and_type() {
    scene("")
        .play_on_both(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let finn = world.user("finn");
            let anywhere = finn.says("Hello", "general").await;
            for id in FORGED {
                let refused = finn.force(&anywhere, id).await.whisper();
                assert!(refused.contains("staff") && !refused.contains("projector"), "{id}: {refused}");
            }
            for (command, options) in [
                ("ticket_list", json!({})),
                ("ticket_claim", json!({ "id": "1" })),
                ("ticket_unclaim", json!({ "id": "1" })),
                ("ticket_close", json!({ "id": "1", "reason": "Mine" })),
                ("ticket_reopen", json!({ "id": "1" })),
                ("ticket_status", json!({ "id": "1", "status": "closed" })),
                ("ticket_status", json!({ "id": "1", "status": "open" })),
                ("ticket_transfer", json!({ "id": "1", "staff": "finn" })),
                ("ticket_priority", json!({ "id": "1", "priority": "urgent" })),
                ("ticket_note", json!({ "id": "1", "text": "Mine" })),
                ("ticket_note", json!({ "id": "1" })),
            ] {
                let refused = finn.slash(command, options, "general").await.whisper();
                assert!(refused.contains("staff") && !refused.contains("projector"), "/{command}: {refused}");
            }
            assert!(finn.autocomplete("ticket_close", "id", "").await.choices().is_empty());
            let row = now(world, 1).await;
            assert_eq!((row.status, row.priority, row.claimed_by), (Status::Open, Priority::Normal, None));
        })
        .await;
}

#[tokio::test]
async fn a_member_does_with_their_own_ticket_what_is_not_for_staff() {
    scene("")
        .play(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            for label in ["Claim", "Escalate", "Suggest reply"] {
                let refused = press(world, "emma", &ticket, label).await.whisper();
                assert!(refused.contains("that is for the staff of ticket #1"), "{label}: {refused}");
            }
            let offered = world.user("emma").autocomplete("ticket_close", "id", "proj").await.choices();
            assert_eq!(offered, ["#1 · open · emma · The projector stays dark"]);
            let _ = press(world, "emma", &ticket, "Close").await.modal();
            world.user("emma").submit(json!({ "reason": "It works again" })).await;
            assert_eq!(
                stands(world, 1, Status::Closed).await.closed_by.map(UserId::get),
                Some(200_000_000_000_000_005)
            );
        })
        .await;
}

#[tokio::test]
async fn whom_staff_added_goes_on_with_a_ticket_that_waits() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            press(world, "chloe", &ticket, "Claim").await;
            shows(world, &ticket, "Status: claimed", CLAIMED).await;
            press(world, "chloe", &ticket, "Wait for user").await;
            stands(world, 1, Status::WaitingForUser).await;
            let finn = world.user("finn");
            let anywhere = finn.says("Hello", "general").await;
            let refused = finn.force(&anywhere, "tickets:resume:1").await.whisper();
            assert!(refused.contains("is not yours"), "{refused}");
            let guest = tickets::domain::Guest::Member(UserId::new(200_000_000_000_000_006));
            store::people::add_guest(world.host().db(), GUILD, 1, guest).await.unwrap();
            finn.force(&anywhere, "tickets:resume:1").await;
            stands(world, 1, Status::Claimed).await;
            let refused = finn.force(&anywhere, "tickets:claim:1").await.whisper();
            assert!(refused.contains("staff of ticket #1"), "{refused}");
        })
        .await;
}

/// Another guild that Finn owns.
fn other_guild() -> Value {
    json!({ "guilds": [{
        "name": "Second", "owner": "finn", "roles": [{ "name": "Guildhall", "bot": true }],
        "members": [{ "user": "finn" }], "channels": [{ "name": "lobby" }],
    }] })
}

#[tokio::test]
async fn in_another_guild_there_is_no_such_ticket() {
    scene("")
        .with(other_guild())
        .play_on_both(async |world| {
            open(world, "emma", "The projector stays dark").await;
            let finn = world.user("finn");
            let lobby = finn.says_in("Hello", "lobby", "Second").await;
            for id in FORGED.iter().filter(|id| !id.contains(":list:")) {
                let refused = finn.force(&lobby, id).await.whisper();
                assert!(refused.contains("There is no ticket #1 in this server"), "{id}: {refused}");
            }
            let list = finn.force(&lobby, "tickets:list:live:0:*:0").await;
            assert!(list.text().contains("There are none"), "{list}");
            let body = json!({ "guild": "Second", "channel": "lobby", "name": "ticket_claim", "options": { "id": "1" } });
            let refused = Outcome(world.post("users/finn/commands", body).await).whisper();
            assert!(refused.contains("There is no ticket #1 in this server"), "{refused}");
            assert_eq!(now(world, 1).await.status, Status::Open);
        })
        .await;
}
