//! What goes wrong at the model's end: it is done offline, with a note, in time.

use chrono::TimeDelta;
use e2e::{Model, model::Act};
use plugin_api::{
    Locale,
    language::{Note, Unavailable},
};

use super::{OFFLINE, conversation, language, scene, status, summary};

/// An error after which nothing is tried again within the limit.
const NOT_NOW: Act = Act::Error(503, Some("3600"));

#[tokio::test]
async fn a_model_that_does_not_answer_is_waited_for_as_long_as_the_guild_says() {
    let model = Model::start().await;
    model.always(Act::Silence);
    scene(&model, "timeout_seconds = 20")
        .play(async |world| {
            let (language, conversation) = (language(world), conversation());
            let late = async {
                model.reach(1).await;
                world.advance(TimeDelta::seconds(20)).await;
            };
            let (summary, ()) = tokio::join!(language.summarise(&conversation), late);
            let summary = summary.expect("people said something");
            assert_eq!(summary.text, OFFLINE);
            let note = summary.note.expect("it was done offline");
            assert_eq!(
                note.sentence(&Locale::new("nl")),
                "Zonder taalmodel gemaakt: Het taalmodel antwoordde niet op tijd."
            );
            let status = status(world).await;
            assert!(status.contains("1 request (1 failed)"), "{status}");
            assert!(!status.contains(" 0 of"), "what was sent may have been billed: {status}");
        })
        .await;
}

#[tokio::test]
async fn a_passing_error_is_tried_twice_more_and_costs_nothing() {
    let model = Model::start().await;
    scene(&model, "")
        .play(async |world| {
            for passing in [Act::Error(500, None), Act::Error(429, None), Act::BreakOff] {
                let before = model.received().len();
                model.next([passing.clone(), passing.clone()]);
                assert_eq!(summary(world).await.1, None, "{passing:?}");
                assert_eq!(model.received().len() - before, 3);
                model.next([passing.clone(), passing.clone(), passing]);
                assert_eq!(summary(world).await, (OFFLINE.to_owned(), Some(Unavailable::Broken)));
                assert_eq!(model.received().len() - before, 6);
            }
            let status = status(world).await;
            assert!(status.contains("90 of 200000 tokens used today, 18 requests (15 failed)"), "{status}");
        })
        .await;
}

#[tokio::test]
async fn it_is_tried_again_when_the_model_says_so_if_there_is_time() {
    let model = Model::start().await;
    model.next([Act::Error(429, Some("7"))]);
    scene(&model, "")
        .play(async |world| {
            let before = world.host().clock().now();
            assert_eq!(summary(world).await.1, None);
            let took = world.host().clock().now() - before;
            assert!(took >= TimeDelta::seconds(7), "{took}");
            model.next([Act::Error(429, Some("30"))]);
            assert_eq!(summary(world).await.1, Some(Unavailable::Broken));
        })
        .await;
    assert_eq!(model.received().len(), 3, "nobody waits longer than the limit");
}

#[tokio::test]
async fn an_answer_that_is_none_is_not_asked_for_again() {
    let model = Model::start().await;
    let answers = [
        Act::Body("<html>Welcome</html>".to_owned()),
        Act::Body("{\"choices\":".to_owned()),
        Act::Body("{\"choices\": []}".to_owned()),
        Act::Body("[".repeat(100_000)),
    ];
    scene(&model, "")
        .play(async |world| {
            for answer in answers.clone() {
                model.next([answer]);
                assert_eq!(summary(world).await, (OFFLINE.to_owned(), Some(Unavailable::Broken)));
            }
            model.next([Act::Error(404, None)]);
            assert_eq!(summary(world).await.1, Some(Unavailable::Broken));
        })
        .await;
    assert_eq!(model.received().len(), 5);
}

#[tokio::test]
async fn an_answer_without_end_is_broken_off() {
    let model = Model::start().await;
    model.always(Act::Endless);
    scene(&model, "")
        .play(async |world| {
            // The clock stands still: nothing but the length can end it.
            let summary = language(world).summarise(&conversation()).await.expect("people said something");
            assert_eq!(summary.note.map(Note::why), Some(Unavailable::Broken));
        })
        .await;
}

#[tokio::test]
async fn vectors_that_are_none_are_not_taken() {
    let model = Model::start().await;
    let data = |vector: &str, index: usize| {
        format!(
            "{{\"object\":\"list\",\"model\":\"m\",\"usage\":{{\"prompt_tokens\":1,\"total_tokens\":1}},\
             \"data\":[{{\"object\":\"embedding\",\"index\":{index},\"embedding\":{vector}}}]}}"
        )
    };
    scene(&model, "")
        .play(async |world| {
            for body in
                [data("[]", 0), data("[0, 0]", 0), data("[1e999]", 0), data("[1]", 7), data("\"AAAA\"", 0)]
            {
                model.next([Act::Body(body)]);
                assert_eq!(language(world).embed(&["text".to_owned()]).await, None);
            }
        })
        .await;
}

#[tokio::test]
async fn a_model_that_keeps_failing_is_left_alone_and_tried_again_after_a_while() {
    let model = Model::start().await;
    scene(&model, "")
        .play(async |world| {
            model.always(NOT_NOW);
            for _ in 0..5 {
                assert_eq!(summary(world).await.1, Some(Unavailable::Broken));
            }
            assert_eq!(summary(world).await, (OFFLINE.to_owned(), Some(Unavailable::Paused)));
            assert_eq!(model.received().len(), 5);
            let status = status(world).await;
            assert!(status.contains("It failed several times in a row and is tried again"), "{status}");
            // What makes vectors is another endpoint.
            model.next([Act::say("")]);
            assert!(language(world).embed(&["text".to_owned()]).await.is_some());

            world.advance(TimeDelta::minutes(1)).await;
            assert_eq!(summary(world).await.1, Some(Unavailable::Broken), "it is tried once");
            assert_eq!(summary(world).await.1, Some(Unavailable::Paused), "and left alone for longer");
            world.advance(TimeDelta::minutes(2)).await;
            model.always(Act::say("It works."));
            assert_eq!(summary(world).await, ("It works.".to_owned(), None));
            assert_eq!(summary(world).await.1, None);
        })
        .await;
}

#[tokio::test]
async fn who_gives_the_model_little_time_pauses_it_for_nobody() {
    for (seconds, then) in [(2, None), (20, Some(Unavailable::Paused))] {
        let model = Model::start().await;
        model.always(Act::Silence);
        scene(&model, &format!("timeout_seconds = {seconds}"))
            .play(async |world| {
                let (language, conversation) = (language(world), conversation());
                for asked in 1..=5 {
                    let late = async {
                        model.reach(asked).await;
                        world.advance(TimeDelta::seconds(seconds)).await;
                    };
                    let (late, ()) = tokio::join!(language.summarise(&conversation), late);
                    let note = late.expect("people said something").note;
                    assert_eq!(note.map(Note::why), Some(Unavailable::Slow));
                }
                model.always(Act::say("It works."));
                assert_eq!(summary(world).await.1, then, "after five of {seconds} seconds");
            })
            .await;
    }
}

#[tokio::test]
async fn a_wrong_name_of_a_model_is_nobody_elses_trouble() {
    let model = Model::start().await;
    scene(&model, "")
        .play(async |world| {
            model.next(vec![Act::Error(404, None); 8]);
            for _ in 0..8 {
                assert_eq!(summary(world).await.1, Some(Unavailable::Broken));
            }
            assert_eq!(summary(world).await.1, None);
        })
        .await;
}
