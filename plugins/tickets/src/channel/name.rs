//! What a ticket's channel is called.

use crate::ticket::{Place, Status, Ticket};

/// Discord's limit on a channel's name, in characters.
const LIMIT: usize = 100;

/// The name by a pattern of the settings, as Discord takes it: `{number}`, `{user}`, `{category}`, `{priority}` and `{claimer}` stand for what
/// they name. A closed ticket's says so.
#[must_use]
pub fn channel_name(pattern: &str, ticket: &Ticket, claimer: &str) -> String {
    let number = ticket.id.to_string();
    let told = pattern
        .replace("{number}", &number)
        .replace("{user}", &ticket.username)
        .replace("{category}", &ticket.category)
        .replace("{priority}", ticket.priority.as_str())
        .replace("{claimer}", claimer);
    let mut name = tidy(&told);
    // A thread has no topic: its number in its name is how one that was just made is known again.
    if name.is_empty() || (ticket.place == Place::Thread && !pattern.contains("{number}")) {
        name = tidy(&format!("{}-{number}", short(&name, LIMIT - 20)));
    }
    if matches!(ticket.status, Status::Closed | Status::Archived) {
        name.insert_str(0, "closed-");
    }
    short(&name, LIMIT)
}

/// Lower case, letters and digits of any script, and single dashes between them.
fn tidy(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || character == '_' {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

fn short(name: &str, most: usize) -> String {
    name.chars().take(most).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Ticket {
        Ticket {
            username: "Zoë @everyone".to_owned(),
            category: "billing".to_owned(),
            id: 12,
            ..Ticket::sample(Status::Open)
        }
    }

    #[test]
    fn the_placeholders_of_a_pattern_are_filled_in_as_discord_takes_names() {
        let name = |pattern| channel_name(pattern, &ticket(), "bram");
        assert_eq!(name("{category}-{number}"), "billing-12");
        assert_eq!(name("{user} {priority} {claimer}"), "zoë-everyone-normal-bram");
        assert_eq!(name("--{claimer}--"), "bram");
        assert_eq!(name("!!!"), "12");
        assert_eq!(name(&"x".repeat(200)).chars().count(), 100);
    }

    #[test]
    fn a_closed_one_says_so_and_a_thread_always_has_its_number() {
        let closed = Ticket { status: Status::Closed, ..ticket() };
        assert_eq!(channel_name("{number}", &closed, ""), "closed-12");
        let thread = Ticket { place: Place::Thread, ..ticket() };
        assert_eq!(channel_name("help", &thread, ""), "help-12");
    }
}
