//! A proposal where the FAQ is switched off while somebody writes the entry.

use serde_json::json;

use super::{Decision, config, decision, entries, proposed, scene, three};

#[tokio::test]
async fn nothing_is_added_to_an_faq_that_is_off_by_now() {
    scene("")
        .play(async |world| {
            three(world, 1).await;
            let message = proposed(world, 1).await;
            let _ = world.user("ada").click(&message, "Add to FAQ").await.modal();
            let off = config("").replace("[plugins.faq]\nenabled = true", "[plugins.faq]\nenabled = false");
            world.switch(faq::ID, false, &off).await;
            let form = json!({ "title": "Where is the mail?", "text": "In the spam folder." });
            let refused = world.user("ada").submit(form).await.whisper();
            assert!(refused.contains("The FAQ is off"), "{refused}");
            assert!(entries(world).await.is_empty());
            assert_eq!(decision(world, 1).await, Decision::Open);
        })
        .await;
}
