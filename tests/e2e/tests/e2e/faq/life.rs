//! One entry's life, as staff, members and the log channel see it, with a restart between any two steps.

use e2e::World;
use serde_json::{Value, json};

use super::{add, is_added, logged, scene};

/// Emma finds the entry and shows it to everybody.
async fn is_found(world: &mut World) {
    world.restart_host().await;
    let emma = world.user("emma");
    let found = emma.slash("faq search", json!({ "question": "how do I join" }), "general").await;
    assert_shown!(found.render(), @r"
    (ephemeral):
    | # How do I \*\*join\*\* @<ZWSP>everyone?
    | Press *Join*.
    |
    | Then wait.
    | -- #1 · Members: new
    ");
    let offered = emma.autocomplete("faq view", "entry", "sing up").await;
    let seen =
        emma.slash("faq view", json!({ "entry": offered.first_choice(), "public": true }), "general").await;
    assert_shown!(seen.render(), @r"
    Guildhall:
    | # How do I \*\*join\*\* @<ZWSP>everyone?
    | Press *Join*.
    |
    | Then wait.
    | -- #1 · Members: new
    ");
}

/// Ada changes the answer with the button; the message under which it is.
async fn is_edited(world: &mut World) -> Value {
    world.restart_host().await;
    let ada = world.user("ada");
    let shown = ada.slash("faq view", json!({ "entry": "1" }), "general").await;
    world.restart_host().await;
    let ada = world.user("ada");
    let _ = ada.click(shown.message(), "Edit").await.modal();
    world.restart_host().await;
    let edited = world.user("ada").submit(json!({ "text": "Ask Bram." })).await;
    assert_shown!(edited.render(), @r"
    (ephemeral): Entry #1 is saved.
    | # How do I \*\*join\*\* @<ZWSP>everyone?
    | Ask Bram.
    | -- #1 · Members: new
    [Edit] [Take back] [History] [Remove]
    ");
    logged(world, "changed it: Answer").await;
    shown.message().clone()
}

/// What the entry said before is read, and could be put back.
async fn has_a_history(world: &mut World) {
    world.restart_host().await;
    let ada = world.user("ada");
    let history = ada.slash("faq history", json!({ "entry": "1" }), "general").await;
    assert_shown!(history.render(), @r"
    (ephemeral):
    | # History of entry #1
    | **3** · <t:2026-03-02 11:00:f> · <@ada> changed it · How do I \*\*join\*\* @<ZWSP>everyone?
    | **2** · <t:2026-03-02 11:00:f> · <@ada> published it · How do I \*\*join\*\* @<ZWSP>everyone?
    | **1** · <t:2026-03-02 11:00:f> · <@ada> added it · How do I \*\*join\*\* @<ZWSP>everyone?
    <Choose a change to read: After change 3, After change 2, After change 1>
    ");
    let old = world.user("ada").choose(history.message(), "faq:revision:1", "1").await;
    assert_shown!(old.render(), @r"
    (ephemeral): Entry #1 after change 1, by <@ada> on <t:2026-03-02 11:00:f>:
    | # How do I \*\*join\*\* @<ZWSP>everyone?
    | Press *Join*.
    |
    | Then wait.
    [Put this back]
    ");
    world.restart_host().await;
    let form = world.user("ada").click(old.message(), "Put this back").await;
    assert_shown!(form.render(), @"
    form: Entry #1
    Question: How do I **join** @everyone?
    Answer (Markdown): Press *Join*.

    Then wait.
    Keywords, with commas between (optional): member, join
    Other wordings of the question, one a line (optional): Where do I sign up?
    Category (optional): Members: new
    ");
}

/// Ada removes it while she writes in its form.
async fn is_removed(world: &mut World, shown: &Value) {
    let sure = world.user("ada").slash("faq remove", json!({ "entry": "#1 How" }), "general").await;
    world.restart_host().await;
    let ada = world.user("ada");
    assert_shown!(ada.click(sure.message(), "Yes").await.render(), @"(ephemeral): Entry #1 is removed.");
    logged(world, "removed it").await;
    assert_shown!(ada.click(shown, "History").await.render(), @"(ephemeral): Entry #1 does not exist (any more). Use /faq list to see all there is.");
    let lost = world.user("ada").submit(json!({ "text": "Late" })).await;
    assert_shown!(lost.render(), @"
    (ephemeral): Entry #1 does not exist (any more). Use /faq list to see all there is.
    | # What you wrote
    | Late
    | Question: How do I **join** @everyone?
    | Other wordings: Where do I sign up?
    | Keywords: member, join
    | Category: Members: new
    file: faq.txt
    ");
}

#[tokio::test]
async fn an_entry_lives_from_the_form_to_its_removal_through_restarts() {
    scene("publish_at_once = false")
        .play_on_both(async |world| {
            let said = add(
                world,
                "How do I **join** @everyone?",
                "Press *Join*.\n\nThen wait.",
                json!({ "keywords": "member, join", "aliases": "Where do I sign up?", "category": "Members: new" }),
            )
            .await;
            assert_shown!(said.render(), @r"
            (ephemeral): Entry #1 is added as a draft. Members see it once it is published.
            | # How do I \*\*join\*\* @<ZWSP>everyone?
            | Press *Join*.
            |
            | Then wait.
            | -- #1 · Members: new · draft
            [Edit] [Publish] [History] [Remove]
            ");
            logged(world, "as a draft").await;

            world.restart_host().await;
            let none = world.user("emma").slash("faq search", json!({ "question": "how do I join" }), "general").await;
            assert_shown!(none.render(), @"
            (ephemeral): Nothing here fits: how do I join
            Try other words, or ask the staff. They see that this question has no answer yet, not who asked it.
            ");
            let published = world.user("ada").slash("faq publish", json!({ "entry": "1" }), "general").await;
            assert_shown!(published.render(), @r"
            (ephemeral): Entry #1 is published.
            | # How do I \*\*join\*\* @<ZWSP>everyone?
            | Press *Join*.
            |
            | Then wait.
            | -- #1 · Members: new
            [Edit] [Take back] [History] [Remove]
            ");
            logged(world, "published it").await;

            is_found(world).await;
            let shown = is_edited(world).await;
            has_a_history(world).await;
            is_removed(world, &shown).await;
        })
        .await;
}

#[tokio::test]
async fn a_long_list_is_paged_under_its_heading_and_opens_what_is_chosen() {
    scene("")
        .play_on_both(async |world| {
            for number in 10..=22 {
                let (title, category) = (format!("Question {number}"), json!({ "category": "Rules: a" }));
                assert!(add(world, &title, "An answer", category).await.whisper().contains("is added"));
            }
            is_added(world, "Elsewhere", "An answer").await;
            let emma = world.user("emma");
            let list = emma.slash("faq list", json!({ "category": "rules: A" }), "general").await;
            assert_shown!(list.render(), @"
            (ephemeral):
            | # Questions and answers: Rules: a
            | **#1** Question 10
            | **#2** Question 11
            | **#3** Question 12
            | **#4** Question 13
            | **#5** Question 14
            | **#6** Question 15
            | **#7** Question 16
            | **#8** Question 17
            | **#9** Question 18
            | **#10** Question 19
            <Read an answer: Question 10, Question 11, Question 12, Question 13, Question 14, Question 15, Question 16, Question 17, Question 18, Question 19>
            [Previous (disabled)] [Page 1 of 2 (disabled)] [Next]
            ");
            world.restart_host().await;
            let next = world.user("emma").click(list.message(), "Next").await;
            assert_shown!(next.render(), @"
            (ephemeral):
            | # Questions and answers: Rules: a
            | **#11** Question 20
            | **#12** Question 21
            | **#13** Question 22
            <Read an answer: Question 20, Question 21, Question 22>
            [Previous] [Page 2 of 2 (disabled)] [Next (disabled)]
            ");
            let opened = world.user("emma").choose(next.message(), "faq:open", "12").await;
            assert_shown!(opened.render(), @"
            (ephemeral):
            | # Question 21
            | An answer
            | -- #12 · Rules: a
            ");
            assert_shown!(world.user("emma").slash("faq list", json!({}), "general").await.render(), @"
            (ephemeral):
            | # Questions and answers
            | **#14** Elsewhere
            | **Rules: a**
            | **#1** Question 10
            | **#2** Question 11
            | **#3** Question 12
            | **#4** Question 13
            | **#5** Question 14
            | **#6** Question 15
            | **#7** Question 16
            | **#8** Question 17
            | **#9** Question 18
            <Read an answer: Elsewhere, Question 10, Question 11, Question 12, Question 13, Question 14, Question 15, Question 16, Question 17, Question 18>
            [Previous (disabled)] [Page 1 of 2 (disabled)] [Next]
            ");
        })
        .await;
}

#[tokio::test]
async fn a_member_who_reads_dutch_is_answered_in_dutch() {
    scene("")
        .play(async |world| {
            let daan = world.user("daan");
            let none = daan.slash("faq search", json!({ "question": "waar is de fiets" }), "general").await;
            assert_shown!(none.render(), @"
            (ephemeral): Ik vond geen antwoord op: waar is de fiets
            Probeer andere woorden, of vraag het aan het team. Dat ziet dat deze vraag nog geen antwoord heeft, niet wie ze stelde.
            ");
            assert_shown!(daan.slash("faq list", json!({}), "general").await.render(), @"
            (ephemeral):
            | # Vragen en antwoorden
            | Hier is nog niets.
            ");
        })
        .await;
}
