//! Who can use the page, and what it looks like.

use e2e::{
    Scene,
    browser::{Page, button, link, textbox},
};
use serde_json::json;

use super::{bot_writes, command, make_reminder};

/// Takes pictures of what is shown, by day and by night; gives what keeps people out of it.
pub(super) async fn looked_at(page: &Page<'_>, what: &str) -> Vec<String> {
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        page.colours(scheme).await;
        page.screenshot(&format!("{what}-{scheme}")).await;
        found.extend(page.barriers().await.into_iter().map(|barrier| format!("{what}, {scheme}: {barrier}")));
    }
    found
}

#[tokio::test]
async fn nothing_on_the_page_keeps_anybody_out() {
    Scene::new()
        .browse(async |world, browser| {
            let mut found = Vec::new();
            let emma = browser.open_as("emma", "general").await;
            world.user("finn").says("Good **morning**, <@200000000000000005>! What is on today?", "general").await;
            make_reminder(&emma, "Coffee").await;
            command(&emma, "probe_button").await.click(button("Send")).await;
            let buttons: Vec<_> = (1..=4)
                .map(|style| json!({ "type": 2, "style": style, "label": format!("Style {style}"), "custom_id": format!("probe:press:{style}") }))
                .collect();
            let select = json!({ "type": 5, "custom_id": "probe:press:7", "placeholder": "Choose somebody" });
            let rows = json!([{ "type": 1, "components": buttons }, { "type": 1, "components": [select] }]);
            bot_writes(world, json!({ "content": "All that there is", "components": rows })).await;
            emma.message("All that there is").find(button("Style 4")).await;
            let at_end = "const { scrollHeight, scrollTop, clientHeight } = document.querySelector('[role=log]');
                          return scrollHeight - scrollTop - clientHeight < 40";
            emma.until("the newest message is in sight", at_end).await;
            found.extend(looked_at(&emma, "desk").await);

            let form = command(&emma, "add_reminder").await;
            form.types(("combobox", "channel"), "re").await;
            found.extend(looked_at(&emma, "command").await);
            emma.click(button("Cancel")).await;

            command(&emma, "probe_form").await.click(button("Send")).await;
            emma.within(("dialog", "Probe")).find(textbox("Words*")).await;
            found.extend(looked_at(&emma, "modal").await);
            emma.within(("dialog", "Probe")).click(button("Cancel")).await;

            emma.click(button("Wire*")).await;
            emma.within(("region", "Wire")).find(button("Clear")).await;
            found.extend(looked_at(&emma, "wire").await);
            emma.click(button("Close the wire")).await;

            emma.phone().await;
            emma.message("All that there is").find(button("Style 4")).await;
            found.extend(looked_at(&emma, "phone").await);
            emma.click(button("Channels*")).await;
            emma.within(("navigation", "Channels")).find(link("general*")).await;
            found.extend(looked_at(&emma, "drawer").await);
            assert!(found.is_empty(), "{}", found.join("\n\n"));
        })
        .await;
}
