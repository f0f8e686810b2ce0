//! A binary with a plugin of one's own.

use third_party as _;

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
