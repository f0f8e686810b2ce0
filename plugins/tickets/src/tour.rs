//! The guided tour in the sandbox.

use plugin_api::{Tour, TourStep};

use crate::names;

/// From a member's request to its end: Emma asks, Chloe of staff claims and closes, Emma finds the transcript and says what she thought.
pub(crate) fn make() -> Tour {
    let ask = TourStep::command("tour-tickets-ask", "ticket")
        .option("description", "The projector in the meeting room stays dark. Who can help?");
    Tour::new("tickets", "tour-tickets").person("emma").channel("general").steps([
        ask,
        TourStep::person("tour-tickets-staff", "chloe"),
        TourStep::button("tour-tickets-claim", names::actions::CLAIM.id().any_args()),
        TourStep::button("tour-tickets-close", names::actions::CLOSE.id().any_args()),
        TourStep::person("tour-tickets-rate", "emma"),
    ])
}
