//! What goes wrong, and what is left of it.

mod close;
mod killed;
mod lost;
mod opening;
mod threads;
