//! What another plugin does with the FAQ: it proposes an entry, and writes something of its own with it.

use std::sync::Arc;

use e2e::{World, world::GUILD};
use guildhall::registry::{Entry, Registry};
use plugin_api::{
    About, Action, Command, Component, ComponentInteraction, Context, ContextExt, Plugin, PluginId, Result,
    UserData, sql, ui::Reply,
};
use serde_json::json;

use super::{config, is_added, scene};

const PROPOSER: PluginId = PluginId::new("proposer");

const ADD: Action = Action::new(PROPOSER, "add");

/// Proposes one entry, and writes that it did: in a table of the FAQ's, for it has none.
struct Proposer;

impl Plugin for Proposer {
    fn about(&self) -> About {
        About::new("Proposer", "Proposes an entry").requires(&[faq::ID])
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing about people")
    }

    fn commands(&self) -> Vec<Command> {
        vec![propose()]
    }

    fn components(&self) -> Vec<Component> {
        vec![Component::new(ADD, add)]
    }
}

/// Opens the form
#[poise::command(slash_command, guild_only)]
async fn propose(ctx: Context<'_>) -> Result<()> {
    let submit = ADD.id().with(7);
    ctx.modal(faq::entry_form(&ctx.member_locale(), &submit, "How do I pay?", "By bank transfer.")?).await
}

async fn add(press: ComponentInteraction) -> Result<()> {
    let (proposal,): (i64,) = press.args()?;
    let author = faq::authorize(&press).await?;
    let mut tx = press.host.db().begin().await?;
    sql("INSERT INTO faq_versions (guild_id, version) VALUES ($1, 1)")
        .bind(proposal)
        .execute(&mut tx)
        .await?;
    match faq::add(&mut tx, &press, &author).await {
        Ok(entry) => {
            tx.commit().await?;
            faq::log_added(&author, &entry);
            press.reply(Reply::text(format!("It is #{}.", entry.id))).await
        }
        Err(rejection) => {
            tx.rollback().await?;
            faq::reply_rejected(&press, rejection).await
        }
    }
}

/// The host with the proposer.
async fn propose_there(world: &mut World, settings: &str) {
    world.stop_host().await;
    world.write_config(&format!("{}\n[plugins.proposer]\nenabled = true\n", config(settings)));
    let linked = Registry::linked(guildhall::admin::commands()).unwrap();
    let proposer: Arc<dyn Plugin> = Arc::new(Proposer);
    let fixture = Entry { id: PROPOSER, crate_name: "e2e", about: proposer.about(), plugin: proposer };
    world
        .start_host_with(
            Registry::from_entries(linked.iter().cloned().chain([fixture]), guildhall::admin::commands())
                .unwrap(),
        )
        .await;
}

/// Whether the proposer's own row is there.
async fn is_written(world: &World) -> bool {
    let (count,): (i64,) = sql("SELECT COUNT(*) FROM faq_versions WHERE guild_id = 7")
        .fetch_one(world.host().db())
        .await
        .unwrap();
    count == 1
}

#[tokio::test]
async fn another_plugin_adds_an_entry_together_with_what_it_writes_itself() {
    scene("")
        .play_on_both(async |world| {
            propose_there(world, "").await;
            let ada = world.user("ada");
            let form = ada.slash("propose", json!({}), "general").await.modal().to_string();
            assert!(form.contains("How do I pay?") && form.contains("By bank transfer."), "{form}");
            assert!(ada.submit(json!({})).await.whisper().contains("It is #1."));
            assert!(is_written(world).await);
            super::logged(world, "added it").await;
            let found =
                world.user("emma").slash("faq search", json!({ "question": "how to pay" }), "general").await;
            assert!(found.whisper().contains("By bank transfer."), "{found}");
        })
        .await;
}

#[tokio::test]
async fn where_the_entry_is_refused_nothing_is_written_and_the_words_are_given_back() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I pay?", "In cash.").await;
            propose_there(world, "max_entries = 2").await;
            let ada = world.user("ada");
            let _ = ada.slash("propose", json!({}), "general").await.modal();
            let taken = ada.submit(json!({})).await.whisper();
            assert!(taken.contains("#1") && taken.contains("By bank transfer."), "{taken}");
            is_added(world, "Another", "An answer.").await;
            let _ = ada.slash("propose", json!({}), "general").await.modal();
            let full = ada.submit(json!({ "title": "Yet another" })).await.whisper();
            assert!(
                full.contains("as many as the setting max_entries allows") && full.contains("By bank"),
                "{full}"
            );
            let emma = world.user("emma");
            let _ = emma.slash("propose", json!({}), "general").await.modal();
            let refused = emma.submit(json!({})).await.whisper();
            assert!(refused.contains("Manage Messages"), "{refused}");
            assert!(!is_written(world).await);
        })
        .await;
}

#[tokio::test]
async fn a_long_text_finds_what_one_of_its_sentences_asks() {
    scene("")
        .play_on_both(async |world| {
            is_added(world, "How do I get a refund?", "Ask within 14 days.").await;
            is_added(world, "Where is the party?", "In the garden.").await;
            let host = world.host();
            let faq = faq::Faq::from_host(host).unwrap();
            let story = "Hello there! I bought the golden sword last Tuesday with my brother's card and he is furious. \
                         Can I get a refund? Thanks a lot for the great work, greetings from Ghent.";
            let ids = async |text: &str| -> Vec<i64> {
                let found = faq.find_relevant(host, GUILD, text, 3).await.unwrap();
                found.into_iter().map(|entry| entry.id).collect()
            };
            assert_eq!(ids(story).await, [1]);
            assert!(ids("My horse fell through the floor of the lobby and is stuck.").await.is_empty());
            world.user("ada").slash("faq publish", json!({ "entry": "1", "published": false }), "general").await;
            assert!(ids(story).await.is_empty(), "a draft is not shown");
            faq::count_helped(host, GUILD, 2, true).await.unwrap();
            faq::count_helped(host, GUILD, 2, false).await.unwrap();
            let entry = super::entry(world, 2).await;
            assert_eq!((&entry["helped"], &entry["not_helped"]), (&json!(1), &json!(1)));
        })
        .await;
}
