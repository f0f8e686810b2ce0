//! A guild whose language model serves.

use e2e::{
    Model,
    model::{Act, KEY},
};
use plugin_api::{
    Locale,
    language::{ChatMessage, Conversation, Material},
};
use serde_json::Value;

use super::{conversation, language, scene, status, summary};

#[tokio::test]
async fn a_conversation_is_summed_up_by_the_model_and_what_it_took_is_counted() {
    let model = Model::start().await;
    scene(&model, "chat_model = \"small\"\ndaily_tokens = 5000")
        .play_on_both(async |world| {
            let before = model.received().len();
            assert_eq!(summary(world).await, ("The member asked and staff helped.".to_owned(), None));
            let status = status(world).await;
            assert!(status.contains("30 of 5000 tokens used today, 1 request (0 failed)"), "{status}");
            let received = &model.received()[before];
            assert_eq!(
                (received.path.as_str(), received.authorization.as_str()),
                ("/v1/chat/completions", format!("Bearer {KEY}").as_str())
            );
            assert_eq!(received.body["model"], "small");
            // Reserved is more than was used: all of it came back, or these would not fit.
            for _ in 0..20 {
                assert_eq!(summary(world).await.1, None);
            }
        })
        .await;
}

#[tokio::test]
async fn a_reply_is_drafted_from_what_the_faq_says() {
    let model = Model::start().await;
    model.always(Act::say("Reset it at https://help.example.com/reset, please."));
    scene(&model, "")
        .play(async |world| {
            let material = [Material {
                title: "How do I reset my password?".to_owned(),
                text: "At https://help.example.com/reset.".to_owned(),
            }];
            let reply = language(world).draft_reply(&conversation(), &material).await;
            assert_eq!(reply.as_deref(), Ok("Reset it at https://help.example.com/reset, please."));
            let document = document(&model.received()[0].body);
            assert_eq!(document["material"][0]["title"], "How do I reset my password?");
            assert_eq!(document["conversation"].as_array().unwrap().len(), 2, "bots have no part in it");
        })
        .await;
}

#[tokio::test]
async fn an_entry_is_drafted_from_summaries_in_the_readers_language() {
    let model = Model::start().await;
    model.always(Act::say("Waar is mijn pakket?\n\nKijk op de pagina van je bestelling."));
    scene(&model, "")
        .play(async |world| {
            let summaries = ["One asked for a parcel.".to_owned(), "Another one did too.".to_owned()];
            let draft = language(world).draft_entry(&Locale::new("nl"), &summaries).await;
            assert_eq!(
                (draft.title.as_str(), draft.text.as_str()),
                ("Waar is mijn pakket?", "Kijk op de pagina van je bestelling.")
            );
            assert_eq!(draft.note, None);
            let body = &model.received()[0].body;
            assert!(body["messages"][0]["content"].as_str().unwrap().contains("Write in Dutch."));
        })
        .await;
}

#[tokio::test]
async fn texts_are_embedded_in_batches_and_keep_their_order() {
    let model = Model::start().await;
    scene(&model, "embedding_model = \"vectors\"")
        .play(async |world| {
            let texts: Vec<_> = (1..=130).map(|length| "x".repeat(length)).collect();
            let vectors = language(world).embed(&texts).await.expect("it serves");
            let lengths: Vec<_> = vectors.iter().map(|vector| vector[1]).collect();
            assert_eq!(lengths, (1..=130_u8).map(f32::from).collect::<Vec<_>>());
            assert_eq!(language(world).embed(&[]).await, Some(Vec::new()));
            assert_eq!(language(world).embed(&[String::new()]).await.map(|vectors| vectors.len()), Some(1));
        })
        .await;
    let received = model.received();
    assert_eq!(received.iter().filter(|request| request.path == "/v1/embeddings").count(), 4);
    assert_eq!(received[0].body["model"], "vectors");
}

#[tokio::test]
async fn a_provider_without_embeddings_is_not_asked_for_them() {
    let model = Model::start().await;
    scene(&model, "embedding_model = \"\"")
        .play(async |world| assert_eq!(language(world).embed(&["text".to_owned()]).await, None))
        .await;
    assert!(model.received().is_empty());
}

#[tokio::test]
async fn the_end_of_a_long_conversation_is_sent_and_its_beginning_is_not() {
    let model = Model::start().await;
    scene(&model, "input_tokens = 500")
        .play(async |world| {
            let mut messages = vec![ChatMessage::member("The beginning.")];
            messages.extend((0..5_000).map(|n| ChatMessage::staff(format!("Message {n}."))));
            messages.push(ChatMessage::member("The end."));
            let summary =
                language(world).summarise(&Conversation { locale: Locale::default(), messages }).await;
            assert_eq!(summary.expect("people said something").note, None);
        })
        .await;
    let body = &model.received()[0].body;
    let sent = document(body)["conversation"].clone();
    assert_eq!(sent.as_array().unwrap().last().unwrap()["text"], "The end.");
    assert!(!body.to_string().contains("The beginning."));
    assert!(body.to_string().len() < 6_000);
}

/// The document that people's words are sent in.
fn document(body: &Value) -> Value {
    serde_json::from_str(body["messages"][1]["content"].as_str().unwrap()).expect("JSON")
}
