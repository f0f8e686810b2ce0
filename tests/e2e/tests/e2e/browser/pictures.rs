//! The pictures in the README. They are made anew with every run; which of them stand there is chosen by hand.

use e2e::{Scene, browser::button};

use super::go_to;

#[tokio::test]
async fn a_delivered_reminder_and_the_tour_are_in_the_pictures_of_the_readme() {
    Scene::new()
        .browse(async |world, browser| {
            let said = [
                ("emma", "Morning! Who is in for **coffee** tomorrow? ☕"),
                ("finn", "Me. <@200000000000000001>, will you remind us?"),
                ("ada", "On it."),
            ];
            for (name, text) in said {
                world.user(name).says(text, "reminders").await;
            }
            let page = browser.open_first().await;
            let card = page.within(("dialog", "Make a reminder"));
            card.click(button("Fill it in for me")).await;
            page.within(("form", "Command add_reminder")).click(button("Send")).await;
            card.reads("2 of 5").await;
            world.set_clock("2026-03-03T09:00:00Z").await;
            go_to(&page, "reminders").await;
            page.message("Coffee").find(button("Snooze 10 min")).await;
            card.reads("3 of 5").await;
            page.colours("dark").await;
            page.screenshot("readme-desk-dark").await;
            card.click(button("Skip")).await;
            page.phone().await;
            page.colours("light").await;
            page.message("Coffee").find(button("Snooze 10 min")).await;
            page.screenshot("readme-phone-light").await;
        })
        .await;
}
