//! That the browser's tests notice what they are there for.

use std::panic::AssertUnwindSafe;

use e2e::{
    Browser, Scene,
    browser::{Key, button, item, last, textbox},
};
use futures::FutureExt;

const PAGE: &str = "data:text/html,<!doctype html><html lang=en><title>A page</title><main>\
    <label>Words <input id=words></label>\
    <button onclick=\"setTimeout((text) => list.append(Object.assign(document.createElement('li'), { textContent: text })), 50, words.value)\">\
    Add</button><button aria-label='Take away' onclick='list.lastChild.remove()'>x</button><ol id=list></ol><ul hidden><li>hidden</li></ul></main>";

/// Plays a scene that fails; gives why. Nothing where there is no browser.
async fn fails(scene: impl AsyncFn(&Browser)) -> Option<String> {
    if !Browser::is_there().await {
        return None;
    }
    let playing = Scene::new().without_host().browse(async |_, browser| {
        browser.expect_failure();
        scene(browser).await;
    });
    let panic = AssertUnwindSafe(playing).catch_unwind().await.expect_err("it goes unnoticed");
    Some(*panic.downcast::<String>().expect("a panic says why"))
}

#[tokio::test]
async fn a_page_is_used_by_what_a_screen_reader_is_told_of_it() {
    Scene::new()
        .without_host()
        .browse(async |_, browser| {
            let page = browser.open("somebody", PAGE).await;
            for words in ["one", "two"] {
                page.types(textbox("Words"), words).await;
                page.click(button("Add")).await;
            }
            page.find(item("onetwo")).await;
            page.find(last(item("one"))).await;
            page.within(("list", "")).reads("one onetwo").await;
            page.click(button("Take*")).await;
            page.misses(item("onetwo")).await;
            page.misses(item("hidden")).await;
            page.reads_no_more("onetwo").await;
            page.focuses(button("Take away")).await;
            page.presses(Key::Shift + Key::Tab).await;
            page.focuses(button("Add")).await;
            let other = browser.open("another", PAGE).await;
            other.misses(item("one")).await;
            page.find(item("one")).await;
        })
        .await;
}

#[tokio::test]
async fn an_error_in_the_console_fails_a_scene() {
    let script = "data:text/html,<script>console.error('all is lost')</script>";
    let blocked = "data:text/html,<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">\
                   <script>document.title = 'not run'</script>";
    for (address, error) in [(script, "all is lost"), (blocked, "Content Security Policy")] {
        let why = fails(async |browser| {
            browser.open("somebody", "data:text/html,<title>Before</title>").await;
            browser.open("another", address).await;
        });
        let Some(why) = why.await else { return };
        assert!(why.contains(error), "{why}");
    }
}

#[tokio::test]
async fn what_is_missing_is_told_with_what_there_is() {
    let why = fails(async |browser| {
        browser.open("somebody", PAGE).await.click(button("Remove")).await;
    });
    let Some(why) = why.await else { return };
    assert!(why.contains("button \\\"Add\\\""), "{why}");
}

#[tokio::test]
async fn what_keeps_people_out_of_a_page_is_found() {
    Scene::new()
        .without_host()
        .browse(async |_, browser| {
            let page = browser.open("somebody", PAGE).await;
            assert_eq!(page.barriers().await, [""; 0]);
            page.visit("data:text/html,<html lang=en><title>Bad</title><button></button>").await;
            let found = page.barriers().await.concat();
            assert!(found.contains("button-name (critical)"), "{found}");
        })
        .await;
}
