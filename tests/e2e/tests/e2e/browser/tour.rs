//! The guided tour.

use e2e::{
    Scene,
    browser::{What, button},
};

use super::go_to;

#[tokio::test]
async fn a_newcomer_is_led_through_the_tour_to_its_end() {
    Scene::new()
        .browse(async |_, browser| {
            let page = browser.open_first().await;
            // One starts by itself; the one that is followed here is among the others.
            page.within(What::role("dialog").with("1 of")).click(button("Skip")).await;
            page.click(button("Guided tour")).await;
            page.within(("dialog", "Guided tour")).click(button("Make a reminder*")).await;
            let card = page.within(("dialog", "Make a reminder"));
            card.reads("1 of 5").await;
            assert_eq!(page.barriers().await, [""; 0]);
            card.click(button("Fill it in for me")).await;
            page.within(("form", "Command add_reminder")).click(button("Send")).await;
            card.reads("2 of 5").await;
            page.click(button("Next*Reminders: deliver*")).await;
            card.reads("3 of 5").await;
            go_to(&page, "reminders").await;
            page.message("Coffee").click(button("Snooze 10 min")).await;
            card.reads("4 of 5").await;
            page.click(button("Next*Reminders: *")).await;
            card.reads("5 of 5").await;
            page.message("Snoozed").click(button("Delete")).await;
            page.message("Delete reminder #1").click(button("Yes")).await;
            card.reads("That was it").await;
            card.click(button("Done")).await;
            page.misses(("dialog", "Make a reminder")).await;
            page.reads("Reminder #1 is deleted").await;
            page.reload().await;
            let asked = "return performance.getEntriesByName(`${location.origin}/control/tours`).length > 0";
            page.until("the page knows the tours", asked).await;
            page.misses(("dialog", "Make a reminder")).await;
        })
        .await;
}
