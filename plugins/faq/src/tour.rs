//! The guided tour in the sandbox.

use plugin_api::{Tour, TourStep};

/// From a new entry to a question without an answer, by a member who may do all of it.
pub(crate) fn make() -> Tour {
    let add =
        TourStep::command("tour-faq-add", "faq add").option("title", "How do I get my membership badge?");
    let search = TourStep::command("tour-faq-search", "faq search").option("question", "wher is my bagde");
    let miss =
        TourStep::command("tour-faq-miss", "faq search").option("question", "Is there a swimming pool?");
    Tour::new("faq", "tour-faq").person("ada").channel("general").steps([
        add,
        search,
        miss,
        TourStep::command("tour-faq-gaps", "faq gaps"),
        TourStep::command("tour-faq-list", "faq list"),
    ])
}
