//! The page without a mouse.

use e2e::{
    Scene,
    browser::{Key, Page, What, textbox},
};

/// Presses Tab until something has the focus.
async fn tab_to(page: &Page<'_>, what: impl Into<What>) {
    let what = what.into();
    page.find(what.clone()).await;
    for _ in 0..80 {
        if page.is_focused(what.clone()).await {
            return;
        }
        page.presses(Key::Tab).await;
    }
    page.focuses(what).await;
}

#[tokio::test]
async fn a_reminder_is_made_delivered_and_snoozed_by_the_keyboard_alone() {
    Scene::new()
        .browse(async |_, browser| {
            let emma = browser.open_as("emma", "reminders").await;
            tab_to(&emma, textbox("Message *")).await;
            emma.presses("/add_rem").await;
            emma.within(("listbox", "Commands")).find(("option", "/add_reminder *")).await;
            emma.presses(Key::Enter).await;
            let form = emma.within(("form", "Command add_reminder"));
            form.focuses(textbox("name")).await;
            emma.presses("Coffee").await;
            tab_to(&form, ("combobox", "channel")).await;
            emma.presses("remin").await;
            form.find(("option", "#reminders*")).await;
            emma.presses(Key::Enter).await;
            tab_to(&form, textbox("time")).await;
            emma.presses("14:00").await;
            emma.presses(Key::Enter).await;
            emma.message("is set").reads("Only you can see this").await;
            emma.focuses(textbox("Message *")).await;

            tab_to(&emma, ("button", "Next*Reminders: deliver*")).await;
            emma.presses(Key::Enter).await;
            let coffee = emma.message("Coffee");
            coffee.find(("button", "Snooze 10 min")).await;
            tab_to(&coffee, ("button", "Snooze 10 min")).await;
            emma.presses(Key::Enter).await;
            emma.reads("I will remind you again").await;
        })
        .await;
}
