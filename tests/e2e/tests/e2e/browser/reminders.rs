//! Reminders, by clicking.

use e2e::{Scene, browser::button};

use super::{go_to, make_reminder};

#[tokio::test]
async fn a_reminder_is_made_delivered_snoozed_by_its_owner_only_and_deleted() {
    Scene::new()
        .browse(async |_, browser| {
            let emma = browser.open_as("emma", "general").await;
            make_reminder(&emma, "Coffee").await;
            emma.click(button("Next*Reminders: deliver*")).await;
            go_to(&emma, "reminders").await;
            emma.message("Coffee").find(button("Snooze 10 min")).await;

            let finn = browser.open_as("finn", "reminders").await;
            finn.message("Coffee").click(button("Snooze 10 min")).await;
            finn.message("Only the owner of this reminder can snooze it.")
                .reads("Only you can see this")
                .await;
            emma.reads_no_more("Only the owner of this reminder can snooze it.").await;

            emma.message("Coffee").click(button("Snooze 10 min")).await;
            emma.reads("I will remind you again").await;
            emma.click(button("Next*Reminders: *")).await;
            let snoozed = emma.message("Snoozed");
            snoozed.click(button("Delete")).await;
            emma.message("Delete reminder #1, Coffee?").click(button("Yes")).await;
            emma.reads("Reminder #1 is deleted").await;
        })
        .await;
}

#[tokio::test]
async fn of_two_windows_that_delete_a_reminder_one_does_and_the_other_is_told() {
    Scene::new()
        .browse(async |_, browser| {
            let ada = browser.open_as("ada", "general").await;
            make_reminder(&ada, "Coffee").await;
            ada.click(button("Next*Reminders: deliver*")).await;
            let chloe = browser.open_as("chloe", "reminders").await;
            go_to(&ada, "reminders").await;
            for page in [&ada, &chloe] {
                page.message("Coffee").click(button("Delete")).await;
                page.message("Delete reminder #1, Coffee?").find(button("Yes")).await;
            }
            for page in [&ada, &chloe] {
                page.message("Delete reminder #1, Coffee?").click(button("Yes")).await;
            }
            let mut texts = Vec::new();
            for page in [&ada, &chloe] {
                let answered = "return ['is deleted', 'no longer exists'].some((part) => document.body.innerText.includes(part))";
                page.until("the bot answers", answered).await;
                texts.push(page.text().await);
            }
            let told = |part: &str| texts.iter().filter(|text| text.contains(part)).count();
            assert_eq!(told("Reminder #1 is deleted"), 1, "{texts:#?}");
            assert_eq!(told("no longer exists"), 1, "{texts:#?}");
            assert_eq!(told("did not respond"), 0, "{texts:#?}");
        })
        .await;
}
