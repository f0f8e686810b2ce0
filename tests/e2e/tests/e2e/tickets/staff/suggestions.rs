//! «Suggest reply»: what the FAQ says, posted once, on behalf of who pressed.

use e2e::outcome;
use serde_json::json;

use super::{channel, open, press, scene};
use crate::tickets::now;

#[tokio::test]
async fn staff_post_what_the_faq_answers_once() {
    scene("faq_first = false")
        .play_on_both(async |world| {
            let ada = world.user("ada");
            let _ = ada.slash("faq add", json!({}), "general").await.modal();
            ada.submit(
                json!({ "title": "How do I reset my password?", "text": "Press **Forgot password**." }),
            )
            .await;
            let ticket = open(world, "emma", "I forgot my password, how do I reset it?").await;
            let suggested = press(world, "chloe", &ticket, "Suggest reply").await;
            assert!(suggested.whisper().contains("Press **Forgot password**."), "{suggested}");
            world.restart_host().await;
            let chloe = world.user("chloe");
            // Twice at once, as an impatient finger does, and once more when it is done.
            chloe.click_without_waiting(suggested.message(), "Post it").await;
            chloe.click_without_waiting(suggested.message(), "Post it").await;
            chloe.awaits("It is posted", &channel(&ticket)).await;
            chloe.force(suggested.message(), "tickets:post:1:0").await;
            let seen = world.user("emma").sees(&channel(&ticket)).await;
            let answers: Vec<_> =
                seen.iter().map(outcome::text).filter(|text| text.contains("answers:")).collect();
            assert_eq!(answers.len(), 1, "{answers:#?}");
            assert!(
                answers[0].contains("<@200000000000000003>") && answers[0].contains("Forgot password"),
                "{answers:#?}"
            );
            let answered = async || now(world, 1).await.first_response_at;
            world.until_looked("it is staff's answer", answered).await;
        })
        .await;
}

#[tokio::test]
async fn where_nothing_fits_there_is_nothing_to_post() {
    scene("")
        .play(async |world| {
            let ticket = open(world, "emma", "The projector stays dark").await;
            let none = press(world, "chloe", &ticket, "Suggest reply").await;
            assert!(none.whisper().contains("nothing to suggest"), "{none}");
            let forged = world.user("chloe").force(none.message(), "tickets:post:1:0").await;
            assert!(forged.whisper().contains("This suggestion is gone"), "{forged}");
            let member = world.user("emma").says("Post me", &channel(&ticket)).await;
            let forged = world.user("chloe").force(&member, "tickets:post:1:0").await;
            assert!(forged.whisper().contains("This suggestion is gone"), "{forged}");
        })
        .await;
}
