//! How Guildhall looks: the only place that builds embeds and outgoing messages, so that all plugins look alike and nobody is
//! pinged by accident.

mod choices;
pub mod confirm;
pub mod embed;
pub mod paginate;
mod reply;
pub mod select;
mod timestamp;

pub use choices::{CHOICES_LIMIT, choices};
pub use embed::{Tone, embed};
pub use reply::{Reply, edit, escape_markdown, is_blank, message, strip_bidi};
pub use select::select;
pub use timestamp::timestamp;
