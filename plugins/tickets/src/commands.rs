//! The slash commands and the message context menu, a file per area.

mod choose;
mod notes;
mod numbers;
mod opening;
mod people;
mod search;
mod staff;

use plugin_api::Command;

/// All of them.
#[must_use]
pub fn all() -> Vec<Command> {
    let mut all = vec![
        numbers::ticket_stats(),
        numbers::export_tickets(),
        opening::ticket(),
        opening::ticket_about(),
        opening::ticket_panel_post(),
        people::ticket_add(),
        people::ticket_remove(),
        people::ticket_move(),
    ];
    all.extend(staff::all());
    all.extend(notes::all());
    all.extend(search::all());
    all
}
