//! Every word is kept as it is said.

use chrono::TimeDelta;
use e2e::{Model, Scene, model, world::GUILD};
use futures::future::join_all;
use plugin_api::{serenity::MessageUpdateEvent, sql};
use reqwest::Method;
use serde_json::json;
use tickets::testing;

use super::{
    super::config,
    change, channel, closed, kept, now, open, says, scene,
    ticket::{self, Status},
    write,
};

#[tokio::test]
async fn a_conversation_is_kept_with_edits_deletions_replies_and_what_could_do_harm() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My payment failed").await;
            let card = super::super::card(world, "emma", &ticket).await;
            let card = card["id"].as_str().unwrap().parse().unwrap();
            kept(world, &ticket, card, |message| message.speaker == "bot").await;
            let odd = "</script><img src=x onerror=alert(1)> שלום \u{202e}turned\u{200b} **bold**";
            let first = says(world, "emma", &ticket, odd).await;
            let reply = json!({ "content": "It is on its way", "reply_to": first.to_string() });
            let answer = write(world, "bram", &ticket, reply).await;
            let answer =
                kept(world, &ticket, answer, |message| message.reply_to == Some(first.to_string())).await;
            assert_eq!(answer.speaker, "staff");
            let answer_id = answer.id.parse().unwrap();
            let edit = Some(json!({ "content": "It will be there tomorrow" }));
            change(world, "bram", Method::PATCH, answer_id, edit).await;
            kept(world, &ticket, answer_id, |message| message.content.contains("tomorrow")).await;
            let rude = says(world, "emma", &ticket, "You idiots").await;
            change(world, "emma", Method::DELETE, rude, None).await;
            kept(world, &ticket, rude, |message| message.deleted_at.is_some()).await;
            world
                .user("chloe")
                .slash("ticket_note", json!({ "id": "1", "text": "Be patient with her" }), "general")
                .await;

            let answered = now(world, ticket.id).await;
            assert_eq!(answered.first_response_at, Some(answer.created_at));
            let (name, page) = closed(world, &ticket, "Paid back").await;
            assert_eq!(name, "ticket-1.html");
            for said in [
                "My payment failed",
                "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; שלום turned\u{200b} <strong>bold</strong>",
                "It is on its way",
                "It will be there tomorrow",
                "You idiots",
                "deleted 2 March 2026",
                "Be patient with her",
                "Paid back",
            ] {
                assert!(page.contains(said), "'{said}' is not in {page}");
            }
            assert!(!page.contains("<img src=x"), "{page}");
            let ticket = now(world, ticket.id).await;
            assert!(ticket.transcript_at.is_some());
            let member = ticket::transcript(world, ticket.id, "member").await;
            assert!(!member.contains("Be patient") && member.contains("tomorrow"), "{member}");
        })
        .await;
}

#[tokio::test]
async fn what_was_said_while_the_host_was_down_is_kept_when_it_is_back() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "Where is my order?").await;
            let early = says(world, "emma", &ticket, "It was a red one").await;
            world.stop_host().await;
            let answer = write(world, "bram", &ticket, json!({ "content": "We look for it" })).await;
            let mut last = 0;
            for number in 0..230 {
                let said = json!({ "content": format!("still waiting {number}") });
                last = write(world, "emma", &ticket, said).await;
            }
            change(world, "emma", Method::PATCH, early, Some(json!({ "content": "A blue one" }))).await;
            let gone = write(world, "emma", &ticket, json!({ "content": "never seen by us" })).await;
            change(world, "emma", Method::DELETE, gone, None).await;
            world.start_host().await;

            kept(world, &ticket, last, |message| message.speaker == "member").await;
            let answer = kept(world, &ticket, answer, |message| message.speaker == "staff").await;
            let first_response = async || {
                let ticket = now(world, ticket.id).await;
                (ticket.first_response_at == Some(answer.created_at)).then_some(())
            };
            world.until_looked("the answer counts from when it was given", first_response).await;
            let (_, page) = closed(world, &ticket, "").await;
            for said in [
                "still waiting 0<",
                "still waiting 117<",
                "still waiting 229<",
                "A blue one",
                "It was a red one",
            ] {
                assert!(page.contains(said), "'{said}' is not there");
            }
        })
        .await;
}

#[tokio::test]
async fn edits_that_come_at_once_are_all_kept_and_the_latest_stays() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My payment failed").await;
            let id = says(world, "emma", &ticket, "It is number 0").await;
            let host = world.host();
            let row = testing::get_ticket(host.db(), GUILD, ticket.id).await.unwrap().unwrap();
            let edit = |number: i64| -> MessageUpdateEvent {
                let at = host.clock().now() + TimeDelta::seconds(number);
                let event = json!({ "id": id.to_string(), "channel_id": channel(&ticket), "content": format!("It is number {number}"),
                    "edited_timestamp": at });
                serde_json::from_value(event).expect("an event")
            };
            let events: Vec<_> = (1..=6).map(edit).collect();
            let done = join_all(events.iter().map(|event| testing::record_edit(host, &row, event))).await;
            assert!(done.iter().all(Result::is_ok), "{done:?}");
            let message = ticket::message(world, ticket.id, id).await.expect("it is kept");
            assert_eq!(message.content, "It is number 6");
            let edits = message.edits;
            assert_eq!(edits[0].content, "It is number 0");
            assert!(edits.windows(2).all(|two| two[0].replaced_at < two[1].replaced_at), "{edits:?}");
        })
        .await;
}

#[tokio::test]
async fn a_word_of_the_member_ends_the_waiting_for_it() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My invoice is wrong").await;
            let bram = world.user("bram");
            bram.slash("ticket_claim", json!({ "id": "1" }), "general").await;
            says(world, "bram", &ticket, "Which invoice?").await;
            bram.slash("ticket_status", json!({ "id": "1", "status": "waiting_for_user" }), "general").await;
            assert_eq!(now(world, ticket.id).await.status, Status::WaitingForUser);
            says(world, "bram", &ticket, "Please tell").await;
            assert_eq!(
                now(world, ticket.id).await.status,
                Status::WaitingForUser,
                "staff's own words end nothing"
            );
            world.advance(TimeDelta::minutes(5)).await;
            says(world, "emma", &ticket, "That of March").await;
            assert_eq!(now(world, ticket.id).await.status, Status::Claimed);
        })
        .await;
}

#[tokio::test]
async fn a_guild_can_keep_no_words_and_its_clocks_still_run() {
    scene("keep_messages = false")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My payment failed").await;
            write(world, "bram", &ticket, json!({ "content": "Hello" })).await;
            let answered = async || now(world, ticket.id).await.first_response_at;
            world.until_looked("that staff answered is known", answered).await;
            assert!(ticket::messages_after(world, ticket.id, 0).await.is_empty());
            world.user("bram").slash("ticket_close", json!({ "id": "1" }), "general").await;
            let complete = async || now(world, ticket.id).await.transcript_at;
            world.until_looked("nothing more will be kept", complete).await;
            let log = world.user("ada").reads("bot-log").await.join("\n");
            assert!(!log.contains("Transcript of ticket"), "{log}");
        })
        .await;
}

#[tokio::test]
async fn a_dutch_ticket_is_summed_up_in_dutch_words() {
    scene("")
        .play_on_both(async |world| {
            let asked = "Mijn betaling is twee keer afgeschreven van mijn rekening";
            let ticket = open(world, "daan", asked).await;
            says(world, "bram", &ticket, "We storten het dubbele bedrag vandaag terug").await;
            closed(world, &ticket, "").await;
            let summary = async || ticket::summary(world, ticket.id).await;
            let summary = world.until_looked("it is summed up", summary).await;
            assert!(summary.contains("betaling") && summary.contains("storten"), "{summary}");
        })
        .await;
}

#[tokio::test]
async fn a_summary_that_comes_when_the_ticket_is_open_again_is_dropped() {
    let model = Model::start().await;
    model.always(model::Act::Silence);
    let language =
        format!("{}\n[guilds.{GUILD}.language]\nenabled = true\nembedding_model = \"\"\n", config(""));
    Scene::new()
        .language(&model)
        .config(&language)
        .play(async |world| {
            let ticket = open(world, "emma", "My payment failed").await;
            closed(world, &ticket, "Solved").await;
            model.reach(1).await;
            world.user("bram").slash("ticket_reopen", json!({ "id": "1" }), "general").await;
            world.advance(TimeDelta::seconds(20)).await;
            let db = world.host().db();
            let done = async || {
                let running =
                    sql("SELECT COUNT(*) FROM jobs WHERE plugin = 'tickets' AND kind = 'summarise'");
                let (running,): (i64,) = running.fetch_one(db).await.unwrap();
                (running == 0).then_some(())
            };
            world.until_looked("the job is done", done).await;
            assert_eq!(ticket::summary(world, ticket.id).await, None);
        })
        .await;
}

#[tokio::test]
async fn a_ticket_that_is_opened_again_has_both_conversations_in_its_next_transcript() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My payment failed").await;
            says(world, "emma", &ticket, "It was on Monday").await;
            closed(world, &ticket, "Solved").await;
            let options = json!({ "id": "1" });
            world.user("bram").slash("ticket_reopen", options.clone(), "general").await;
            assert_eq!(now(world, 1).await.transcript_at, None);
            // Her channel opens up in a moment.
            let again = json!({ "guild": "Demo", "channel": channel(&ticket), "content": "It failed again" });
            let written = async || {
                let answer = world.send(Method::POST, "users/emma/messages", Some(again.clone())).await;
                answer.0.is_success().then_some(())
            };
            world.until_looked("she can write again", written).await;
            world.advance(TimeDelta::hours(1)).await;
            world.user("bram").slash("ticket_close", options, "general").await;
            let complete = async || now(world, 1).await.transcript_at;
            world.until_looked("it is complete again", complete).await;
            let page = ticket::transcript(world, 1, "member").await;
            assert!(page.contains("It was on Monday") && page.contains("It failed again"), "{page}");
        })
        .await;
}

#[tokio::test]
async fn message_content_is_asked_for_only_where_messages_are_kept() {
    const MESSAGE_CONTENT: u64 = 1 << 15;
    for (kept, wanted) in [(false, 0), (true, MESSAGE_CONTENT)] {
        let everywhere = format!("{}\n[plugins.tickets.settings]\nkeep_messages = {kept}\n", config(""));
        scene("")
            .config(&everywhere)
            .play(async |world| {
                let sessions = world.get("gateway?since=0").await;
                let last =
                    sessions["sessions"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
                let intents = last["intents"].as_u64().unwrap_or_default();
                assert_eq!(intents & MESSAGE_CONTENT, wanted, "{everywhere}");
            })
            .await;
    }
}
