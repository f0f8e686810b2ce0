//! The page that a transcript is, read offline; and one that is very long.

use std::pin::pin;

use e2e::world::GUILD;
use futures::{StreamExt, TryStreamExt, stream};
use plugin_api::{chrono::TimeDelta, sql};
use serde_json::json;
use tickets::testing::{self, Form, Message, Speaker, Version};

use super::{closed, now, open, says, scene, ticket, write};

#[tokio::test]
async fn a_transcript_opens_in_a_browser_loads_nothing_and_shows_what_was_said() {
    scene("")
        .browse(async |world, browser| {
            let ticket = open(world, "emma", "My payment failed").await;
            let odd = "</script><script>document.title = 'turned'</script> <b>and</b> שלום";
            says(world, "emma", &ticket, odd).await;
            says(world, "bram", &ticket, "It is **on its way**").await;
            let (_, page) = closed(world, &ticket, "Paid back").await;
            let path = world.config_path().with_file_name("ticket-1.html");
            std::fs::write(&path, page).unwrap();
            let reader = browser.open("a reader", &format!("file://{}", path.display())).await;
            reader.reads("</script><script>document.title = 'turned'</script> <b>and</b> שלום").await;
            reader.reads("on its way").await;
            reader.reads("Paid back").await;
            let expression = "document.title + '|' + performance.getEntriesByType('resource').length";
            let seen = reader.command("Runtime.evaluate", json!({ "expression": expression })).await;
            let seen = seen["result"]["value"].as_str().unwrap_or_default();
            assert!(seen.starts_with("Ticket #1") && seen.ends_with("|0"), "{seen}");
        })
        .await;
}

#[tokio::test]
async fn five_thousand_messages_fit_into_a_file_and_are_read_part_by_part() {
    for (words, name) in
        [("It happened again", "ticket-1.html"), (&*"long words ".repeat(190), "ticket-1.txt")]
    {
        scene("")
            .play(async |world| {
                let ticket = open(world, "emma", "Everything fails").await;
                let db = world.host().db();
                let ticket = testing::get_ticket(db, GUILD, ticket.id).await.unwrap().unwrap();
                let first = ticket.message.expect("the card").get();
                let mut tx = db.begin().await.unwrap();
                for number in 1..=5_000_u64 {
                    let message = Message {
                        id: first + number,
                        user: ticket.user,
                        author: "Emma".to_owned(),
                        speaker: Speaker::Member,
                        content: format!("{number}: {words}"),
                        embeds: Vec::new(),
                        reply_to: None,
                        created_at: ticket.created_at + TimeDelta::seconds(number.cast_signed()),
                        edited_at: None,
                        deleted_at: None,
                    };
                    assert!(testing::insert_message(&mut tx, &ticket, &message).await.unwrap());
                }
                tx.commit().await.unwrap();
                let file = testing::staff_file(world.host(), &ticket).await.unwrap();
                assert_eq!(file.filename, name);
                assert!(file.data.len() < 10 << 20, "{} bytes", file.data.len());
                let said = String::from_utf8(file.data).unwrap();
                assert!(said.contains("5000: ") && said.contains("Everything fails"));
                assert_eq!(said.contains("too long for one file"), name.ends_with(".txt"));

                let mut parts = pin!(
                    testing::stream_parts(world.host(), &ticket, Version::Member, Form::Page(0))
                        .await
                        .unwrap()
                );
                let mut all = 0;
                while let Some(part) = parts.try_next().await.unwrap() {
                    assert!(part.len() < 1 << 20, "a part of {} bytes", part.len());
                    all += part.matches("<article").count();
                }
                let (count,): (i64,) =
                    sql("SELECT COUNT(*) FROM ticket_messages").fetch_one(db).await.unwrap();
                assert_eq!(all as i64, count);
            })
            .await;
    }
}

#[tokio::test]
async fn five_thousand_messages_that_nobody_heard_are_caught_up_with_and_summed_up() {
    scene("")
        .play(async |world| {
            let ticket = open(world, "emma", "Everything fails").await;
            says(world, "bram", &ticket, "What fails?").await;
            world.stop_host().await;
            stream::iter(1..=5_000)
                .for_each_concurrent(20, async |number| {
                    let said = json!({ "content": format!("Lamp {number} stays dark") });
                    write(world, "emma", &ticket, said).await;
                })
                .await;
            world.start_host().await;
            let db = world.host().db();
            for thousands in 1..=5 {
                let caught_up = async || {
                    let (count,): (i64,) =
                        sql("SELECT COUNT(*) FROM ticket_messages").fetch_one(db).await.unwrap();
                    (count > thousands * 1_000).then_some(())
                };
                world.until_looked(&format!("{thousands},000 messages are kept"), caught_up).await;
            }
            let (name, said) = closed(world, &ticket, "New lamps").await;
            assert!(name.ends_with(".html") && said.len() < 10 << 20, "{name} of {} bytes", said.len());
            for number in 1..=5_000 {
                assert!(said.contains(&format!("Lamp {number} stays dark")), "{number} is not there");
            }
            assert!(now(world, ticket.id).await.transcript_at.is_some());
            let summary = async || ticket::summary(world, ticket.id).await;
            let summary = world.until_looked("it is summed up", summary).await;
            assert!(summary.contains("stays dark"), "{summary}");
        })
        .await;
}
