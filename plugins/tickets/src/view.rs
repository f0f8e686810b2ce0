//! How tickets look and what is said about them.

mod card;
pub mod channel;
pub mod closing;
mod numbers;
pub mod opening;
mod said;
mod search;
mod staff;
mod suggestion;
mod topics;

pub use card::{card, category_label, title, words};
pub use numbers::numbers;
pub use said::{announce, gone, log, log_text, no_staff_of, not_staff, refusal, same_priority, say};
pub use search::{Found, found};
pub use staff::{Tickets, choice, close_form, deletion, escalation, list, notes, stands};
pub use suggestion::{answered_by, suggestions};
pub use topics::{decided, proposal};

plugin_api::catalogue!(
    "en" => [
        "../locales/en/common.ftl",
        "../locales/en/opening.ftl",
        "../locales/en/staff.ftl",
        "../locales/en/time.ftl",
        "../locales/en/transcript.ftl",
        "../locales/en/numbers.ftl",
        "../locales/en/topics.ftl",
    ],
    "nl" => [
        "../locales/nl/common.ftl",
        "../locales/nl/opening.ftl",
        "../locales/nl/staff.ftl",
        "../locales/nl/time.ftl",
        "../locales/nl/transcript.ftl",
        "../locales/nl/numbers.ftl",
        "../locales/nl/topics.ftl",
    ],
);
