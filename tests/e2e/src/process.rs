//! The program as a process of its own, to be stopped, interrupted and killed.

use std::{path::Path, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout, Command},
};

use crate::World;

const PATIENCE: Duration = Duration::from_secs(60);

/// A running process. It is killed when this is dropped.
pub struct Process {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    log: Lines<BufReader<ChildStderr>>,
}

/// Prepares a command line of the program, at a path, with nothing in its environment that is not said.
#[must_use]
pub fn command(program: &str, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env_clear();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

impl World {
    /// Starts the program on this world's database and Discord. Its clock is the machine's.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn spawn(&self, program: &str, environment: &[(&str, &str)]) -> Process {
        let config = self.config_path();
        let config = config.to_str().expect("the path is text");
        let url = self.url();
        let arguments = [
            "run",
            "--http",
            "127.0.0.1:0",
            "--config",
            config,
            "--database",
            &self.database,
            "--discord-api-url",
            &url,
        ];
        let mut command = command(program, &arguments, self.folder.path());
        command
            .env("DISCORD_TOKEN", self.token_of_bot())
            .env("RUST_LOG", "guildhall=info,warn")
            .envs(environment.iter().copied());
        Process::start(command)
    }
}

impl Process {
    /// Starts what [`command`] prepared.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the program starts");
        let output = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
        let log = BufReader::new(child.stderr.take().expect("its log is piped")).lines();
        Self { child, output, log }
    }

    /// Waits for a line of the log.
    ///
    /// # Panics
    /// Where it ends, or a minute passes, without.
    pub async fn says(&mut self, text: &str) -> String {
        line_with(&mut self.log, text).await
    }

    /// Waits for a line of the output.
    ///
    /// # Panics
    /// Where it ends, or a minute passes, without.
    pub async fn prints(&mut self, text: &str) -> String {
        line_with(&mut self.output, text).await
    }

    /// Sends a signal: `TERM`, `INT`, `KILL`.
    ///
    /// # Panics
    /// Where it has ended.
    pub async fn signal(&self, name: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().await.expect("there is a `kill`");
        assert!(sent.success(), "SIG{name} could not be sent");
    }

    /// Waits until it ends; gives its exit code, if it was not killed.
    ///
    /// # Panics
    /// Where it does not end within a minute.
    pub async fn ends(mut self) -> Option<i32> {
        // Read on, so that it never waits for somebody to read its log.
        let rest = async { while let Ok(Some(_)) = self.log.next_line().await {} };
        let ended = async { tokio::join!(self.child.wait(), rest).0 };
        tokio::time::timeout(PATIENCE, ended).await.expect("it ends").expect("it can be waited for").code()
    }
}

async fn line_with(lines: &mut Lines<BufReader<impl AsyncRead + Unpin>>, text: &str) -> String {
    let mut said = Vec::new();
    let line = async {
        while let Some(line) = lines.next_line().await.expect("it writes text") {
            if line.contains(text) {
                return line;
            }
            said.push(line);
        }
        panic!("it ended without saying '{text}'; it said:\n{}", said.join("\n"));
    };
    tokio::time::timeout(PATIENCE, line).await.unwrap_or_else(|_| panic!("it does not say '{text}'"))
}
