//! The day's tokens.

use chrono::TimeDelta;
use e2e::{Model, World, model::Act, world::GUILD};
use futures::future::join_all;
use guildhall::registry::Registry;
use plugin_api::{Host, language::Unavailable, sql};

use super::{conversation, language, scene, status, summary};

/// What one summary reserves, roughly: between these.
const ONE: std::ops::Range<i64> = 1_000..1_400;

/// The tokens that are taken from today's budget, used or reserved.
async fn taken(world: &World) -> i64 {
    let rows: Vec<(i64,)> = sql("SELECT taken FROM language_budget WHERE guild_id = $1")
        .bind(GUILD)
        .fetch_all(world.host().db())
        .await
        .unwrap();
    rows.iter().map(|(taken,)| taken).sum()
}

#[tokio::test]
async fn hosts_that_share_a_database_do_not_overdraw_a_budget_together() {
    let model = Model::start().await;
    scene(&model, "daily_tokens = 5000\nconcurrency = 16")
        .play_on_both(async |world| {
            model.always(Act::Silence);
            let before = model.received().len();
            let shared = world.database_url().starts_with("postgres");
            let second = if shared {
                Some(world.boot(Registry::linked(guildhall::admin::commands()).unwrap()).await.unwrap())
            } else {
                None
            };
            let mut hosts: Vec<&Host> = vec![world.host()];
            hosts.extend(second.as_ref().map(|running| &running.runtime.host));
            let conversation = conversation();
            let calls: Vec<_> = (0..12).map(|n| hosts[n % hosts.len()].language(GUILD)).collect();
            let calls = join_all(calls.iter().map(|language| language.summarise(&conversation)));
            let late = async {
                let reserved = world
                    .until_looked("what there is is reserved", async || {
                        Some(taken(world).await).filter(|taken| *taken > 5_000 - ONE.end)
                    })
                    .await;
                assert!(reserved <= 5_000, "{reserved}");
                model.reach(before + usize::try_from(reserved / ONE.start).unwrap()).await;
                world.advance(TimeDelta::seconds(20)).await;
            };
            let (summaries, ()) = tokio::join!(calls, late);
            let why = summaries.into_iter().map(|summary| summary.unwrap().note.unwrap().why());
            let (slow, refused): (Vec<_>, Vec<_>) = why.partition(|why| *why == Unavailable::Slow);
            assert_eq!(slow.len(), model.received().len() - before);
            assert!(
                refused.iter().all(|why| *why == Unavailable::Budget) && !refused.is_empty(),
                "{refused:?}"
            );
            assert!(ONE.contains(&(taken(world).await / i64::try_from(slow.len()).unwrap())));
            if let Some(second) = second {
                second.stop().await;
            }
        })
        .await;
}

#[tokio::test]
async fn a_new_day_of_the_guild_has_a_new_budget() {
    let model = Model::start().await;
    // Noon in Brussels.
    scene(&model, "daily_tokens = 2000")
        .play(async |world| {
            model.next([Act::Body("no answer".to_owned())]);
            assert_eq!(summary(world).await.1, Some(Unavailable::Broken), "which may have been billed");
            assert_eq!(summary(world).await.1, Some(Unavailable::Budget));
            let mending = status(world).await;
            assert!(mending.contains("of 2000 tokens used today, 1 request (1 failed)"), "{mending}");
            world.set_clock("2026-03-02T22:59:00Z").await;
            assert_eq!(summary(world).await.1, Some(Unavailable::Budget));
            world.set_clock("2026-03-02T23:00:00Z").await;
            assert_eq!(summary(world).await.1, None);
            let status = status(world).await;
            assert!(status.contains("30 of 2000 tokens used today, 1 request (0 failed)"), "{status}");
        })
        .await;
}

#[tokio::test]
async fn a_budget_too_small_for_one_request_sends_nothing() {
    let model = Model::start().await;
    scene(&model, "daily_tokens = 1000")
        .play(async |world| assert_eq!(summary(world).await.1, Some(Unavailable::Budget)))
        .await;
    assert!(model.received().is_empty());
}

#[tokio::test]
async fn a_call_is_settled_though_nobody_waits_for_it_any_more() {
    let model = Model::start().await;
    model.always(Act::Silence);
    scene(&model, "")
        .play_on_both(async |world| {
            let before = model.received().len();
            let (language, conversation) = (language(world), conversation());
            tokio::select! {
                _ = language.summarise(&conversation) => unreachable!("the model is silent"),
                () = model.reach(before + 1) => {}
            }
            world.advance(TimeDelta::seconds(20)).await;
            let rows = world
                .until_looked("the call is counted", async || {
                    let query =
                        sql("SELECT purpose, requests, failures, tokens_in + tokens_out FROM language_usage");
                    let rows: Vec<(String, i64, i64, i64)> =
                        query.fetch_all(world.host().db()).await.unwrap();
                    (!rows.is_empty()).then_some(rows)
                })
                .await;
            let [(purpose, 1, 1, tokens)] = &rows[..] else { panic!("{rows:?}") };
            assert_eq!((purpose.as_str(), *tokens), ("summary", taken(world).await));
        })
        .await;
}

#[tokio::test]
async fn a_host_that_stops_does_not_wait_for_the_model_and_settles_what_was_sent() {
    let model = Model::start().await;
    model.always(Act::Silence);
    scene(&model, "")
        .play_on_both(async |world| {
            let before = model.received().len();
            let (language, conversation) = (language(world), conversation());
            let call = tokio::spawn(async move { language.summarise(&conversation).await });
            model.reach(before + 1).await;
            world.stop_host().await;
            let summary = call.await.unwrap().expect("people said something");
            assert!(summary.note.is_some());
            world.start_host().await;
            let query = sql("SELECT requests, failures, tokens_in FROM language_usage");
            let rows: Vec<(i64, i64, i64)> = query.fetch_all(world.host().db()).await.unwrap();
            assert_eq!(rows, [(1, 1, taken(world).await)]);
        })
        .await;
}

#[tokio::test]
async fn so_many_at_once_and_no_more_are_made_and_the_others_wait() {
    let model = Model::start().await;
    scene(&model, "concurrency = 1")
        .play(async |world| {
            let (language, conversation) = (language(world), conversation());
            let summaries = join_all((0..8).map(|_| language.summarise(&conversation))).await;
            assert!(summaries.into_iter().all(|summary| summary.unwrap().note.is_none()));
        })
        .await;
    assert_eq!(model.received().len(), 8);
    assert_eq!(model.most_at_once(), 1);
}

#[tokio::test]
async fn the_switch_of_one_guild_is_not_that_of_another() {
    let model = Model::start().await;
    scene(&model, "")
        .play(async |world| {
            let other = plugin_api::serenity::GuildId::new(GUILD.get() + 1);
            assert!(world.host().language(GUILD).is_on());
            assert!(!world.host().language(other).is_on());
            let summary = world.host().language(other).summarise(&conversation()).await;
            assert_eq!(summary.unwrap().note, None);
        })
        .await;
    assert!(model.received().is_empty());
}
