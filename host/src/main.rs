//! The binary `guildhall`, with the plugins of this repository.

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
