//! What types and ranges can't say about the settings, told by key when the file is read.

use std::{collections::BTreeSet, ops::RangeInclusive};

use plugin_api::{
    InvalidSetting,
    serenity::{ReactionType, RoleId},
    ui::is_blank,
};

use super::category::{LONGEST_ANSWER, LONGEST_LABEL, MOST_QUESTIONS};
use crate::{
    settings::{Category, Question, TicketSettings},
    ticket::Place,
};

/// How many categories there may be: what a select of Discord's offers.
const MOST_CATEGORIES: usize = 25;
/// The longest key of a category: it is part of custom ids.
const LONGEST_KEY: usize = 32;
/// How many roles a list may have: a channel has a hundred overwrites at most.
const MOST_ROLES: usize = 20;
/// What stands for something in the name of a channel.
const PLACEHOLDERS: [&str; 5] = ["number", "user", "category", "priority", "claimer"];

type Checked = Result<(), InvalidSetting>;

/// Checks everything; the first fault counts.
pub(crate) fn check(settings: &TicketSettings) -> Checked {
    InvalidSetting::check_range("attachment_megabytes", settings.attachment_megabytes, 0..=25)?;
    InvalidSetting::check_range("retention_days", settings.retention_days, 1..=3650)?;
    InvalidSetting::check_range("archive_after_hours", settings.archive_after_hours, 0..=8760)?;
    InvalidSetting::check_range("delete_after_hours", settings.delete_after_hours, 0..=8760)?;
    InvalidSetting::check_range("close_request_hours", settings.close_request_hours, 1..=720)?;
    InvalidSetting::check_range("sla_warning_percent", settings.sla_warning_percent, 1..=99)?;
    InvalidSetting::check_range("topic_tickets", settings.topic_tickets, 0..=50)?;
    unless(settings.topic_tickets == 1, "topic_tickets", || {
        "one ticket is like no other: write 0 for no proposals, or 2 to 50".to_owned()
    })?;
    InvalidSetting::check_range("topic_days", settings.topic_days, 1..=90)?;
    roles("staff_roles", &settings.staff_roles)?;
    categories(settings)
}

fn categories(settings: &TicketSettings) -> Checked {
    let count = settings.categories.len();
    unless(count > MOST_CATEGORIES, "categories", || {
        format!("there are {count}, and a select offers {MOST_CATEGORIES} at most: leave some out")
    })?;
    let mut names = BTreeSet::new();
    for (key, category) in &settings.categories {
        let at = format!("categories.{key}");
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        unless(key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(fits), &at, || {
            format!(
                "a key has 1 to {LONGEST_KEY} lower-case letters, digits, `_` or `-`; what members see is its `name`"
            )
        })?;
        let name = if category.name.is_empty() { key } else { &category.name };
        unless(!names.insert(name.to_lowercase()), &format!("{at}.name"), || {
            format!("another category is called '{name}' too: members can't tell them apart")
        })?;
        self::category(&at, category)?;
    }
    Ok(())
}

fn category(at: &str, category: &Category) -> Checked {
    let key = |field: &str| format!("{at}.{field}");
    // A button's label.
    length(&key("name"), &category.name, 0..=80)?;
    emoji(&key("emoji"), &category.emoji)?;
    pattern(&key("name_pattern"), &category.name_pattern)?;
    length(&key("opening_message"), &category.opening_message, 0..=2_000)?;
    InvalidSetting::check_range(&key("open_per_member"), category.open_per_member, 1..=50)?;
    InvalidSetting::check_range(&key("open_in_all"), category.open_in_all, 0..=500)?;
    InvalidSetting::check_range(&key("cooldown_minutes"), category.cooldown_minutes, 0..=10_080)?;
    place(&key, category)?;
    for (field, list) in [
        ("staff_roles", &category.staff_roles),
        ("required_roles", &category.required_roles),
        ("blocked_roles", &category.blocked_roles),
    ] {
        roles(&key(field), list)?;
    }
    let both = category.blocked_roles.iter().find(|role| category.required_roles.contains(role));
    if let Some(role) = both {
        return Err(InvalidSetting::new(key("blocked_roles"), format!("{role} is in `required_roles` too")));
    }
    category
        .hours
        .parse()
        .map_err(|wrong| InvalidSetting::new(key(&format!("hours.{}", wrong.day)), wrong.reason))?;
    times(&key, category)?;
    questions(&key("questions"), &category.questions)
}

fn place(key: &impl Fn(&str) -> String, category: &Category) -> Checked {
    unless(category.place == Place::Thread && category.parent.is_none(), &key("place"), || {
        "private threads need a text channel that has them: name it in `parent`".to_owned()
    })?;
    unless(category.place == Place::Thread && category.overflow.is_some(), &key("overflow"), || {
        "only channels are limited to 50: leave it out where `place` is \"thread\"".to_owned()
    })?;
    unless(category.place == Place::Thread && category.claim_hides, &key("claim_hides"), || {
        "a thread can't be hidden from staff who are in it: leave it out where `place` is \"thread\""
            .to_owned()
    })?;
    unless(category.overflow.is_some() && category.parent.is_none(), &key("overflow"), || {
        "there is nothing that could overflow: name the first Discord category in `parent`".to_owned()
    })?;
    unless(category.overflow.is_some() && category.overflow == category.parent, &key("overflow"), || {
        "it is the same Discord category as `parent`".to_owned()
    })
}

fn times(key: &impl Fn(&str) -> String, category: &Category) -> Checked {
    for (priority, target) in &category.targets {
        let of = |field: &str| key(&format!("targets.{priority}.{field}"));
        InvalidSetting::check_range(
            &of("first_response_minutes"),
            target.first_response_minutes,
            0..=100_000,
        )?;
        InvalidSetting::check_range(&of("resolution_minutes"), target.resolution_minutes, 0..=100_000)?;
        let resolution = target.resolution_minutes;
        unless(
            resolution > 0 && target.first_response_minutes > resolution,
            &of("first_response_minutes"),
            || format!("a ticket can't be closed, after {resolution} minutes, before it is answered"),
        )?;
    }
    let (remind, close) = (category.remind_after_hours, category.close_after_hours);
    InvalidSetting::check_range(&key("remind_after_hours"), remind, 0..=8_760)?;
    InvalidSetting::check_range(&key("close_after_hours"), close, 0..=8_760)?;
    unless(close > 0 && remind >= close, &key("remind_after_hours"), || {
        format!("after {close} hours the ticket is closed: remind before that, or never with 0")
    })
}

fn questions(at: &str, questions: &[Question]) -> Checked {
    unless(questions.len() > MOST_QUESTIONS, at, || {
        format!("there are {}, and a form has {MOST_QUESTIONS} fields at most", questions.len())
    })?;
    let mut labels = BTreeSet::new();
    for (place, question) in questions.iter().enumerate() {
        let key = |field: &str| format!("{at}[{place}].{field}");
        length(&key("label"), &question.label, 1..=LONGEST_LABEL)?;
        unless(is_blank(&question.label), &key("label"), || "nothing of it can be seen".to_owned())?;
        unless(!labels.insert(&question.label), &key("label"), || {
            format!("'{}' is asked twice", question.label)
        })?;
        length(&key("placeholder"), &question.placeholder, 0..=100)?;
        let (min, max) = (question.min_length, question.max_length);
        InvalidSetting::check_range(&key("max_length"), max.into(), 1..=LONGEST_ANSWER.into())?;
        unless(min > max, &key("min_length"), || {
            format!("{min} is more than `max_length`, {max}: nothing could be answered")
        })?;
    }
    Ok(())
}

fn roles(key: &str, list: &[RoleId]) -> Checked {
    unless(list.len() > MOST_ROLES, key, || {
        format!("there are {}; at most {MOST_ROLES} are allowed", list.len())
    })?;
    let mut seen = BTreeSet::new();
    match list.iter().find(|role| !seen.insert(**role)) {
        Some(twice) => Err(InvalidSetting::new(key, format!("{twice} is named twice"))),
        None => Ok(()),
    }
}

/// An emoji of Unicode, or one of a guild as Discord writes it.
fn emoji(key: &str, text: &str) -> Checked {
    let of_guild = matches!(ReactionType::try_from(text), Ok(ReactionType::Custom { .. }));
    let wrong = |c: char| c.is_ascii_alphabetic() || c.is_whitespace() || matches!(c, '<' | '>' | ':');
    let of_unicode = !text.is_ascii() && text.chars().count() <= 16 && !text.contains(wrong);
    unless(!(text.is_empty() || of_guild || of_unicode), key, || {
        format!(
            "'{text}' is no emoji: write one such as 🎫, or one of the server's as <:name:123456789012345678>"
        )
    })
}

fn pattern(key: &str, pattern: &str) -> Checked {
    // Discord's limit on a channel's name; what stands for something may get longer and is cut.
    length(key, pattern, 1..=100)?;
    let allowed = || PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ");
    let mut rest = pattern;
    while let Some(start) = rest.find(['{', '}']) {
        let named = rest[start..].strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let Some((_, after)) = named.filter(|(name, _)| PLACEHOLDERS.contains(name)) else {
            return Err(InvalidSetting::new(
                key,
                format!("'{pattern}' has a brace that is none of {}", allowed()),
            ));
        };
        rest = after;
    }
    Ok(())
}

fn length(key: &str, text: &str, allowed: RangeInclusive<usize>) -> Checked {
    let count = text.chars().count();
    unless(!allowed.contains(&count), key, || {
        format!("it has {count} characters; allowed are {} to {}", allowed.start(), allowed.end())
    })
}

fn unless(wrong: bool, key: &str, reason: impl FnOnce() -> String) -> Checked {
    if wrong { Err(InvalidSetting::new(key, reason())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use plugin_api::{Settings, SettingsSchema};

    use super::*;

    fn read(text: &str) -> TicketSettings {
        toml::from_str(text).expect("of the right types")
    }

    /// The key at fault in a category, or what the whole is.
    fn fault(category: &str) -> String {
        let settings = read(&format!("[categories.billing]\n{category}"));
        match settings.check() {
            Ok(()) => "allowed".to_owned(),
            Err(invalid) => {
                invalid.key.strip_prefix("categories.billing.").unwrap_or(&invalid.key).to_owned()
            }
        }
    }

    #[test]
    fn the_defaults_and_a_category_that_says_nothing_are_allowed() {
        assert_eq!(TicketSettings::default().check(), Ok(()));
        assert_eq!(fault(""), "allowed");
    }

    #[test]
    fn what_a_category_may_not_say_is_told_by_its_key() {
        let long = "x".repeat(101);
        let table = [
            ("name = \"Betalingen & facturen\"\nemoji = \"💶\"", "allowed"),
            ("emoji = \"<:coin:123456789012345678>\"", "allowed"),
            ("emoji = \"🇳🇱\"", "allowed"),
            ("emoji = \":coin:\"", "emoji"),
            ("emoji = \"7\"", "emoji"),
            (&format!("name = \"{long}\""), "name"),
            ("name_pattern = \"{category}-{number}-{user}\"", "allowed"),
            ("name_pattern = \"{ticket}\"", "name_pattern"),
            ("name_pattern = \"a}b\"", "name_pattern"),
            ("name_pattern = \"\"", "name_pattern"),
            ("place = \"thread\"", "place"),
            ("place = \"thread\"\nparent = \"5\"", "allowed"),
            ("place = \"thread\"\nparent = \"5\"\noverflow = \"6\"", "overflow"),
            ("place = \"thread\"\nparent = \"5\"\nclaim_hides = true", "claim_hides"),
            ("claim_hides = true", "allowed"),
            ("overflow = \"6\"", "overflow"),
            ("parent = \"6\"\noverflow = \"6\"", "overflow"),
            ("open_per_member = 0", "open_per_member"),
            ("required_roles = [\"7\"]\nblocked_roles = [\"7\"]", "blocked_roles"),
            ("staff_roles = [\"7\", \"7\"]", "staff_roles"),
            ("hours.monday = [\"09:00-12:00\", \"13:00-17:00\"]", "allowed"),
            ("hours.monday = [\"9 to 5\"]", "hours.monday"),
            ("remind_after_hours = 24\nclose_after_hours = 48", "allowed"),
            ("remind_after_hours = 48\nclose_after_hours = 48", "remind_after_hours"),
            ("targets.urgent.first_response_minutes = 15", "allowed"),
            (
                "targets.urgent = { first_response_minutes = 60, resolution_minutes = 30 }",
                "targets.urgent.first_response_minutes",
            ),
            ("targets.low.resolution_minutes = 100001", "targets.low.resolution_minutes"),
        ];
        for (category, expected) in table {
            assert_eq!(fault(category), expected, "{category}");
        }
    }

    #[test]
    fn a_target_of_no_priority_is_told_by_its_key() {
        let of = |priority: &str| {
            let text = format!("[categories.billing.targets.{priority}]\nresolution_minutes = 30");
            let table = toml::from_str(&text).expect("TOML");
            (SettingsSchema::new::<TicketSettings>().read)(table).map(|_| ())
        };
        assert_eq!(of("urgent"), Ok(()));
        let wrong = of("urgnt").expect_err("there is no such priority");
        assert_eq!(wrong.key, "categories.billing.targets.urgnt");
        assert!(wrong.reason.contains("`urgent`"), "{}", wrong.reason);
    }

    #[test]
    fn a_forms_fields_stay_within_discords_limits() {
        let table = [
            ("label = \"Which order?\"", "allowed"),
            ("label = \"\"", "questions[0].label"),
            ("label = \"\u{200b}\"", "questions[0].label"),
            (&format!("label = \"{}\"", "x".repeat(46)), "questions[0].label"),
            ("label = \"a\"\nmin_length = 10\nmax_length = 5", "questions[0].min_length"),
            ("label = \"a\"\nmax_length = 1001", "questions[0].max_length"),
            (&format!("label = \"a\"\nplaceholder = \"{}\"", "x".repeat(101)), "questions[0].placeholder"),
        ];
        for (question, expected) in table {
            assert_eq!(
                fault(&format!("[[categories.billing.questions]]\n{question}")),
                expected,
                "{question}"
            );
        }
        let questions = |labels: &[&str]| {
            let each = |label: &&str| format!("[[categories.billing.questions]]\nlabel = \"{label}\"\n");
            fault(&labels.iter().map(each).collect::<String>())
        };
        assert_eq!(questions(&["a", "b", "c", "d", "e"]), "allowed");
        assert_eq!(questions(&["a", "b", "c", "d", "e", "f"]), "questions");
        assert_eq!(questions(&["a", "b", "a"]), "questions[2].label");
    }

    #[test]
    fn keys_and_names_of_categories_are_distinct_short_and_not_too_many() {
        let key = |text: &str| read(text).check().map_err(|invalid| invalid.key);
        assert_eq!(key("[categories.\"a:b\"]"), Err("categories.a:b".to_owned()));
        assert_eq!(key("[categories.Billing]"), Err("categories.Billing".to_owned()));
        let same = "[categories.a]\nname = \"Help\"\n[categories.b]\nname = \"help\"";
        assert_eq!(key(same), Err("categories.b.name".to_owned()));
        let many = (0..26).map(|place| format!("[categories.c{place}]\n")).collect::<String>();
        assert_eq!(key(&many), Err("categories".to_owned()));
        assert_eq!(key("topic_tickets = 1"), Err("topic_tickets".to_owned()));
    }
}
