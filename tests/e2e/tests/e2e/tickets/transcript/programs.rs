//! Tickets over HTTP.

use e2e::world::GUILD;
use guildhall::api::tokens::Scope;
use plugin_api::serenity::GuildId;
use reqwest::Method;
use serde_json::json;

use super::{super::is_open, call, closed, json_of, open, says, scene};

const EMMA: &str = "200000000000000005";
const BRAM: &str = "200000000000000002";

#[tokio::test]
async fn a_program_opens_handles_and_reads_a_ticket_by_the_same_rules() {
    scene("")
        .play_on_both(async |world| {
            let body = json!({ "user_id": EMMA, "description": "Opened by the shop" });
            let made = json_of(world, Method::POST, "", Some(body.clone())).await;
            assert_eq!((&made["id"], &made["source"]), (&json!(1), &json!("api")), "{made:#}");
            let ticket = is_open(world, "Opened by the shop").await;
            let (status, refused) = call(world, Method::POST, "", Some(body)).await;
            assert_eq!(status, 422, "one at a time: {refused}");
            let nobody = json!({ "user_id": "1", "description": "x" });
            assert_eq!(call(world, Method::POST, "", Some(nobody)).await.0, 422);
            let bot = json!({ "user_id": world.host().bot().to_string(), "description": "x" });
            let (status, refused) = call(world, Method::POST, "", Some(bot)).await;
            assert!(status == 422 && refused.to_string().contains("This is a bot"), "{refused}");

            let act = async |body| call(world, Method::POST, "/1/acts", Some(body)).await;
            assert_eq!(act(json!({ "act": "claim", "user_id": EMMA })).await.0, 422, "she is no staff");
            assert_eq!(act(json!({ "act": "claim", "user_id": BRAM })).await.0, 200);
            let (status, refused) = act(json!({ "act": "reopen" })).await;
            assert!(status == 422 && refused.contains("claimed"), "{refused}");
            assert_eq!(act(json!({ "act": "dance" })).await.0, 422);
            let noted =
                json_of(world, Method::POST, "/1/notes", Some(json!({ "text": "From the shop" }))).await;
            assert_eq!(noted["id"], json!(1));

            says(world, "emma", &ticket, "Is anybody there?").await;
            let messages = json_of(world, Method::GET, "/1/messages", None).await;
            let said: Vec<_> =
                messages["messages"].as_array().unwrap().iter().map(|m| &m["content"]).collect();
            assert!(said.contains(&&json!("Is anybody there?")), "{messages:#}");
            closed(world, &ticket, "Done").await;
            let page = call(world, Method::GET, "/1/transcript.html", None).await.1;
            assert!(page.contains("Is anybody there?") && page.contains("From the shop"), "{page}");
            let text = call(world, Method::GET, "/1/transcript.txt?version=member", None).await.1;
            assert!(text.contains("Is anybody there?") && !text.contains("From the shop"), "{text}");
            let listed = json_of(world, Method::GET, "?status=closed", None).await;
            assert_eq!(listed["tickets"][0]["close_reason"], json!("Done"), "{listed:#}");
            let found = json_of(world, Method::GET, "/search?q=shops", None).await;
            assert_eq!(found["tickets"][0]["id"], json!(1));
            assert_eq!(
                json_of(world, Method::GET, "/stats?period=7d", None).await["total"]["closed"],
                json!(1)
            );
            assert!(call(world, Method::GET, "/export.csv", None).await.1.contains("Opened by the shop"));
            assert_eq!(call(world, Method::GET, "/1/rating", None).await.0, 404);
            assert_eq!(call(world, Method::GET, "/2", None).await.0, 404);
        })
        .await;
}

#[tokio::test]
async fn a_program_can_not_write_more_than_a_form_takes() {
    scene("")
        .play(async |world| {
            let answer = |label: usize, value: usize| json!({ "label": "L".repeat(label), "value": "V".repeat(value) });
            let table = [
                ("description", 2_001, vec![]),
                ("answers", 1, vec![answer(5, 5); 6]),
                ("answers", 1, vec![answer(46, 5)]),
                ("answers", 1, vec![answer(0, 5)]),
                ("answers", 1, vec![answer(5, 1_001)]),
            ];
            for (field, description, answers) in table {
                let body = json!({ "user_id": EMMA, "description": "D".repeat(description), "answers": answers });
                let (status, refused) = call(world, Method::POST, "", Some(body)).await;
                assert!(status == 422 && refused.contains(field), "{field}: {status} {refused}");
            }
            let most = "D".repeat(2_000);
            let body = json!({ "user_id": EMMA, "description": most, "answers": vec![answer(45, 1_000); 5] });
            json_of(world, Method::POST, "", Some(body)).await;
            is_open(world, &most).await;
        })
        .await;
}

#[tokio::test]
async fn a_token_of_another_guild_sees_nothing_of_a_ticket() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "A secret").await;
            says(world, "emma", &ticket, "Nobody else may read this").await;
            let other = GuildId::new(300_000_000_000_000_002);
            let token = world.token_of(other, &["tickets"], &[Scope::Read]).await;
            for (guild, refused) in [(GUILD, 403), (other, 404)] {
                for rest in ["/1", "/1/messages", "/1/transcript.html", "/1/notes", "/1/attachments/1"] {
                    let path = format!("/api/guilds/{guild}/plugins/tickets{rest}");
                    let answer = world.api(Method::GET, &path).bearer_auth(&token).send().await.unwrap();
                    let (status, text) = (answer.status(), answer.text().await.unwrap());
                    assert_eq!(status, refused, "{path}: {text}");
                    assert!(!text.contains("secret") && !text.contains("Nobody else"), "{text}");
                }
            }
        })
        .await;
}
