//! Buttons, selects and forms, a file per area. Ids are input: every handler looks the ticket up in the guild and asks again who may.

mod closing;
mod lists;
mod numbers;
mod opening;
mod search;
mod staff;
mod suggest;
mod topics;

use plugin_api::Component;

pub use lists::{Listing, notes_page};
pub use search::Search;

/// All of them.
#[must_use]
pub fn all() -> Vec<Component> {
    let mut all = vec![
        Component::new("numbers", numbers::turn),
        Component::new("numbers_refresh", numbers::refresh),
        Component::new("topic_add", topics::add),
        Component::new("topic_save", topics::save),
        Component::new("topic_later", topics::later),
        Component::new("topic_never", topics::never),
        Component::new("panel", opening::panel),
        Component::new("panel_pick", opening::panel_pick),
        Component::new("new", opening::new),
        Component::new("category", opening::category),
        Component::new("form", opening::form),
        Component::new("answered", opening::answered),
        Component::new("anyway", opening::anyway),
        Component::new("list", lists::list),
        Component::new("notes", lists::notes),
        Component::new("search", search::turn),
    ];
    all.extend(closing::all());
    all.extend(staff::all());
    all.extend(suggest::all());
    all
}
