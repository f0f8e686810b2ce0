//! Tickets: topics that come up again and again, and the FAQ.

mod off;

use chrono::TimeDelta;
use e2e::{Model, Outcome, Scene, World, world::GUILD};
use futures::future::join;
use guildhall::privacy::{Mode, erase, export};
use plugin_api::{
    chrono::{DateTime, Utc},
    serenity::UserId,
    sql,
};
use serde_json::{Value, json};
use tickets::testing;

use super::{channel, config, open, scene};

/// Three ways to say that no mail comes when a password is reset.
const ALIKE: [&str; 3] = [
    "Forgot the password, the reset mail does not arrive.",
    "No e-mail comes when resetting a password.",
    "Wachtwoord vergeten, en de mail om het te resetten komt niet binnen.",
];

/// A ticket that is closed now and summed up so.
async fn closed(world: &World, id: i64, summary: &str) {
    let now: DateTime<Utc> = world.host().clock().now();
    sql("INSERT INTO support_tickets (guild_id, id, revision, user_id, username, description, answers, folded, category, status, priority, \
         place, source, applied, renamed, waited_seconds, close_reason, closed_at, reopened, created_at, updated_at) \
         VALUES ($1, $2, 1, $3, 'emma', 'x', '[]', 'emma\nx', 'support', 'closed', 'normal', 'channel', 'command', '', '[]', 0, '', $4, 0, $4, $4)")
    .bind(GUILD)
    .bind(id)
    .bind(1_000 + id)
    .bind(now)
    .execute(world.host().db())
    .await
    .expect("a ticket is kept");
    sql("INSERT INTO ticket_summaries (guild_id, ticket_id, user_id, summary, similarity_key, embedding_model, created_at) \
         VALUES ($1, $2, $3, $4, $5, '', $6)")
        .bind(GUILD)
        .bind(id)
        .bind(1_000 + id)
        .bind(summary)
        .bind(plugin_api::text::similarity::similarity_key(summary))
        .bind(now)
        .execute(world.host().db())
        .await
        .expect("a summary is kept");
}

async fn look(world: &World, id: i64) {
    testing::propose_recurring(world.host(), GUILD, id).await.expect("it can be looked at");
}

/// Three tickets that are alike are closed, from this number on.
pub(super) async fn three(world: &World, first: i64) {
    for (id, summary) in (first..).zip(ALIKE) {
        closed(world, id, summary).await;
        look(world, id).await;
    }
}

/// The messages of the log channel that propose something, the newest first.
async fn proposals(world: &World) -> Vec<Value> {
    let seen = world.user("ada").sees("bot-log").await;
    seen.into_iter().filter(|message| e2e::outcome::text(message).contains("again and again")).collect()
}

/// Waits until there are as many proposals, and gives the newest.
pub(super) async fn proposed(world: &World, count: usize) -> Value {
    world
        .until(&format!("{count} proposals"), async || {
            let all = proposals(world).await;
            (all.len() == count).then(|| all[0].clone())
        })
        .await
}

/// What Ada, who decides, gets to see when she wants to add a topic to the FAQ: the form if nobody has decided yet.
async fn wants_to_add(world: &World, topic: i64) -> Outcome {
    let anywhere = world.user("ada").says("Hello", "general").await;
    world.user("ada").force(&anywhere, &format!("tickets:topic_add:{topic}")).await
}

/// Topic 1 stays decided on as its message says.
async fn is_decided(world: &World, decision: &str) {
    let told = wants_to_add(world, 1).await.whisper();
    assert!(told.contains(decision), "{told}");
}

/// Topics are numbered in a guild, so this many were found if the next number is nobody's.
async fn has_topics(world: &World, count: i64) {
    for topic in 1..=count + 1 {
        let shown = wants_to_add(world, topic).await.render();
        assert_eq!(shown.contains("no longer there"), topic > count, "topic {topic}: {shown}");
    }
}

async fn entries(world: &World) -> Vec<Value> {
    let page = world.read("faq", "?drafts=true").await.expect("a page");
    page["entries"].as_array().cloned().expect("a list")
}

fn has_buttons(message: &Value) -> bool {
    message["components"].as_array().is_some_and(|rows| !rows.is_empty())
}

#[tokio::test]
async fn what_three_members_asked_is_shown_to_the_next_before_opening() {
    scene("")
        .play_on_both(async |world| {
            for (member, words) in ["emma", "finn", "daan"].into_iter().zip(ALIKE) {
                let ticket = open(world, member, words).await;
                world.restart_host().await;
                let closed = world.user("chloe").slash("ticket_close", json!({}), &channel(&ticket)).await;
                assert!(closed.whisper().contains("closed"), "{closed}");
            }
            let message = proposed(world, 1).await;
            world.restart_host().await;
            let ada = world.user("ada");
            let _ = ada.click(&message, "Add to FAQ").await.modal();
            world.restart_host().await;
            let fields = json!({ "title": "Why does no mail come to reset my password?", "text": "Look in the spam folder." });
            let added = world.user("ada").submit(fields).await;
            assert!(added.text().contains("added it to the FAQ"), "{added}");
            let words = json!({ "description": "the mail to reset my password does not come" });
            let shown = world.user("emma").slash("ticket", words, "general").await;
            assert!(shown.whisper().contains("spam folder"), "{shown}");
        })
        .await;
}

#[tokio::test]
async fn three_alike_make_one_proposal_that_becomes_an_entry() {
    scene("")
        .play_on_both(async |world| {
            closed(world, 1, ALIKE[0]).await;
            look(world, 1).await;
            closed(world, 2, ALIKE[1]).await;
            look(world, 2).await;
            closed(world, 3, "The music bot is silent.").await;
            look(world, 3).await;
            has_topics(world, 0).await;
            closed(world, 4, ALIKE[2]).await;
            look(world, 4).await;
            look(world, 4).await;
            let message = proposed(world, 1).await;
            let said = e2e::outcome::text(&message);
            assert!(
                said.contains("3 closed tickets") && said.contains("#1") && said.contains("#4"),
                "{said}"
            );
            assert!(!said.contains("music"), "{said}");
            world.restart_host().await;

            let ada = world.user("ada");
            let form = ada.click(&message, "Add to FAQ").await;
            assert!(form.modal().to_string().to_lowercase().contains("password"), "{form}");
            let added = ada
                .submit(
                    json!({ "title": "Why does no reset mail come?", "text": "Look in the spam folder." }),
                )
                .await;
            assert!(added.text().contains("added it to the FAQ as number 1"), "{added}");
            assert!(!has_buttons(&proposals(world).await[0]));
            is_decided(world, "added it").await;
            let found =
                world.user("emma").slash("faq search", json!({ "question": "reset mail" }), "general").await;
            assert!(found.whisper().contains("spam folder"), "{found}");

            three(world, 10).await;
            // What is answered is not proposed.
            has_topics(world, 1).await;
        })
        .await;
}

#[tokio::test]
async fn two_who_add_at_once_make_one_entry() {
    scene("")
        .play_on_both(async |world| {
            three(world, 1).await;
            let message = proposed(world, 1).await;
            let (ada, bram) = (world.user("ada"), world.user("bram"));
            let _ = ada.click(&message, "Add to FAQ").await.modal();
            let _ = bram.click(&message, "Add to FAQ").await.modal();
            let (first, second) = join(
                ada.submit(json!({ "title": "From Ada", "text": "Answer." })),
                bram.submit(json!({ "title": "From Bram", "text": "Answer of Bram." })),
            )
            .await;
            assert_eq!(entries(world).await.len(), 1);
            let late = |one: &Outcome| one.message()["ephemeral"] == true;
            assert_eq!([&first, &second].into_iter().filter(|one| late(one)).count(), 1, "{first} {second}");
            let told = if late(&first) { first } else { second }.whisper();
            assert!(
                told.contains("<@") && told.contains("Answer"),
                "who was late is told who was first and gets their words back: {told}"
            );
            // Whose client still shows the buttons.
            let again = ada.force(&message, "tickets:topic_add:1").await.whisper();
            assert!(again.contains("added it"), "{again}");
        })
        .await;
}

#[tokio::test]
async fn two_tickets_closed_at_once_make_one_proposal() {
    scene("")
        .play_on_both(async |world| {
            for (id, summary) in (1..).zip(ALIKE) {
                closed(world, id, summary).await;
            }
            join(look(world, 2), look(world, 3)).await;
            proposed(world, 1).await;
            has_topics(world, 1).await;
        })
        .await;
}

#[tokio::test]
async fn an_open_proposal_grows_instead_of_coming_twice() {
    scene("")
        .play_on_both(async |world| {
            three(world, 1).await;
            let message = proposed(world, 1).await;
            closed(world, 4, "The mail to reset my password never arrives").await;
            look(world, 4).await;
            world.user("ada").awaits("4 closed tickets", "bot-log").await;
            assert_eq!(proposals(world).await.len(), 1);
            // Somebody removed the message: the next ticket brings it back.
            let path = format!("users/ada/messages/{}", message["id"].as_str().unwrap());
            let (status, answer) = world.send(reqwest::Method::DELETE, &path, None).await;
            assert!(status.is_success(), "{answer:#}");
            closed(world, 5, ALIKE[0]).await;
            look(world, 5).await;
            world.user("ada").awaits("5 closed tickets", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn a_proposal_that_grows_while_somebody_decides_on_it_stays_decided() {
    scene("")
        .play_on_both(async |world| {
            three(world, 1).await;
            proposed(world, 1).await;
            closed(world, 4, ALIKE[0]).await;
            let host = world.host();
            let mut tx = host.db().begin().await.unwrap();
            let shared = tx.is_shared();
            let decide = sql("UPDATE ticket_topics SET status = 'added', entry_id = 7");
            decide.execute(&mut tx).await.unwrap();
            let decided = async {
                if shared {
                    world
                        .until_looked("the proposal waits for the decision", async || {
                            is_waited_for(world).await
                        })
                        .await;
                }
                tx.commit().await.unwrap();
            };
            let ((), ()) = join(look(world, 4), decided).await;
            is_decided(world, "as number 7").await;
        })
        .await;
}

/// Whether somebody waits for a lock of PostgreSQL.
async fn is_waited_for(world: &World) -> Option<()> {
    let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND pid IN \
        (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
    let (count,): (i64,) = sql(waits).fetch_one(world.host().db()).await.unwrap();
    (count > 0).then_some(())
}

#[tokio::test]
async fn not_now_rests_and_comes_back_and_never_does_not() {
    scene("")
        .play_on_both(async |world| {
            three(world, 1).await;
            let message = proposed(world, 1).await;
            let ada = world.user("ada");
            let later = ada.click(&message, "Not now").await;
            assert!(later.text().contains("put it off"), "{later}");
            let told = world.user("bram").force(&message, "tickets:topic_never:1").await.whisper();
            assert!(told.contains("uitgesteld"), "{told}");
            three(world, 11).await;
            is_decided(world, "put it off").await;

            world.advance(TimeDelta::days(8)).await;
            world.restart_host().await;
            closed(world, 21, ALIKE[0]).await;
            closed(world, 22, ALIKE[1]).await;
            look(world, 22).await;
            // Two are too few.
            is_decided(world, "put it off").await;
            closed(world, 23, ALIKE[2]).await;
            look(world, 23).await;
            let message = proposed(world, 2).await;
            assert!(has_buttons(&message));
            let never = world.user("ada").click(&message, "Never").await;
            assert!(never.text().contains("not be proposed again"), "{never}");

            world.advance(TimeDelta::days(30)).await;
            three(world, 31).await;
            is_decided(world, "not be proposed again").await;
            has_topics(world, 1).await;
        })
        .await;
}

#[tokio::test]
async fn only_who_may_add_entries_decides() {
    scene("")
        .play(async |world| {
            three(world, 1).await;
            let message = proposed(world, 1).await;
            // Emma sees no log channel: she forges the press from elsewhere.
            let public = world.user("ada").slash("ticket_stats", json!({ "public": true }), "general").await;
            for action in ["topic_add", "topic_later", "topic_never"] {
                let refused = world
                    .user("emma")
                    .force(public.message(), &format!("tickets:{action}:1"))
                    .await
                    .whisper();
                assert!(refused.contains("Manage Messages"), "{action}: {refused}");
            }
            let gone = world.user("ada").force(&message, "tickets:topic_add:99").await.whisper();
            assert!(gone.contains("no longer there"), "{gone}");
            let _ = wants_to_add(world, 1).await.modal();
        })
        .await;
}

#[tokio::test]
async fn a_language_model_recognises_what_shares_no_words() {
    // The model finds everything alike.
    let model = Model::start().await;
    let language =
        format!("{}\n[guilds.{GUILD}.language]\nenabled = true\nembedding_model = \"vectors\"\n", config(""));
    Scene::new()
        .language(&model)
        .config(&language)
        .play(async |world| {
            let summaries = ["The music bot is silent.", "Wants to become a partner.", "Niemand hoort mij."];
            for (id, summary) in (1..).zip(summaries) {
                closed(world, id, summary).await;
            }
            look(world, 3).await;
            let said = e2e::outcome::text(&proposed(world, 1).await);
            assert!(said.contains("3 closed tickets"), "{said}");
            closed(world, 4, "Nothing of this either.").await;
            look(world, 4).await;
            world.user("ada").awaits("4 closed tickets", "bot-log").await;
            let asked: Vec<_> = model
                .received()
                .iter()
                .filter_map(|request| request.body["input"].as_array().map(Vec::len))
                .collect();
            assert_eq!(asked, [3, 1], "what it made of the first three is kept");
        })
        .await;
}

#[tokio::test]
async fn what_another_language_model_made_of_summaries_is_not_compared_with() {
    let model = Model::start().await;
    let with = |name: &str| {
        format!("{}\n[guilds.{GUILD}.language]\nenabled = true\nembedding_model = \"{name}\"\n", config(""))
    };
    Scene::new()
        .language(&model)
        .config(&with("old"))
        .play(async |world| {
            closed(world, 1, "The music bot is silent.").await;
            closed(world, 2, "Wants to become a partner.").await;
            look(world, 2).await;
            world.stop_host().await;
            world.write_config(&with("new"));
            world.start_host().await;
            closed(world, 3, "Niemand hoort mij.").await;
            look(world, 3).await;
            let asked: Vec<_> = model
                .received()
                .iter()
                .filter_map(|request| request.body["input"].as_array().map(Vec::len))
                .collect();
            assert_eq!(asked, [2, 3], "the new one looks at all of them");
        })
        .await;
}

#[tokio::test]
async fn nothing_is_proposed_where_it_could_not_be_added_or_is_not_wanted() {
    scene("")
        .play(async |world| {
            let off = config("topic_tickets = 0");
            world.stop_host().await;
            world.write_config(&off);
            world.start_host().await;
            three(world, 1).await;
            has_topics(world, 0).await;

            world.stop_host().await;
            world.write_config(
                &config("").replace("[plugins.faq]\nenabled = true", "[plugins.faq]\nenabled = false"),
            );
            world.start_host().await;
            look(world, 3).await;
            world.stop_host().await;
            world.write_config(&off);
            world.start_host().await;
            has_topics(world, 0).await;
        })
        .await;
}

#[tokio::test]
async fn nothing_of_a_draft_remains_once_whom_it_quotes_is_forgotten() {
    scene("")
        .play_on_both(async |world| {
            three(world, 1).await;
            let message = proposed(world, 1).await;
            let (db, registry) = (world.host().db(), &world.runtime().registry);
            let form = world.user("ada").click(&message, "Add to FAQ").await.render();
            let quoted = (0..).zip(ALIKE).find(|(_, summary)| form.contains(summary));
            let (nth, text) = quoted.unwrap_or_else(|| panic!("no ticket is quoted: {form}"));
            let member = UserId::new(1_001 + nth);
            let given = export(db, registry, world.host().clock(), member, Some(GUILD)).await.unwrap();
            assert!(json!(given).to_string().contains(text));
            erase(db, registry, member, Some(GUILD), Mode::Erase).await.unwrap();
            let left: Vec<(String, String, String, String)> =
                sql("SELECT title, text, note, similarity_key FROM ticket_topics")
                    .fetch_all(db)
                    .await
                    .unwrap();
            assert_eq!(left, [Default::default()]);
            let form = world.user("ada").click(&message, "Add to FAQ").await;
            assert!(!form.modal().to_string().contains(text), "{form}");
            let _ = wants_to_add(world, 1).await.modal();
        })
        .await;
}
