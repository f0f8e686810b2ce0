//! The command, the panel and the context menu.

use e2e::{World, outcome, snapshot::render_message, world::GUILD};
use plugin_api::serenity::{ChannelId, MessageId};
use reqwest::Method;
use serde_json::{Value, json};

use super::{card, channel, has_status, is_open, open, scene};
use crate::tickets::ticket::Status;

/// Three categories, one of them with a form.
const CATEGORIES: &str = r#"
[guilds.300000000000000001.plugins.tickets.settings.categories.billing]
name = "Billing"
emoji = "💶"
questions = [
    { label = "Invoice number", required = true, max_length = 20 },
    { label = "What is wrong?", long = true, required = true },
    { label = "Anything else" },
]
[guilds.300000000000000001.plugins.tickets.settings.categories.bikes]
name = "Bikes"
[guilds.300000000000000001.plugins.tickets.settings.categories.other]
name = "Other"
"#;

/// Ada posts the panel.
async fn panel(world: &World) -> Value {
    let said = world.user("ada").slash("ticket_panel_post", json!({ "channel": "general" }), "general").await;
    assert!(said.whisper().contains("The panel is in"), "{said}");
    world.user("emma").awaits("Need help?", "general").await
}

#[tokio::test]
async fn a_member_opens_a_ticket_that_only_they_and_staff_see() {
    scene("")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "My **invoice** is wrong @everyone").await;
            assert_eq!((ticket.id, ticket.source.as_str()), (1, "command"));
            let place = channel(&ticket);
            for user in ["emma", "bram", "ada"] {
                assert_shown!(render_message(&card(world, user, &ticket).await), @r"
                Guildhall: <@emma>, thank you for your message. Staff will answer you here.
                | # Ticket #1
                | My \*\*invoice\*\* is wrong @<ZWSP>everyone
                | Status: open
                | Priority: normal
                | Member: <@emma>
                | Opened: <t:2026-03-02 11:00:f>
                [Claim] [Escalate] [Suggest reply]
                [Close request] [Close]
                ");
            }
            let path = format!("users/daan/channels/{place}/messages");
            let (status, _) = world.send(Method::GET, &path, None).await;
            assert_eq!(status, 403, "other members do not see it");
            world.user("ada").awaits("Ticket #1", "bot-log").await;
        })
        .await;
}

#[tokio::test]
async fn the_member_is_told_where_their_ticket_is_in_the_place_of_the_first_answer() {
    scene("")
        .play(async |world| {
            let ticket = open(world, "daan", "Mijn fiets is weg").await;
            let text = format!("Ticket #1 is open: <#{}>", channel(&ticket));
            world.user("daan").awaits(&text, "general").await;
        })
        .await;
}

/// Ticket #1, of which there are answers alone, is known by them wherever tickets are told apart.
async fn is_told_by_its_answers(world: &World) {
    let staff = world.user("bram");
    assert_shown!(staff.slash("ticket_list", json!({}), "general").await.render(), @r"
    (ephemeral):
    | # Tickets: niet gesloten (1)
    | **#1** <#id-1> · open · <@emma> · 💶 Billing · <t:2026-03-02 11:00:R>
    | \*\*2026\-7\*\* @<ZWSP>everyone Paid twice
    ");
    assert_shown!(staff.autocomplete("ticket_claim", "id", "twice").await.render(), @"#1 · open · emma · **2026-7** @everyone Paid twice");
    for no_word_of_theirs in ["value", "label"] {
        let offered = staff.autocomplete("ticket_claim", "id", no_word_of_theirs).await.choices();
        assert!(offered.is_empty(), "{offered:?}");
    }
    let found = staff.slash("ticket_search", json!({ "words": "paid twice" }), "general").await;
    assert_shown!(found.render(), @r"
    (ephemeral):
    | # 1 ticket met deze woorden
    | **#1** · open · <@emma> · <t:2026-03-02 11:00:d> · <#id-1>
    | > emma: \*\*2026\-7\*\* @<ZWSP>everyone Paid twice
    ");
    let (_, table) = world.call(Method::GET, "tickets", "/export.csv", None).await;
    assert!(table.contains("Paid") && table.contains("twice"), "{table}");
}

#[tokio::test]
async fn a_panel_has_a_button_for_each_category_and_works_after_a_restart() {
    scene(CATEGORIES)
        .play_on_both(async |world| {
            let first = panel(world).await;
            let again = panel(world).await;
            assert_eq!(first["id"], again["id"], "it is brought up to date, not posted twice");
            world.restart_host().await;
            let emma = world.user("emma");
            let form = emma.click(&again, "Billing").await;
            assert_shown!(form.render(), @"
            form: 💶 Billing
            Invoice number:
            What is wrong?:
            Anything else (optional):
            ");
            let said = emma.submit(json!({ "q0": "**2026-7** @everyone", "q1": "Paid\u{202e} twice" })).await;
            assert!(said.whisper().contains("open"), "{said}");
            let ticket = has_status(world, 1, Status::Open).await;
            assert_eq!((ticket.category.as_str(), ticket.source.as_str()), ("billing", "panel"));
            assert_shown!(render_message(&card(world, "bram", &ticket).await), @r"
            Guildhall: <@emma>, thank you for your message. Staff will answer you here.
            | # Ticket #1 · 💶 Billing
            | Invoice number: \*\*2026\-7\*\* @<ZWSP>everyone
            | What is wrong?: Paid twice
            | Anything else: –
            | Status: open
            | Priority: normal
            | Member: <@emma>
            | Opened: <t:2026-03-02 11:00:f>
            [Claim] [Escalate] [Suggest reply]
            [Close request] [Close]
            ");
            assert_eq!(ticket.answers[2].value, "", "what need not be answered may be left empty");
            is_told_by_its_answers(world).await;
        })
        .await;
}

#[tokio::test]
async fn two_panels_posted_at_once_are_one_and_a_deleted_one_is_posted_anew() {
    scene("")
        .play_on_both(async |world| {
            let general = world.user("ada").says("Hello", "general").await;
            let general: ChannelId = serde_json::from_value(general["channel_id"].clone()).unwrap();
            let post = async || {
                world.user("ada").slash("ticket_panel_post", json!({ "channel": "general" }), "general").await
            };
            tokio::join!(post(), post());
            let panels = async || {
                let seen = world.user("emma").sees("general").await;
                seen.into_iter()
                    .filter(|message| outcome::text(message).contains("Need help?"))
                    .collect::<Vec<_>>()
            };
            let first = panels().await;
            assert_eq!(first.len(), 1);
            let id: MessageId = serde_json::from_value(first[0]["id"].clone()).unwrap();
            general.delete_message(world.host().http(), id).await.unwrap();
            tokio::join!(post(), post());
            assert_eq!(panels().await.len(), 1);
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_nobody_can_see_is_refused_and_the_words_are_given_back() {
    scene(CATEGORIES)
        .play(async |world| {
            let panel = panel(world).await;
            let emma = world.user("emma");
            let _ = emma.click(&panel, "Billing").await.modal();
            emma.submit(json!({ "q0": "\u{200b}\u{2060}", "q1": "Words that took an hour" })).await;
            assert_shown!(render_message(&world.user("emma").awaits("Invoice number", "general").await), @"
            (ephemeral): Answer «Invoice number»; spaces and invisible characters alone do not count.
            | # What you wrote
            | What is wrong?: Words that took an hour
            ");
        })
        .await;
}

#[tokio::test]
async fn who_presses_an_old_panel_is_asked_for_a_category_that_there_is() {
    scene(CATEGORIES)
        .play(async |world| {
            let panel = panel(world).await;
            let asked = world.user("emma").force(&panel, "tickets:panel:tech").await;
            assert!(asked.whisper().contains("What is it about?"), "{asked}");
        })
        .await;
}

#[tokio::test]
async fn many_categories_are_in_a_select_of_the_panel() {
    let many: String = (1..=7)
        .map(|n| format!("[guilds.300000000000000001.plugins.tickets.settings.categories.topic{n}]\nname = \"Topic {n}\"\n"))
        .collect();
    scene(&many)
        .play(async |world| {
            let panel = panel(world).await;
            let form = world.user("emma").choose(&panel, "tickets:panel_pick", "topic6").await;
            assert!(form.modal().to_string().contains("Topic 6"), "{form}");
            world.user("emma").submit(json!({ "description": "Help" })).await;
            assert_eq!(is_open(world, "Help").await.category, "topic6");
        })
        .await;
}

#[tokio::test]
async fn who_names_no_category_is_asked_and_may_be_given_its_form() {
    scene(CATEGORIES)
        .play_on_both(async |world| {
            let emma = world.user("emma");
            let asked = emma.slash("ticket", json!({ "description": "It is wrong" }), "general").await;
            assert_shown!(asked.render(), @"
            (ephemeral): What is it about?
            <What is it about?: Bikes, 💶 Billing, Other>
            ");
            world.restart_host().await;
            let form = world.user("emma").choose(asked.message(), "tickets:category:1", "billing").await;
            assert!(form.modal().to_string().contains("Invoice number"), "{form}");
            world.user("emma").submit(json!({ "q0": "7", "q1": "Twice" })).await;
            let ticket = is_open(world, "It is wrong").await;
            assert_eq!((ticket.category.as_str(), ticket.answers[0].value.as_str()), ("billing", "7"));
            let unknown = world
                .user("daan")
                .slash("ticket", json!({ "description": "x", "category": "cats" }), "general")
                .await;
            assert!(unknown.whisper().contains("'cats'"), "{unknown}");
        })
        .await;
}

#[tokio::test]
async fn a_ticket_is_opened_from_a_message_in_its_words() {
    scene("")
        .play_on_both(async |world| {
            let message = world.user("finn").says("The lift is broken", "general").await;
            let emma = world.user("emma");
            let said = emma.choose_on(&message, "Open ticket from this message").await;
            assert_shown!(said.render(), @"
            form: support
            What do you need?: The lift is broken
            ");
            let said = emma.submit(json!({ "description": "The lift is broken again" })).await;
            assert!(said.whisper().contains("open"), "{said}");
            let ticket = is_open(world, "The lift is broken again").await;
            assert_eq!(ticket.source, "message");
            let (place, id) = (message["channel_id"].as_str().unwrap(), message["id"].as_str().unwrap());
            let link = format!("https://discord.com/channels/{GUILD}/{place}/{id}");
            let shown = card(world, "emma", &ticket).await;
            assert!(
                outcome::text(&shown).contains(&format!("Opened from this message: {link}")),
                "{shown:#}"
            );
        })
        .await;
}

#[tokio::test]
async fn a_panel_is_refused_to_members_and_where_the_bot_can_not_write() {
    scene("")
        .play(async |world| {
            let den =
                json!({ "name": "den", "overwrites": [{ "role": "Guildhall", "deny": ["SEND_MESSAGES"] }] });
            world.post("guilds/Demo/channels", den).await;
            let said =
                world.user("ada").slash("ticket_panel_post", json!({ "channel": "den" }), "general").await;
            assert!(said.whisper().contains("Send Messages"), "{said}");
            let emma = world.user("emma").slash("ticket_panel_post", json!({}), "general").await;
            assert!(emma.whisper().contains("Manage Server"), "{emma}");
        })
        .await;
}
