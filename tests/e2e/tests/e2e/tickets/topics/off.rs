//! A proposal where the FAQ is switched off while somebody writes the entry.

use serde_json::json;

use super::{config, entries, proposed, scene, three, wants_to_add};

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
            world.switch(faq::ID, true, &config("")).await;
            assert!(entries(world).await.is_empty());
            let _ = wants_to_add(world, 1).await.modal();
        })
        .await;
}
