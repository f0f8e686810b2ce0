//! A ticket from the panel to the transcript, by clicking.

use std::path::PathBuf;

use e2e::{
    Scene, World,
    browser::{Key, Page, What, button, heading, link, textbox},
    scene::CONFIG,
};
use serde_json::json;

use super::{accessibility::looked_at, command, go_to};

/// Somebody else sits down at the same window.
async fn becomes(page: &Page<'_>, person: &str) {
    page.chooses(("combobox", "You are*"), &format!("{person}*")).await;
}

/// Fills in the one field of the form that has come up, and sends it.
async fn fill_in(page: &Page<'_>, field: &str, text: &str) {
    let form = page.within(What::role("dialog"));
    form.types(textbox(field), text).await;
    form.click(button("Submit")).await;
    page.misses(What::role("dialog")).await;
}

/// Emma asks by the panel and stands in the channel that was made for it.
async fn open_from_the_panel(page: &Page<'_>) {
    page.message("Need help?").click(button("Open a ticket")).await;
    fill_in(page, "What do you need?*", "My badge does not open the **front door**").await;
    page.message("Ticket #1 is open").click(button("# ticket-1")).await;
    page.message("thank you for your message").reads("front door").await;
    page.types(textbox("Message #ticket-1"), "It worked yesterday <3\n").await;
    page.message("It worked yesterday <3").reads("Emma").await;
    page.presses(Key::Up).await;
    page.types(textbox("Edit the message"), " and on Sunday\n").await;
    page.message("and on Sunday").reads("(edited)").await;
}

/// Chloe takes it in hand, answers and closes it.
async fn answer_and_close(page: &Page<'_>) {
    go_to(page, "ticket-1").await;
    page.message("thank you for your message").click(button("Claim")).await;
    page.reads("claimed this ticket").await;
    let answer = "It was **blocked**: try again, ||with patience||\u{e008}\u{e007}\u{e000}> and tell me <b>how it goes</b>\n";
    page.types(textbox("Message #ticket-1"), answer).await;
    page.messages().reads("and tell me <b>how it goes</b>").await;
    let form = command(page, "ticket_note").await;
    form.click(button("Add the option text")).await;
    form.types(textbox("text"), "She lost her badge *before*").await;
    form.click(button("Send")).await;
    page.message("Note 1 of ticket #1 is kept").reads("Only you can see this").await;
    page.message("thank you for your message").click(button("Close")).await;
    fill_in(page, "Reason*", "The badge is no longer blocked").await;
    page.message("Ticket #1 is closed").reads("The badge is no longer blocked").await;
    // It has another name now, and is the one that is shown.
    page.find(heading("closed-ticket-1")).await;
}

/// Emma says in the bot's direct message what she thinks of it.
async fn rate(page: &Page<'_>) {
    page.within(("navigation", "Guilds")).click(link("Direct messages*")).await;
    let letter = page.message("Ticket #1 is closed");
    letter.find(link("ticket-1.html")).await;
    letter.click(button("5 ★")).await;
    letter.reads("You gave ★★★★★").await;
    letter.click(button("Write something")).await;
    fill_in(page, "What should we know?*", "Quick and kind").await;
    letter.reads("Quick and kind").await;
}

/// Saves a file as a person does who presses its link; gives where it is.
async fn saved(world: &World, page: &Page<'_>, name: &str) -> PathBuf {
    let folder = world.config_path().with_file_name("downloads");
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
    page.command("Browser.setDownloadBehavior", behaviour).await;
    page.click(link(name)).await;
    // The browser writes it under another name until it is whole.
    let file = folder.join(name);
    world.until_looked("the file is saved", async || file.exists().then_some(())).await;
    page.command("Browser.setDownloadBehavior", json!({ "behavior": "default" })).await;
    file
}

/// Everything that was said stands in the transcript, which shows as text what somebody wrote as HTML.
async fn tells_what_was_said(transcript: &Page<'_>) {
    transcript.find(heading("Ticket #1")).await;
    for part in [
        "Emma, 2 March 2026 12:00",
        "My badge does not open the **front door**",
        "It worked yesterday <3 and on Sunday",
        "door.log",
        "It was blocked: try again, with patience",
        "Note by Chloe 12:00 She lost her badge before",
        "and tell me <b>how it goes</b>",
        "The badge is no longer blocked",
    ] {
        transcript.reads(part).await;
    }
    transcript.within(("article", "*")).find(What::role("strong").with("blocked")).await;
    let loaded = transcript.evaluate("return performance.getEntriesByType('resource').length").await;
    assert_eq!(loaded, 0);
}

#[tokio::test]
async fn a_ticket_is_opened_answered_closed_and_rated_and_its_transcript_read() {
    let tickets = "[plugins.tickets]\nenabled = true";
    Scene::new()
        .config(&format!("{CONFIG}\n{tickets}\n"))
        .browse(async |world, browser| {
            world.user("ada").slash("ticket_panel_post", json!({ "channel": "general" }), "general").await;
            let page = browser.open_as("emma", "general").await;
            open_from_the_panel(&page).await;
            let log = json!({ "filename": "door.log", "content_type": "text/plain", "content": "refused" });
            let message = json!({ "guild": "Demo", "channel": "ticket-1", "attachments": [log] });
            world.post("users/emma/messages", message).await;
            becomes(&page, "Chloe").await;
            answer_and_close(&page).await;
            let mut found = looked_at(&page, "ticket").await;
            becomes(&page, "Emma").await;
            rate(&page).await;

            let ada = browser.open_as("ada", "bot-log").await;
            ada.messages().reads("Quick and kind").await;
            let log = ada.message("Transcript of ticket #1");
            let file = saved(world, &log, "ticket-1.html").await;

            let transcript = browser.open("a reader", "about:blank").await;
            let offline =
                json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
            transcript.command("Network.emulateNetworkConditions", offline).await;
            transcript.visit(&format!("file://{}", file.display())).await;
            tells_what_was_said(&transcript).await;
            // Tall enough for all of it to be on the pictures.
            for (what, width, phone) in [("transcript-desk", 1280, false), ("transcript-phone", 390, true)] {
                transcript.size(width, 1600, phone).await;
                found.extend(looked_at(&transcript, what).await);
            }
            assert!(found.is_empty(), "{}", found.join("\n\n"));
        })
        .await;
}
