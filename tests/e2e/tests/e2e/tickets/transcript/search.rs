//! Staff find what was said.

use serde_json::json;

use super::{super::config, open, says, scene};

#[tokio::test]
async fn staff_find_tickets_by_what_was_said_in_them_in_any_form_of_the_words() {
    scene("")
        .play_on_both(async |world| {
            let first = open(world, "emma", "My payment failed").await;
            says(world, "emma", &first, "The invoices were sent to my neighbour").await;
            let second = open(world, "daan", "Ik kan niet inloggen").await;
            says(world, "bram", &second, "Welke foutmelding krijg je?").await;
            let chloe = world.user("chloe");
            let find = async |words: &str| {
                chloe.slash("ticket_search", json!({ "words": words }), "general").await.whisper()
            };
            let found = find("invoice neighbours").await;
            assert!(
                found.contains("#1") && found.contains("The invoices were sent") && !found.contains("#2"),
                "{found}"
            );
            assert!(find("payments fail").await.contains("#1"), "what it was opened with is found too");
            assert!(find("foutmeldingen").await.contains("#2"));
            assert!(find("giraffe").await.contains("No ticket that you answer"));
            assert!(find("the of").await.contains("Type words"));
            let refused =
                world.user("emma").slash("ticket_search", json!({ "words": "invoice" }), "general").await;
            assert!(refused.whisper().contains("Only staff"), "{refused}");
        })
        .await;
}

#[tokio::test]
async fn a_search_has_pages_whose_buttons_ask_again_who_may() {
    let limit =
        "[guilds.300000000000000001.plugins.tickets.settings.categories.support]\nopen_per_member = 20";
    scene("")
        .config(&format!("{}\n{limit}\n", config("")))
        .play_on_both(async |world| {
            for number in 0..6 {
                open(world, "emma", &format!("The giraffe escaped {number}")).await;
            }
            let chloe = world.user("chloe");
            let page = chloe.slash("ticket_search", json!({ "words": "giraffes" }), "general").await;
            assert!(page.text().contains("6 tickets") && page.text().contains("#6"), "{page}");
            assert!(!page.text().contains("**#1**"), "{page}");
            let next = chloe.click(page.message(), "Next").await;
            assert!(next.text().contains("**#1**"), "{next}");
            let id = e2e::outcome::button(page.message(), "Next");
            let posted = world.user("emma").says("look", "general").await;
            let forged = world.user("emma").force(&posted, &id).await;
            assert!(forged.whisper().contains("Only staff"), "{forged}");
        })
        .await;
}
