//! Opening tickets: the ways to it, what is asked and shown before, and who sees what comes of it.

mod before;
mod limits;
mod places;
mod threads;
mod ways;
mod wrong_parent;

use super::{card, channel, has_status, is_open, now, open, scene, seen_channel};
