//! What each person sees.

use chrono::{DateTime, Utc};
use e2e::{
    Scene,
    browser::{What, button, item, link, textbox},
};
use serde_json::json;

use super::{GENERAL, bot_does, go_to};

#[tokio::test]
async fn a_private_channel_is_there_for_staff_only_and_comes_and_goes_with_the_role() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let staff = browser.open_as("chloe", "general").await;
            staff.within(("navigation", "Channels")).find(link("staff*")).await;
            let member = browser.open_as("emma", "general").await;
            let channels = member.within(("navigation", "Channels"));
            channels.find(link("general*")).await;
            channels.misses(link("staff*")).await;

            let roles = async |roles: &[&str]| {
                let path = "guilds/Demo/members/emma";
                world.send(reqwest::Method::PATCH, path, Some(json!({ "roles": roles }))).await;
            };
            roles(&["Staff"]).await;
            channels.click(link("staff*")).await;
            world.user("bram").says("Between us", "staff").await;
            member.message("Between us").reads("Bram").await;
            roles(&["Member"]).await;
            channels.misses(link("staff*")).await;
            member.reads_no_more("Between us").await;
        })
        .await;
}

#[tokio::test]
async fn a_reload_keeps_the_person_and_the_channel_and_two_windows_show_two_people() {
    Scene::new()
        .without_host()
        .browse(async |_, browser| {
            let page = browser.open_first().await;
            page.click(button("Skip")).await;
            page.chooses(("combobox", "You are*"), "Finn*").await;
            go_to(&page, "reminders").await;
            page.find(textbox("Message #reminders")).await;
            page.reload().await;
            page.find(textbox("Message #reminders")).await;
            page.types(textbox("Message #reminders"), "It is me\n").await;
            page.message("It is me").reads("Finn").await;

            let other = browser.open_as("daan", "reminders").await;
            other.message("It is me").reads("Finn").await;
            other.types(textbox("Message #reminders"), "And me\n").await;
            page.message("And me").reads("Daan").await;
            page.message("It is me").reads("Finn").await;
        })
        .await;
}

#[tokio::test]
async fn a_message_is_shown_as_discord_shows_it() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            // The clock stands at eleven.
            let noon: DateTime<Utc> = "2026-03-02T12:00:00Z".parse().unwrap();
            let text = format!(
                "**bold** *leaning* `code` ||secret|| <@200000000000000006> <#500000000000000007> <@&400000000000000003>\n\
                 > quoted\n- first\n<t:{}:R>",
                noon.timestamp()
            );
            world.user("emma").says(&text, "general").await;
            let message = emma.message("leaning");
            message.find(What::role("strong").with("bold")).await;
            message.find(What::role("emphasis").with("leaning")).await;
            message.find(What::role("code").with("code")).await;
            message.find(What::role("blockquote").with("quoted")).await;
            message.find(item("first")).await;
            for shown in ["@Finn", "reminders", "@Staff", "in 1 hour"] {
                message.reads(shown).await;
            }
            message.reads_no_more("**").await;
        })
        .await;
}

#[tokio::test]
async fn threads_and_the_conversation_with_the_bot_come_up_where_one_looks_for_them() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "reminders").await;
            let thread = json!({ "name": "cake", "type": 11 });
            let thread = bot_does(world, &format!("channels/{GENERAL}/threads"), thread).await;
            let path = format!("channels/{}/messages", thread["id"].as_str().unwrap());
            bot_does(world, &path, json!({ "content": "Who bakes?" })).await;
            go_to(&emma, "cake").await;
            emma.messages().reads("Who bakes?").await;

            let conversation =
                bot_does(world, "users/@me/channels", json!({ "recipient_id": "200000000000000005" })).await;
            let path = format!("channels/{}/messages", conversation["id"].as_str().unwrap());
            bot_does(world, &path, json!({ "content": "Between the two of us" })).await;
            emma.within(("navigation", "Guilds")).click(link("Direct messages*")).await;
            emma.messages().reads("Between the two of us").await;
            emma.types(textbox("Message *"), "Indeed\n").await;
            emma.messages().reads("Indeed").await;
            emma.within(("navigation", "Guilds")).click(link("Demo*")).await;
            emma.messages().reads("Who bakes?").await;
        })
        .await;
}

#[tokio::test]
async fn what_comes_while_one_reads_is_no_news_and_what_came_elsewhere_is() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            emma.find(textbox("Message #general")).await;
            world.user("finn").says("While she reads", "general").await;
            emma.message("While she reads").reads("Finn").await;
            world.user("finn").says("While she reads general", "reminders").await;
            go_to(&emma, "reminders").await;
            emma.messages().reads("While she reads general").await;
            emma.messages().reads("NEW").await;
            go_to(&emma, "general").await;
            emma.message("While she reads").reads("Finn").await;
            emma.reload().await;
            emma.message("While she reads").reads("Finn").await;
            emma.messages().reads_no_more("NEW").await;
        })
        .await;
}

#[tokio::test]
async fn a_person_who_leaves_the_guild_is_told_so_and_comes_back() {
    Scene::new()
        .without_host()
        .browse(async |world, browser| {
            let emma = browser.open_as("emma", "general").await;
            let finn = browser.open_as("finn", "general").await;
            let members = finn.within(("complementary", "Members"));
            members.reads("Emma").await;
            emma.types(textbox("Message #general"), "I was about to say").await;
            world.send(reqwest::Method::DELETE, "guilds/Demo/members/emma", None).await;
            emma.reads("Emma is no longer in the guild “Demo”.").await;
            emma.reads("Emma is in no guild.").await;
            emma.misses(textbox("Message #general")).await;
            members.reads_no_more("Emma").await;
            world.post("guilds/Demo/members", json!({ "user": "emma" })).await;
            members.reads("Emma").await;
            emma.find(textbox("Message #general")).await;
            emma.types(textbox("Message #general"), " goodbye\n").await;
            finn.message("I was about to say goodbye").reads("Emma").await;
        })
        .await;
}
