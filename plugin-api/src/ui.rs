//! How Guildhall looks: the only place that builds embeds and outgoing messages, so that all plugins look alike and nobody is
//! pinged by accident.

mod choices;
pub mod confirm;
pub mod embed;
pub mod paginate;
mod reply;
pub mod select;
mod stamp;

pub use choices::{CHOICES_LIMIT, choices};
pub use embed::{Tone, embed};
pub use reply::{Reply, edit, is_blank, message, plain, unturned};
pub use select::select;
pub use stamp::stamp;
