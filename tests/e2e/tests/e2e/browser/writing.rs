//! Messages between people, and what can be done with them.

use e2e::{
    Scene,
    browser::{Page, button, item, last, textbox},
};

async fn do_to(page: &Page<'_>, message: &str, action: &str) {
    page.messages().points_at(last(item(message))).await;
    page.message(message).click(button(action)).await;
}

#[tokio::test]
async fn a_message_is_answered_reacted_to_changed_and_deleted_for_everybody() {
    Scene::new()
        .without_host()
        .browse(async |_, browser| {
            let emma = browser.open_as("emma", "general").await;
            let finn = browser.open_as("finn", "general").await;
            emma.types(textbox("Message #general"), "Who brings coffee?\n").await;
            do_to(&finn, "Who brings coffee?", "React with thumbs up").await;
            do_to(&finn, "Who brings coffee?", "Reply").await;
            finn.types(textbox("Message #general"), "I do\n").await;
            emma.message("I do").find(button("Replying to: Who brings coffee?")).await;
            emma.message("👍").find(button("👍 1")).await;

            do_to(&emma, "👍", "Edit").await;
            emma.types(textbox("Edit the message"), " And cake?\n").await;
            finn.messages().reads("Who brings coffee? And cake?").await;
            finn.messages().reads("(edited)").await;

            do_to(&finn, "I do", "More").await;
            finn.within(("menu", "Message")).find(("menuitem", "Delete message")).await;
            assert_eq!(finn.barriers().await, [""; 0]);
            finn.within(("menu", "Message")).click(("menuitem", "Delete message")).await;
            finn.within(("dialog", "Delete Message")).click(button("Delete")).await;
            emma.messages().misses(item("I do")).await;
        })
        .await;
}

#[tokio::test]
async fn an_applications_command_is_used_on_a_message() {
    Scene::new()
        .browse(async |world, browser| {
            world.user("finn").says("The cinema is at eight", "general").await;
            let emma = browser.open_as("emma", "general").await;
            emma.messages().context_click(last(item("The cinema"))).await;
            emma.within(("menu", "Message")).click(("menuitem", "Remind about this")).await;
            let modal = emma.within(("dialog", "Remind about this message"));
            modal.types(textbox("Name*"), "Cinema").await;
            modal.types(textbox("Time*"), "20:00").await;
            modal.click(button("Submit")).await;
            emma.message("is set").reads("Only you can see this").await;
        })
        .await;
}
