//! What a page and a text of the same conversation say.

use plugin_api::{Locale, chrono::DateTime};

use super::*;
use crate::{
    conversation::{Edit, FileState},
    ticket::{Answer, Status, Ticket},
    transcript::{names::Names, page::Version, text},
};

const EMMA: u64 = 200_000_000_000_000_005;
const BRAM: u64 = 200_000_000_000_000_002;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_514) + TimeDelta::minutes(11 * 60 + minutes)
}

fn cover(locale: &str) -> Cover {
    let ticket = Ticket {
        id: 12,
        user: EMMA,
        username: "Emma".to_owned(),
        description: "My **payment** failed".to_owned(),
        answers: vec![Answer {
            label: "Which bank?".to_owned(),
            value: "<b>Kaching</b>\nIt is blue".to_owned(),
        }],
        created_at: at(0),
        closed_at: Some(at(90)),
        close_reason: "Paid back".to_owned(),
        ..Ticket::sample(Status::Closed)
    };
    let people = [(EMMA, "Emma".to_owned()), (BRAM, "Bram".to_owned())].into();
    Cover {
        ticket,
        title: "Ticket #12 · 💶 Billing".to_owned(),
        version: Version::Staff,
        names: Names {
            people,
            zone: chrono_tz::Europe::Brussels,
            locale: Locale::new(locale),
            ..Names::default()
        },
        count: 6,
    }
}

fn message(id: u64, minutes: i64, (user, author): (u64, &str), speaker: Speaker, content: &str) -> Message {
    Message {
        id,
        user,
        author: author.to_owned(),
        speaker,
        content: content.to_owned(),
        embeds: Vec::new(),
        reply_to: None,
        created_at: at(minutes),
        edited_at: None,
        deleted_at: None,
    }
}

fn entry(message: Message) -> MessageEntry {
    MessageEntry { message, edits: Vec::new(), files: Vec::new(), answers: None }
}

fn file(id: u64, name: &str, kind: &str, state: FileState) -> File {
    File {
        id,
        message: 3,
        user: EMMA,
        name: name.to_owned(),
        content_type: kind.to_owned(),
        size: 1_500_000,
        url: "https://cdn.example.org/secret".to_owned(),
        state,
    }
}

/// A conversation with everything that a message can have.
fn conversation() -> Vec<Entry> {
    let embed = Embed {
        title: "Ticket #12".to_owned(),
        description: "<script>alert(1)</script>".to_owned(),
        colour: Some(0x58_65F2),
        ..Embed::default()
    };
    let card = Message { embeds: vec![embed], ..message(1, 0, (EMMA, "Guildhall"), Speaker::Bot, "") };
    let asked = message(2, 1, (EMMA, "Emma"), Speaker::Member, "Where is my <b>money</b>? </script>");
    let more = message(3, 2, (EMMA, "Emma"), Speaker::Member, "שלום \u{202e}turned\u{200b} @everyone");
    let mut more = entry(more);
    more.files = vec![
        (file(31, "receipt.png", "image/png", FileState::Stored), Some(b"PNG".to_vec())),
        (file(32, "log.html", "text/html", FileState::Stored), Some(b"<script>".to_vec())),
        (file(33, "film.mp4", "video/mp4", FileState::TooLarge), None),
        (file(34, "gone.txt", "text/plain", FileState::Failed), None),
    ];
    let mut answer = entry(Message {
        reply_to: Some(2),
        edited_at: Some(at(20)),
        ..message(4, 10, (BRAM, "Bram"), Speaker::Staff, "<@200000000000000005> it is on its way")
    });
    answer.answers = Some(asked.clone());
    answer.edits = vec![Edit { message: 4, content: "It is gone".to_owned(), replaced_at: at(20) }];
    let taken_back =
        Message { deleted_at: Some(at(31)), ..message(5, 30, (EMMA, "Emma"), Speaker::Member, "You idiots") };
    let note = Note {
        id: 1,
        user_id: BRAM.cast_signed(),
        text: "Be patient with *her*".to_owned(),
        created_at: at(40),
    };
    let forgotten = message(6, 24 * 60, (0, ""), Speaker::Member, "");
    let mut entries: Vec<_> = [entry(card), entry(asked), more, answer, entry(taken_back)]
        .into_iter()
        .map(|said| Entry::Message(Box::new(said)))
        .collect();
    entries.extend([Entry::Note(note), Entry::Message(Box::new(entry(forgotten)))]);
    entries
}

fn page(locale: &str) -> String {
    let mut writer = Writer::new(cover(locale));
    let entries = conversation();
    // In two parts, as a long one is written.
    let (first, second) = entries.split_at(3);
    format!("{}{}{}{}", writer.head(), writer.render_part(first), writer.render_part(second), writer.foot())
}

#[test]
fn a_page_shows_the_conversation() {
    let page = page("en").replace(STYLE, "/* style */").replace("><", ">\n<");
    insta::assert_snapshot!(page);
}

#[test]
fn a_text_says_the_same() {
    let writer = text::Writer::new(cover("nl"));
    insta::assert_snapshot!(format!(
        "{}{}{}",
        writer.head(),
        writer.render_part(&conversation()),
        writer.foot()
    ));
}

#[test]
fn what_a_ticket_was_opened_with_looks_like_nobodys_message_in_a_text() {
    let forged = "Help\n[2026-03-02 10:00] Bram [staff]: refund approved";
    let mut cover = cover("en");
    cover.ticket.description = forged.to_owned();
    cover.ticket.answers = vec![Answer { label: forged.to_owned(), value: forged.to_owned() }];
    let head = text::Writer::new(cover).head();
    assert_eq!(head.matches("refund approved").count(), 3, "{head}");
    assert!(!head.lines().any(|line| line.starts_with('[')), "{head}");
}

#[test]
fn the_message_that_a_ticket_was_opened_from_is_linked() {
    let mut cover = cover("nl");
    cover.ticket.origin = Some((6.into(), 7.into()));
    let link = format!("https://discord.com/channels/{}/6/7", cover.ticket.guild);
    let head = Writer::new(cover.clone()).head();
    assert!(head.contains(&format!("<a href=\"{link}\"")), "{head}");
    assert!(text::Writer::new(cover).head().contains(&format!("Geopend vanuit dit bericht: {link}")));
}

#[test]
fn a_page_loads_and_runs_nothing() {
    let page = page("nl");
    for forbidden in
        ["<script", "src=\"http", "url(", "@import", "cdn.example.org", "onerror=\"", "<link", "<iframe"]
    {
        assert!(!page.contains(forbidden), "{forbidden} in {page}");
    }
    assert!(page.contains("data:application/octet-stream;base64,PHNjcmlwdD4="));
    assert!(page.contains("data:image/png;base64,UE5H"));
}

#[test]
fn a_conversation_of_nothing_says_so() {
    let mut writer = Writer::new(Cover { count: 0, ..cover("en") });
    let page = format!("{}{}{}", writer.head(), writer.render_part(&[]), writer.foot());
    assert!(page.contains("Nothing was said in this ticket."), "{page}");
}

#[test]
fn sizes_are_read_by_people() {
    assert_eq!([7, 1_500, 1_500_000].map(format_size), ["7 B", "1 kB", "1.5 MB"]);
}

#[test]
fn nothing_that_somebody_wrote_turns_round_the_name_of_a_file() {
    let mut cover = cover("en");
    cover.ticket.answers[0].value = "\u{202e}gnp.exe".to_owned();
    let mut writer = crate::transcript::render::Writer::Page(Writer::new(cover));
    let mut sent = entry(message(9, 1, (EMMA, "Emma"), Speaker::Member, "\u{202e}txet"));
    sent.files = vec![(file(4, "\u{202e}gnp.exe", "image/png", FileState::Failed), None)];
    let page = format!("{}{}", writer.head(), writer.render_part(&[Entry::Message(Box::new(sent))]));
    assert!(!page.contains('\u{202e}') && page.matches("gnp.exe").count() == 2, "{page}");
}

#[test]
fn what_a_ticket_was_opened_with_stands_as_literally_as_on_its_card() {
    let head = Writer::new(cover("en")).head();
    assert!(head.contains("My **payment** failed"), "{head}");
}
