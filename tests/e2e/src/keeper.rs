//! Programs that the tests need beside them: they start once per test process and end with it, however that ends.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::{fs::MetadataExt, process::CommandExt},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

/// Starts a shell script that waits for the end of its input, which comes when this process is gone, and then cleans up.
/// Gives what `ready` finds in a line of its output.
pub(crate) fn keep<T>(mut shell: Command, ready: impl Fn(&str) -> Option<T>) -> Result<T> {
    // Ctrl-C is for us; it ends when we do.
    shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut shell = shell.spawn().context("there is no shell")?;
    let mut output = BufReader::new(shell.stdout.take().context("its output is piped")?);
    let mut said = String::new();
    loop {
        let begin = said.len();
        if output.read_line(&mut said)? == 0 {
            bail!("it does not start:\n{said}");
        }
        if let Some(found) = ready(said[begin..].trim_end()) {
            // The pipes stay open until this process ends.
            std::mem::forget((shell, output));
            return Ok(found);
        }
    }
}

/// Says loudly that a part of the tests did not run for want of a program, and how to get it. In CI that is an error.
///
/// # Errors
/// With `CI=true`, or where there is nothing to say it on.
pub fn missing(part: &str, remedy: &str) -> Result<()> {
    ensure!(std::env::var("CI").as_deref() != Ok("true"), "{part} can't run: {remedy}");
    // Straight to the terminal: the test runner hides what a passing test prints.
    writeln!(std::io::stderr(), "\n*** {} DID NOT RUN: {remedy} ***\n", part.to_uppercase())?;
    Ok(())
}

/// Whether this process is root, whom some programs refuse.
pub(crate) fn is_root() -> Result<bool> {
    Ok(std::fs::metadata("/proc/self").context("there is no /proc")?.uid() == 0)
}
