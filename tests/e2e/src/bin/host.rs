//! The program as a process of its own, with the fixture plugins, for tests that kill it.

use e2e as _;

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
