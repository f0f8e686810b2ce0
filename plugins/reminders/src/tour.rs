//! The guided tour in the sandbox.

use plugin_api::{CustomId, Tour, TourStep};

use crate::ID;

/// From the command to the deletion, as somebody who may do all of it. A day ahead and at an hour of its own, it can be asked for at any
/// time; without an announcement, one move of the clock leads to it.
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
        TourStep::button("tour-make-snooze", CustomId::new(ID, "snooze").any_args()),
        TourStep::clock_next("tour-make-again"),
        TourStep::button("tour-make-delete", CustomId::new(ID, "delete_yes").any_args())
            .after(CustomId::new(ID, "delete").any_args()),
    ])
}
