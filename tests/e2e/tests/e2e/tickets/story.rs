//! The whole life of a ticket and what becomes of it, with a restart between any two steps.

use e2e::{World, snapshot::render_message};
use serde_json::{Value, json};

use super::{
    card, channel, has_status, is_open, is_settled, scene,
    ticket::{Status, Ticket},
};

/// Three members with one trouble, each in their own words.
const ALIKE: [(&str, &str); 3] = [
    ("emma", "I can't log in: my password is refused, and the reset mail never comes"),
    ("daan", "My password is refused when I log in, and the mail to reset it never arrives"),
    ("finn", "Can't log in, password refused. The password reset mail does not come"),
];

/// Stops the host and starts it again, where that is wanted.
async fn between(world: &mut World, restarts: bool) {
    if restarts {
        world.restart_host().await;
    }
}

/// From the panel to the member's stars.
async fn life(world: &mut World, panel: &Value, member: &str, words: &str, restarts: bool) -> Ticket {
    let _ = world.user(member).click(panel, "Open a ticket").await.modal();
    between(world, restarts).await;
    let said = world.user(member).submit(json!({ "description": words })).await;
    assert!(!said.failed(), "{said}");
    between(world, restarts).await;
    let ticket = is_open(world, words).await;
    let place = channel(&ticket);

    world.user("chloe").click(&card(world, "chloe", &ticket).await, "Claim").await;
    between(world, restarts).await;
    has_status(world, ticket.id, Status::Claimed).await;
    world.user("chloe").awaits("claimed this ticket", &place).await;
    world.user("chloe").says("The mail went to **spam**: look there", &place).await;
    between(world, restarts).await;
    world.user(member).says("Found it, thank you <3", &place).await;
    between(world, restarts).await;

    // By its id: «Close request» is a button too.
    let close = format!("tickets:close:{}", ticket.id);
    let form = world.user("chloe").force(&card(world, "chloe", &ticket).await, &close).await;
    let _ = form.modal();
    between(world, restarts).await;
    let said = world.user("chloe").submit(json!({ "reason": "It was in the spam folder" })).await;
    assert!(!said.failed(), "{said}");
    between(world, restarts).await;
    has_status(world, ticket.id, Status::Closed).await;

    // Daan uses Discord in Dutch.
    let question = if member == "daan" { "Hoe hebben we je geholpen?" } else { "How did we help you?" };
    let letter = world.user(member).awaits(question, "dm").await;
    between(world, restarts).await;
    world.user(member).click(&letter, "5 ★").await;
    ticket
}

/// The conversation in the ticket and the letter, as Emma sees them in the end.
async fn shown_to_emma(world: &World, ticket: &Ticket) {
    let emma = world.user("emma");
    assert_shown!(emma.render(&channel(ticket)).await, @"
    Guildhall: <@emma>, thank you for your message. Staff will answer you here.
    | # Ticket #1
    | I can't log in: my password is refused, and the reset mail never comes
    | Status: closed
    | Priority: normal
    | Member: <@emma>
    | Opened: <t:2026-03-02 11:00:f>
    | In the hands of: <@chloe>
    | Closed: <t:2026-03-02 11:00:f> · <@chloe>
    | Reason: It was in the spam folder
    [Reopen] [Archive] [Delete]

    Guildhall: <@chloe> claimed this ticket.

    chloe: The mail went to **spam**: look there

    emma: Found it, thank you <3

    Guildhall:
    | # Ticket #1 is closed
    | Closed by <@chloe>.
    | Nobody can write here any more. It is archived <t:2026-03-03 11:00:R>; until then it can be reopened.
    | > It was in the spam folder
    ");
    assert_shown!(render_message(&emma.awaits("★★★★★", "dm").await), @"
    Guildhall:
    | # Ticket #1 is closed
    | You gave ★★★★★. Thank you! You can still change it.
    [1 ★] [2 ★] [3 ★] [4 ★] [5 ★]
    [Write something]
    ");
}

/// What the log channel was given of a ticket.
async fn transcript(world: &World, id: i64) -> String {
    let sent = world.user("ada").awaits(&format!("Transcript of ticket #{id}"), "bot-log").await;
    let files = sent["attachments"].as_array().expect("a list");
    let page =
        files.iter().find(|file| file["filename"].as_str().is_some_and(|name| name.ends_with(".html")));
    let url = page.expect("a page")["url"].as_str().expect("its address").to_owned();
    reqwest::get(url).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn three_members_ask_alike_and_the_fourth_reads_the_answer_first() {
    scene("")
        .play_on_both(async |world| {
            world.user("ada").slash("ticket_panel_post", json!({ "channel": "general" }), "general").await;
            let panel = world.user("emma").awaits("Need help?", "general").await;
            for (nth, (member, words)) in ALIKE.into_iter().enumerate() {
                // One life with a restart between any two steps tells as much as three.
                let ticket = life(world, &panel, member, words, nth == 0).await;
                if nth == 0 {
                    is_settled(world, world.host().db()).await;
                    shown_to_emma(world, &ticket).await;
                }
                let page = transcript(world, ticket.id).await;
                assert!(page.contains("<strong>spam</strong>") && page.contains("thank you &lt;3"), "{page}");
            }

            let proposal = world.user("ada").awaits("Asked again and again", "bot-log").await;
            assert_shown!(render_message(&proposal), @r"
            Guildhall:
            | # Asked again and again: Can't log in, password refused
            | 3 closed tickets are about one topic. With an answer in the FAQ, the next member need not open one.
            | [#1](https://discord.com/channels/demo/id-1) I can't log in: my password is refused, and the reset mail never comes. The mail went to \*\*spam\*\*: look there.
            | [#2](https://discord.com/channels/demo/id-2) My password is refused when I log in, and the mail to reset it never arrives. The mail went to \*\*spam\*\*: look there.
            | [#3](https://discord.com/channels/demo/id-3) Can't log in, password refused. The password reset mail does not come. The mail went to \*\*spam\*\*: look there.
            | Draft of an entry: **Can't log in, password refused**
            | The password reset mail does not come. The mail went to \*\*spam\*\*: look there.
            [Add to FAQ] [Not now] [Never for this topic]
            ");
            world.restart_host().await;
            let form = world.user("ada").click(&proposal, "Add to FAQ").await;
            assert_shown!(form.render(), @"
            form: New entry
            Question: Can't log in, password refused
            Answer (Markdown): The password reset mail does not come. The mail went to **spam**: look there.
            Keywords, with commas between (optional):
            Other wordings of the question, one a line (optional):
            Category (optional):
            ");
            world.restart_host().await;
            let title = "My password is refused and the reset mail never comes";
            let said = world
                .user("ada")
                .submit(json!({ "title": title, "text": "Look in your spam folder." }))
                .await;
            assert_shown!(said.render(), @r"
            Guildhall:
            | # Asked again and again: Can't log in, password refused
            | 3 closed tickets are about one topic. With an answer in the FAQ, the next member need not open one.
            | [#1](https://discord.com/channels/demo/id-1) I can't log in: my password is refused, and the reset mail never comes. The mail went to \*\*spam\*\*: look there.
            | [#2](https://discord.com/channels/demo/id-2) My password is refused when I log in, and the mail to reset it never arrives. The mail went to \*\*spam\*\*: look there.
            | [#3](https://discord.com/channels/demo/id-3) Can't log in, password refused. The password reset mail does not come. The mail went to \*\*spam\*\*: look there.
            | Decided: <@ada> added it to the FAQ as number 1, <t:2026-03-02 11:00:f>.
            ");
            world.restart_host().await;

            let _ = world.user("bram").click(&panel, "Open a ticket").await.modal();
            let shown =
                world.user("bram").submit(json!({ "description": "password refused, no reset mail" })).await;
            assert_shown!(shown.render(), @"
            (ephemeral): Misschien staat het antwoord hier al:
            | # My password is refused and the reset mail never comes
            | Look in your spam folder.
            [Dit beantwoordt mijn vraag] [Toch een ticket openen]
            ");
            world.restart_host().await;
            let said = world.user("bram").click(shown.message(), "Dit beantwoordt mijn vraag").await;
            assert_shown!(said.render(), @"(ephemeral): Mooi zo. Er is geen ticket geopend.");
        })
        .await;
}
