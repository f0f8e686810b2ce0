//! What is found, and what becomes of a question that finds nothing.

use chrono::TimeDelta;
use plugin_api::sql;
use serde_json::json;

use super::{is_added, scene};

#[tokio::test]
async fn a_question_with_typing_mistakes_is_answered_and_others_are_offered() {
    scene("")
        .play(async |world| {
            is_added(world, "How do I reset my password?", "Use the link on the sign-in page.").await;
            is_added(world, "Hoe betaal ik mijn lidgeld?", "Met een overschrijving.").await;
            let emma = world.user("emma");
            for (question, answer) in [
                ("i forgot my pasword, how to reset it", "sign-in page"),
                ("hoe kan ik het lidgeld betalen", "overschrijving"),
            ] {
                let found =
                    emma.slash("faq search", json!({ "question": question }), "general").await.whisper();
                assert!(found.contains(answer), "{question}: {found}");
            }
            let all = emma
                .slash("faq search", json!({ "question": "reset password", "public": true }), "general")
                .await;
            assert_eq!(all.message()["ephemeral"], json!(false), "{all}");
            let choices = emma.autocomplete("faq view", "entry", "pasword").await.choices();
            assert_eq!(choices, ["#1 How do I reset my password?"]);
        })
        .await;
}

#[tokio::test]
async fn an_answer_for_everybody_is_for_everybody_however_long_it_takes() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I reset my password?", "Use the link on the sign-in page.").await;
            let lock = "LOCK TABLE faq_entries IN EXCLUSIVE MODE";
            for (command, options) in [
                ("faq search", json!({ "question": "reset password", "public": true })),
                ("faq view", json!({ "entry": "1", "public": true })),
            ] {
                let shown = world.user("emma").slash_slowly(command, options, lock).await;
                assert_eq!(shown.message()["ephemeral"], json!(false), "{shown}");
                assert!(shown.text().contains("sign-in page"), "{shown}");
            }
        })
        .await;
}

#[tokio::test]
async fn an_unanswered_question_is_kept_without_who_asked_it_and_becomes_an_entry() {
    scene("")
        .play_on_both(async |world| {
            let ask = "May <@200000000000000006> bring a giraffe? mail finn@example.org";
            for user in ["emma", "finn"] {
                let none = world.user(user).slash("faq search", json!({ "question": ask }), "general").await;
                assert!(none.whisper().contains("Nothing here fits"), "{none}");
            }
            world.restart_host().await;
            let ada = world.user("ada");
            let gaps = ada.slash("faq gaps", json!({}), "general").await;
            let lines = gaps.whisper();
            assert!(lines.contains("giraffe") && lines.contains("asked 2 times"), "{lines}");
            assert!(!lines.contains("example") && !lines.contains("2000000"), "{lines}");
            let one = world.user("ada").choose(gaps.message(), "faq:gap", "1").await;
            world.restart_host().await;
            let ada = world.user("ada");
            let form = ada.click(one.message(), "Answer it").await;
            assert!(form.modal().to_string().contains("giraffe"), "{form}");
            let said = ada.submit(json!({ "title": "May I bring a giraffe?", "text": "A small one." })).await;
            assert!(said.whisper().contains("is added"), "{said}");
            let gaps = ada.slash("faq gaps", json!({}), "general").await.whisper();
            assert!(gaps.contains("Every question"), "{gaps}");
            let found = world
                .user("emma")
                .slash("faq search", json!({ "question": "can I bring my giraffe" }), "general")
                .await;
            assert!(found.whisper().contains("A small one."), "{found}");
            let gone = ada.click(one.message(), "Answer it").await.whisper();
            assert!(gone.contains("no longer in the list"), "{gone}");
        })
        .await;
}

#[tokio::test]
async fn a_question_that_nobody_asks_any_more_is_forgotten() {
    scene("gap_days = 7")
        .play_on_both(async |world| {
            let emma = world.user("emma");
            emma.slash("faq search", json!({ "question": "is there a giraffe" }), "general").await;
            let kept = async || {
                let (count,): (i64,) =
                    sql("SELECT COUNT(*) FROM faq_gaps").fetch_one(world.host().db()).await.unwrap();
                count
            };
            assert_eq!(kept().await, 1);
            world.advance(TimeDelta::days(9)).await;
            world.until_looked("it is forgotten", async || (kept().await == 0).then_some(())).await;
        })
        .await;
}
