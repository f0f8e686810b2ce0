//! Who asked to be forgotten while their ticket is open, and goes on in it.

use e2e::world::GUILD;
use guildhall::privacy::{Mode, erase};

use super::{EMMA, channel, now, open, scene, ticket};

#[tokio::test]
async fn who_was_forgotten_and_writes_on_is_the_member_and_not_staff() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My giraffe escaped").await;
            erase(world.host().db(), &world.runtime().registry, EMMA, Some(GUILD), Mode::Erase)
                .await
                .unwrap();
            let said = world.user("emma").says("It is back", &channel(&ticket)).await;
            let id: u64 = said["id"].as_str().unwrap().parse().unwrap();
            let kept = async || ticket::message(world, 1, id).await;
            let message = world.until_looked("it is kept", kept).await;
            assert_eq!(message.speaker, "member");
            assert_eq!(now(world, 1).await.first_response_at, None, "nobody of staff answered");
        })
        .await;
}
