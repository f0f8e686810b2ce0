//! A ticket's channel or thread: what it should look like, making it so, and what becomes of it.

pub mod actions;
pub mod desired;
pub mod hooks;
pub mod make;
pub mod name;
pub mod reconcile;
pub mod refused;
pub mod spec;
pub mod view;
