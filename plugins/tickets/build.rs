//! `sqlx::migrate!` reads a folder that Cargo does not watch: a new migration would not be linked without this.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations/tickets");
}
