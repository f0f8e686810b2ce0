//! New migrations must lead to a rebuild; `sqlx::migrate!` alone does not see them.

fn main() {
    println!("cargo:rerun-if-changed=../migrations/host");
}
