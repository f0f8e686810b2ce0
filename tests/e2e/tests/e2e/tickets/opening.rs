//! Opening tickets: the ways to it, what is asked and shown before, and who sees what comes of it.

mod before;
mod limits;
mod places;
mod ways;

use super::{card, channel, is_open, now, open, scene, seen_channel};
