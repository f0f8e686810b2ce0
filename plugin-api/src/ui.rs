//! Builds embeds and outgoing messages. Nothing else does, so that all plugins look alike and no message pings anyone by accident.

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
