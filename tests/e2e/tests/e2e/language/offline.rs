//! Without a language model everything works.

use e2e::{Model, Scene, process};
use plugin_api::{
    Locale,
    language::{ChatMessage, Conversation, Unavailable},
};

use super::{OFFLINE, config, conversation, language, scene, status, summary};

#[tokio::test]
async fn nothing_leaves_a_guild_that_has_not_switched_it_on() {
    let model = Model::start().await;
    Scene::new()
        .language(&model)
        .play(async |world| {
            let language = language(world);
            assert!(!language.is_on());
            assert_eq!(summary(world).await, (OFFLINE.to_owned(), None), "and there is nothing to note");
            assert_eq!(language.draft_reply(&conversation(), &[]).await, Err(Unavailable::Off));
            assert_eq!(language.embed(&["text".to_owned()]).await, None);
            let draft = language.draft_entry(&Locale::default(), &[OFFLINE.to_owned()]).await;
            assert_eq!(
                (draft.title.as_str(), draft.text.as_str()),
                (
                    "My parcel with the headphones never arrived",
                    "The courier lost the parcel, so we have sent new headphones today."
                )
            );
            assert!(!status(world).await.contains("anguage model"));
        })
        .await;
    assert!(model.received().is_empty());
}

#[tokio::test]
async fn a_guild_that_switched_it_on_without_a_key_is_told_and_goes_on_offline() {
    Scene::new()
        .config(&config(""))
        .play(async |world| {
            assert!(!language(world).is_on());
            assert_eq!(summary(world).await, (OFFLINE.to_owned(), None));
            let status = status(world).await;
            assert!(status.contains("OPENAI_API_KEY is not set"), "{status}");
        })
        .await;
}

#[tokio::test]
async fn it_is_switched_on_and_off_and_tuned_without_a_restart() {
    let model = Model::start().await;
    Scene::new()
        .language(&model)
        .play(async |world| {
            let language = language(world);
            world.write_config(&config("chat_model = \"another\""));
            world.until_looked("it is switched on", async || language.is_on().then_some(())).await;
            assert_eq!(summary(world).await.1, None);
            assert_eq!(model.received()[0].body["model"], "another");
            world.write_config(e2e::scene::CONFIG);
            world.until_looked("it is switched off", async || (!language.is_on()).then_some(())).await;
            assert_eq!(summary(world).await, (OFFLINE.to_owned(), None));
        })
        .await;
    assert_eq!(model.received().len(), 1);
}

#[tokio::test]
async fn nobody_is_asked_to_sum_up_nothing() {
    let model = Model::start().await;
    scene(&model, "")
        .play(async |world| {
            let of = |messages| Conversation { locale: Locale::new("nl"), messages };
            for messages in [
                vec![],
                vec![ChatMessage::bot("A ticket was opened.")],
                vec![ChatMessage::member(" "), ChatMessage::staff("👍")],
            ] {
                assert_eq!(language(world).summarise(&of(messages)).await, None);
            }
        })
        .await;
    assert!(model.received().is_empty());
}

/// What `guildhall check` prints, and what it says is wrong, with this in its environment.
async fn check(environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plugins.toml"), "[guilds.1.language]\nenabled = true\n").unwrap();
    let mut command = process::command(env!("CARGO_BIN_EXE_e2e-host"), &["check"], folder.path());
    let output = command.envs(environment.iter().copied()).output().await.unwrap();
    let [printed, said] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.code(), printed, said)
}

#[tokio::test]
async fn the_key_and_the_address_are_taken_from_the_environment() {
    let (code, printed, said) = check(&[("OPENAI_API_KEY", " ")]).await;
    assert_eq!(code, Some(0), "it goes on without: {said}");
    assert!(printed.contains("lacks a key") && printed.contains("OPENAI_API_KEY is not set"), "{printed}");
    let local = ("OPENAI_BASE_URL", "http://localhost:11434/v1");
    let (code, printed, said) = check(&[("OPENAI_API_KEY", "sk-hidden"), local]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(!printed.contains("OPENAI_API_KEY") && !printed.contains("hidden"), "{printed}");
    let (code, _, said) =
        check(&[("OPENAI_API_KEY", "sk-hidden"), ("OPENAI_BASE_URL", "hidden.example/v1")]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("OPENAI_BASE_URL") && !said.contains("hidden"), "{said}");
}
