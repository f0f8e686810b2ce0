//! The guided tour in the sandbox.

use plugin_api::{Tour, TourStep};

use crate::names::{DELETE, DELETE_YES, SNOOZE};

/// From the command to the deletion. The reminder is for tomorrow, so the tour works at any hour, and it has
/// no announcement, so one move of the clock leads to it.
pub(crate) fn make() -> Tour {
    let ask = TourStep::command("tour-make-ask", "add_reminder")
        .option("name", "Coffee")
        .option("channel", "reminders")
        .option("time", "10:00")
        .option("date", "tomorrow")
        .option("message", "The kettle is on. Bring a mug!")
        .option("lead", 0);
    Tour::new("make", "tour-make").person("ada").channel("general").introduction().steps([
        ask,
        TourStep::clock_next("tour-make-wait"),
        TourStep::button("tour-make-snooze", SNOOZE.id().any_args()),
        TourStep::clock_next("tour-make-again"),
        TourStep::button("tour-make-delete", DELETE_YES.id().any_args()).after(DELETE.id().any_args()),
    ])
}
