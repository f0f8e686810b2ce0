//! The browser's driver: one process for all tests, with as many browsers as there are tests at once.

use std::{
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use axum::{
    body::Bytes,
    http::{Request, Response},
};
use serde_json::json;
use serenity::async_trait;
use thirtyfour::{
    Capabilities, WebDriver,
    error::{WebDriverError, WebDriverResult},
    session::http::{Body, HttpClient},
};
use tokio::sync::OnceCell;

use super::lock;
use crate::keeper;

/// `None` where there is no browser.
static DRIVER: OnceCell<Option<Driver>> = OnceCell::const_new();

/// Longer than anything that a page is waited for: who waits says better what for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the driver, and ends it with every browser that it has started and all that they have written.
const KEEPER: &str = r#"
set -eu
folder=$(mktemp -d)
end() { trap '' TERM; kill -s TERM -- -$$ 2>/dev/null || true; wait; rm -rf "$folder" || rm -rf "$folder"; }
trap end EXIT
TMPDIR=$folder "$1" --port=0 &
read -r _ || true
"#;

/// A running driver.
pub(super) struct Driver {
    address: String,
    browser: PathBuf,
    /// Browsers that a test has left as it found them: starting one takes longer than most of what is done in it.
    idle: Mutex<Vec<WebDriver>>,
}

impl Driver {
    /// The driver of this process; `None`, said loudly, where there is no browser.
    pub(super) async fn running() -> Option<&'static Self> {
        let start = async || tokio::task::spawn_blocking(start).await.expect("it does not panic");
        DRIVER.get_or_init(async || start().await.expect("the browser's driver starts")).await.as_ref()
    }

    /// A browser that knows nothing of what was done in it before.
    pub(super) async fn browse(&self) -> Result<WebDriver> {
        let idle = lock(&self.idle).pop();
        match idle {
            Some(browser) => Ok(browser),
            None => self.start().await,
        }
    }

    /// Takes a browser back in which nothing is left.
    pub(super) fn take_back(&self, browser: WebDriver) {
        lock(&self.idle).push(browser);
    }

    async fn start(&self) -> Result<WebDriver> {
        let mut arguments = vec![
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1280,800",
            // What a screen reader is told is also what the tests look for: see find.js.
            "--force-renderer-accessibility",
            "--enable-blink-features=ComputedAccessibilityInfo",
        ];
        if keeper::is_root()? {
            arguments.push("--no-sandbox");
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "binary": self.browser, "args": arguments },
            "timeouts": { "script": 30_000, "pageLoad": 30_000 },
            "unhandledPromptBehavior": "ignore",
        });
        let capabilities: Capabilities = serde_json::from_value(capabilities)?;
        let builder = WebDriver::builder(&self.address, capabilities).client(Client::new());
        builder.await.with_context(|| format!("{} does not start", self.browser.display()))
    }
}

fn start() -> Result<Option<Driver>> {
    let browsers = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let browser = program("GUILDHALL_CHROMIUM", &browsers)?;
    let driver = program("GUILDHALL_CHROMEDRIVER", &["chromedriver"])?;
    let (Some(browser), Some(driver)) = (browser, driver) else {
        let remedy = "install Chromium and its driver (Debian: `chromium chromium-driver`) or set \
                      GUILDHALL_CHROMIUM and GUILDHALL_CHROMEDRIVER to their paths";
        keeper::missing("the browser half of the tests", remedy)?;
        return Ok(None);
    };
    let mut shell = Command::new("sh");
    shell.args(["-c", KEEPER, "guildhall-browser"]).arg(&driver);
    let port = |line: &str| {
        let port = line.split("started successfully on port ").nth(1)?;
        port.trim_end_matches('.').parse::<u16>().ok()
    };
    let port = keeper::keep(shell, port).with_context(|| driver.display().to_string())?;
    Ok(Some(Driver { address: format!("http://127.0.0.1:{port}"), browser, idle: Mutex::default() }))
}

/// The program that a variable names, or the first of these on the path.
fn program(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(path) = std::env::var_os(variable).map(PathBuf::from) {
        ensure!(path.exists(), "{variable} names {}, which is not there: correct it", path.display());
        return Ok(Some(path));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    Ok(places.into_iter().find(|place| place.is_file()))
}

/// Our HTTP client, for the driver.
struct Client(reqwest::Client);

impl Client {
    fn new() -> Self {
        // A connection lives in the runtime of one test, a browser in many.
        let client = reqwest::Client::builder().timeout(PATIENCE).pool_max_idle_per_host(0);
        Self(client.build().expect("its settings are sound"))
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send(&self, request: Request<Body<'_>>) -> WebDriverResult<Response<Bytes>> {
        let failed = |error: reqwest::Error| WebDriverError::HttpError(error.to_string());
        let (parts, body) = request.into_parts();
        let mut request = self.0.request(parts.method, parts.uri.to_string()).headers(parts.headers);
        if let Body::Json(json) = body {
            request = request.json(json);
        }
        let response = request.send().await.map_err(failed)?;
        let mut answer = Response::builder().status(response.status());
        answer.headers_mut().expect("it is sound").extend(response.headers().clone());
        let body = response.bytes().await.map_err(failed)?;
        answer.body(body).map_err(|error| WebDriverError::HttpError(error.to_string()))
    }

    async fn new(&self) -> Arc<dyn HttpClient> {
        Arc::new(Self::new())
    }
}
