//! What is kept about people.

use plugin_api::{Erase, UserData, UserTable};

use crate::ticket;

/// What is kept about people.
#[must_use]
pub(crate) fn user_data() -> UserData {
    UserData::tables(
        "The tickets that a member opened and what was said, noted and rated in them; who of staff handled them",
        tickets().into_iter().chain(said()).chain(done()).collect(),
    )
}

/// Whose the tickets are. They come first: whoever changes what belongs to a ticket locks it before.
fn tickets() -> Vec<UserTable> {
    vec![
        table("support_tickets", "claimed_by", &["id", "claimed_at"], Erase::Anonymise(&[])),
        table(
            "support_tickets",
            "closed_by",
            &["id", "closed_at", "close_reason"],
            Erase::Anonymise(&["close_reason"]),
        ),
        table(
            "support_tickets",
            "user_id",
            ticket::store::row::EXPORT,
            Erase::Anonymise(&["username", "description", "answers", "folded", "close_reason"]),
        ),
    ]
}

/// What members wrote.
fn said() -> Vec<UserTable> {
    vec![
        table(
            "ticket_drafts",
            "user_id",
            &["category", "description", "answers", "created_at"],
            Erase::Delete,
        ),
        table("ticket_people", "target_id", &["ticket_id", "kind"], Erase::Delete),
        table("ticket_words", "user_id", &["ticket_id", "word"], Erase::Delete),
        table("ticket_summaries", "user_id", &["ticket_id", "summary", "created_at"], Erase::Delete),
        table(
            "ticket_edits",
            "user_id",
            &["ticket_id", "message_id", "content", "replaced_at"],
            Erase::Delete,
        ),
        table(
            "ticket_attachments",
            "user_id",
            &["ticket_id", "message_id", "name", "content_type", "size"],
            Erase::Delete,
        ),
        table(
            "ticket_messages",
            "user_id",
            &["ticket_id", "message_id", "content", "embeds", "created_at", "edited_at", "deleted_at"],
            Erase::Anonymise(&["author_name", "content", "embeds"]),
        ),
    ]
}

/// What was done.
fn done() -> Vec<UserTable> {
    vec![
        table("ticket_notes", "user_id", &["ticket_id", "text", "created_at"], Erase::Anonymise(&[])),
        table(
            "ticket_close_requests",
            "user_id",
            &["ticket_id", "reason", "created_at"],
            Erase::Anonymise(&["reason"]),
        ),
        table(
            "ticket_ratings",
            "user_id",
            &["ticket_id", "stars", "comment", "rated_at"],
            Erase::Anonymise(&["comment"]),
        ),
        table(
            "ticket_events",
            "user_id",
            &["ticket_id", "kind", "detail", "created_at"],
            Erase::Anonymise(&[]),
        ),
        table("ticket_events", "target_id", &["ticket_id", "kind", "created_at"], Erase::Anonymise(&[])),
        table("ticket_metrics", "triggered_by", &["snapshot", "scope", "created_at"], Erase::Anonymise(&[])),
        table(
            "ticket_topics",
            "user_id",
            &["id", "title", "text", "created_at"],
            Erase::Anonymise(&["similarity_key", "title", "text"]),
        ),
        table("ticket_topics", "decided_by", &["id", "title", "status", "decided_at"], Erase::Anonymise(&[])),
    ]
}

const fn table(
    table: &'static str,
    user_column: &'static str,
    export: &'static [&'static str],
    erase: Erase,
) -> UserTable {
    UserTable { table, user_column, export, erase }
}
