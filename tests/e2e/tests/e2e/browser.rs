//! The emulator's page in a real browser.

mod accessibility;
mod bad_input;
mod harness;
mod interactions;
mod keyboard;
mod pictures;
mod reminders;
mod rendering;
mod sight;
mod tickets;
mod tools;
mod tour;
mod writing;

use e2e::{
    World,
    browser::{Page, button, last, link, textbox},
};
use reqwest::StatusCode;
use serde_json::Value;

/// Chooses a command from the list that `/` opens; gives its form.
async fn command<'b>(page: &Page<'b>, name: &str) -> Page<'b> {
    page.types(textbox("Message *"), &format!("/{name}")).await;
    page.within(("listbox", "Commands")).click(("option", &*format!("/{name} *"))).await;
    page.within(("form", &*format!("Command {name}")))
}

/// Asks for a reminder at 14:00 in #reminders, without an announcement.
async fn make_reminder(page: &Page<'_>, name: &str) {
    let form = command(page, "add_reminder").await;
    form.types(textbox("name"), name).await;
    choose(&form, "channel", "#reminders").await;
    form.types(textbox("time"), "14:00").await;
    form.click(button("Add the option lead")).await;
    form.types(("spinbutton", "lead"), "0").await;
    form.click(button("Send")).await;
    page.message("is set").reads("Only you can see this").await;
}

/// Types into a field that offers what goes there, and chooses what it offers.
async fn choose(form: &Page<'_>, field: &str, option: &str) {
    form.types(("combobox", field), option).await;
    form.click(last(("option", &*format!("{option}*")))).await;
}

/// Goes to a channel by the list on the left.
async fn go_to(page: &Page<'_>, channel: &str) {
    page.within(("navigation", "Channels")).click(link(&format!("{channel}*"))).await;
}

/// The bot asks for something that no plugin of its would ask for.
async fn ask_as_bot(world: &World, path: &str, body: Value) -> (StatusCode, Value) {
    let address = format!("{}/api/v10/{path}", world.url());
    let token = format!("Bot {}", world.token_of_bot());
    let request = reqwest::Client::new().post(address).header("Authorization", token).json(&body);
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

/// The bot does something that no plugin of its would do.
async fn bot_does(world: &World, path: &str, body: Value) -> Value {
    let (status, answer) = ask_as_bot(world, path, body).await;
    assert!(status.is_success(), "{answer:#}");
    answer
}

/// The bot writes in #general what no plugin of its would write.
async fn bot_writes(world: &World, message: Value) {
    bot_does(world, &format!("channels/{GENERAL}/messages"), message).await;
}

/// #general of the demo guild.
const GENERAL: u64 = 500_000_000_000_000_006;
