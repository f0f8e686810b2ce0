//! Commands, modals, selects and buttons, with plugins that do as they are told.

use e2e::{
    Scene,
    browser::{What, button, textbox},
};
use serde_json::json;

use super::{bot_writes, command};

#[tokio::test]
async fn a_modal_is_filled_in_and_only_sent_when_it_is_complete() {
    Scene::new()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            command(&emma, "probe_form").await.click(button("Send")).await;
            let modal = emma.within(("dialog", "Probe"));
            modal.focuses(textbox("Words*")).await;
            modal.click(button("Submit")).await;
            modal.reads("This field is required.").await;
            modal.types(textbox("Words*"), "a hundred words").await;
            modal.click(button("Submit")).await;
            emma.misses(("dialog", "Probe")).await;
            emma.message("a hundred words").reads("Only you can see this").await;
            assert_eq!(world.probe().calls.of("modal"), ["a hundred words"]);
        })
        .await;
}

#[tokio::test]
async fn an_option_is_completed_with_what_the_application_offers() {
    Scene::new()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            let form = command(&emma, "probe").await;
            form.click(button("Add the option text")).await;
            form.types(("combobox", "text"), "some").await;
            form.click(("option", "some and more")).await;
            form.click(button("Send")).await;
            emma.message("Hello").reads("Only you can see this").await;
            assert_eq!(world.probe().calls.of("command"), ["more"]);
        })
        .await;
}

#[tokio::test]
async fn an_application_that_does_not_answer_is_said_to_have_not() {
    Scene::new()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            command(&emma, "probe_button").await.click(button("Send")).await;
            emma.message("Press it.").find(button("Press")).await;
            world.stop_host().await;
            emma.message("Press it.").click(button("Press")).await;
            command(&emma, "probe").await.click(button("Send")).await;
            emma.click(button("Move the clock:*")).await;
            emma.within(("dialog", "Move the clock")).click(button("+1 min")).await;
            emma.message("Press it.").reads("This interaction failed").await;
            emma.reads("Emma used /probe — The application did not respond").await;
        })
        .await;
}

#[tokio::test]
async fn what_is_chosen_in_selects_reaches_the_application() {
    Scene::new()
        .browse(async |world, browser| {
            let select = |kind: u8, name: &str| {
                let mut select = json!({ "type": kind, "custom_id": "probe:press:7", "placeholder": name });
                if kind == 3 {
                    select["options"] =
                        json!([{ "label": "Tea", "value": "tea" }, { "label": "Coffee", "value": "coffee" }]);
                }
                select
            };
            let kinds = [
                (3, "A drink", "Coffee"),
                (5, "A user", "Finn"),
                (6, "A role", "Staff"),
                (8, "A channel", "reminders"),
            ];
            let emma = browser.open_as("emma", "general").await;
            for (count, (kind, name, option)) in (1..).zip(kinds) {
                let row = json!({ "type": 1, "components": [select(kind, name)] });
                bot_writes(world, json!({ "content": name, "components": [row] })).await;
                let message = emma.message(name);
                message.click(("combobox", &*format!("*{name}"))).await;
                emma.within(What::role("listbox")).click(("option", &*format!("*{option}*"))).await;
                world.probe().calls.reach("component", count).await;
            }
            let frames = world.get("gateway").await.to_string();
            for value in ["coffee", "200000000000000006", "400000000000000003", "500000000000000007"] {
                assert!(frames.contains(&format!("\"values\":[\"{value}\"]")), "{value} was not chosen");
            }
        })
        .await;
}

#[tokio::test]
async fn two_windows_of_one_person_each_have_their_own_form_and_both_are_answered() {
    Scene::new()
        .browse(async |world, browser| {
            let windows =
                [browser.open_as("emma", "general").await, browser.open_as("emma", "general").await];
            command(&windows[0], "probe_form").await.click(button("Send")).await;
            windows[0].within(("dialog", "Probe")).find(textbox("Words*")).await;
            let form = command(&windows[1], "probe_form").await;
            windows[1].misses(("dialog", "Probe")).await;
            form.click(button("Send")).await;
            for (window, words) in windows.iter().zip(["from the first", "from the second"]) {
                window.within(("dialog", "Probe")).types(textbox("Words*"), words).await;
            }
            for window in &windows {
                window.within(("dialog", "Probe")).click(button("Submit")).await;
            }
            for window in &windows {
                window.misses(("dialog", "Probe")).await;
                window.messages().reads("from the first").await;
                window.messages().reads("from the second").await;
            }
            assert_eq!(world.probe().calls.count("modal"), 2);
        })
        .await;
}
