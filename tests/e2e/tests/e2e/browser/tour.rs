//! The guided tour.

use e2e::{
    Scene,
    browser::{Page, button, textbox},
};

use super::go_to;

/// Whether the outline of the tour is around the button that answers the bot.
const POINTS_AT_YES: &str = "const yes = document.querySelector(\"[data-tour-button^='reminders:delete_yes:']\")?.getBoundingClientRect(); \
     const rim = document.querySelector('.tour-outline:not([hidden])')?.getBoundingClientRect(); \
     return Boolean(yes && rim && rim.left < yes.left && rim.right > yes.right && rim.top < yes.top && rim.bottom > yes.bottom \
     && rim.width < yes.width + 20)";

#[tokio::test]
async fn a_newcomer_is_led_through_the_tour_to_its_end() {
    Scene::new()
        .browse(async |_, browser| {
            // It starts by itself.
            let page = browser.open_first().await;
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
            // The bot asks back: the tour does not end before it has its answer.
            page.until("the tour points at Yes", POINTS_AT_YES).await;
            card.reads("5 of 5").await;
            page.message("Delete reminder #1").click(button("Yes")).await;
            card.reads("That's it").await;
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

/// Has a step's command filled in, and sends it.
async fn send(page: &Page<'_>, card: &Page<'_>, command: &str) {
    card.click(button("Fill it in for me")).await;
    page.within(("form", &*format!("Command {command}"))).click(button("Send")).await;
}

#[tokio::test]
async fn the_tour_of_questions_leads_from_an_answer_to_what_nobody_answered() {
    Scene::new()
        .browse(async |_, browser| {
            let page = browser.open_as("ada", "general").await;
            page.click(button("Guided tour")).await;
            page.within(("dialog", "Guided tour")).click(button("Answer a question for good*")).await;
            let card = page.within(("dialog", "Answer a question for good"));
            card.reads("1 of 5").await;
            send(&page, &card, "faq add").await;
            let form = page.within(("dialog", "New entry"));
            form.types(textbox("Answer*"), "Ask Bram, at the desk.").await;
            form.click(button("Submit")).await;
            card.reads("2 of 5").await;
            send(&page, &card, "faq search").await;
            card.reads("3 of 5").await;
            page.message("How do I get my membership badge?").reads("Ask Bram, at the desk.").await;
            send(&page, &card, "faq search").await;
            card.reads("4 of 5").await;
            send(&page, &card, "faq gaps").await;
            card.reads("5 of 5").await;
            page.message("Questions without an answer").reads("swimming pool").await;
            send(&page, &card, "faq list").await;
            card.reads("That's it").await;
            page.message("Questions and answers").reads("membership badge").await;
        })
        .await;
}

#[tokio::test]
async fn the_tour_of_tickets_leads_from_a_members_request_to_the_question_how_it_was() {
    Scene::new()
        .config(include_str!("../../../../../plugins.toml"))
        .browse(async |_, browser| {
            let page = browser.open_as("emma", "general").await;
            page.click(button("Guided tour")).await;
            let title = "Tickets: ask, answer, close";
            page.within(("dialog", "Guided tour")).click(button(&format!("{title}*"))).await;
            let card = page.within(("dialog", title));
            card.reads("1 of 5").await;
            send(&page, &card, "ticket").await;
            card.reads("2 of 5").await;
            page.chooses(("combobox", "You are*"), "Chloe*").await;
            card.reads("3 of 5").await;
            go_to(&page, "ticket-1").await;
            page.message("The projector in the meeting room").click(button("Claim")).await;
            card.reads("4 of 5").await;
            page.reads("claimed this ticket").await;
            page.message("The projector in the meeting room").click(button("Close")).await;
            let form = page.within(("dialog", "Close ticket #1"));
            form.types(textbox("Reason*"), "There is a new lamp in it.").await;
            form.click(button("Submit")).await;
            card.reads("5 of 5").await;
            page.reads("There is a new lamp in it.").await;
            page.chooses(("combobox", "You are*"), "Emma*").await;
            card.reads("That's it").await;
        })
        .await;
}
