//! The emulator's page in a real browser, used as a person uses it.
//!
//! ```ignore
//! Scene::new().browse(async |world, browser| {
//!     let emma = browser.open_as("emma", "general").await;
//!     emma.click(button("Send")).await;
//!     emma.reads("Hello").await;
//! }).await;
//! ```
//!
//! What is pressed and read is found by its role and accessible name, as a screen reader finds it. Every method waits until the page is so
//! far, and panics with what there is instead, and a picture of it, where that does not come about.

mod axe;
mod driver;
mod line;
mod page;
mod what;

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{Mutex as StdMutex, PoisonError},
    time::{Duration, Instant},
};

use driver::Driver;
use futures::FutureExt;
use serde_json::json;
use thirtyfour::{WebDriver, WindowHandle, error::WebDriverResult};
use tokio::sync::{Mutex, MutexGuard, Semaphore};

pub use line::Line;
pub use page::Page;
pub use thirtyfour::Key;
pub use what::{What, button, heading, item, last, link, textbox};

use crate::{Scene, World};

/// How long a page may take on a slow machine: nothing waits this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// More of them at once only make each other slow.
static SEATS: Semaphore = Semaphore::const_new(2);

impl Scene {
    /// Plays it on SQLite with a browser; not at all, said loudly, where there is none.
    ///
    /// # Panics
    /// Where the scene does, or the browser's console shows an error.
    pub async fn browse(self, scene: impl AsyncFn(&mut World, &Browser)) {
        let Some(driver) = Driver::running().await else { return };
        let _seat = SEATS.acquire().await.expect("nobody closes it");
        self.play(async |world| {
            let browser = Browser::start(driver, world).await;
            let played = AssertUnwindSafe(scene(world, &browser)).catch_unwind().await;
            browser.end(played).await;
        })
        .await;
    }
}

/// A browser that knows nobody yet, with a window for each person.
pub struct Browser {
    drivers: &'static Driver,
    driver: WebDriver,
    /// The empty window that keeps it open.
    home: WindowHandle,
    url: String,
    /// The ids of the tours, as the page remembers them.
    tours: String,
    /// The window that commands go to.
    front: Mutex<WindowHandle>,
    windows: StdMutex<Vec<WindowHandle>>,
    /// What was done so far, for whoever reads that it failed.
    steps: StdMutex<Vec<String>>,
    /// Parts of errors that the console may show.
    expected: StdMutex<Vec<String>>,
    patience: StdMutex<Duration>,
}

impl Browser {
    /// Whether there is one. Where not, that is said loudly, and in CI it is an error.
    pub async fn is_there() -> bool {
        Driver::running().await.is_some()
    }

    async fn start(drivers: &'static Driver, world: &World) -> Self {
        let driver = drivers.browse().await.expect("a browser starts");
        let home = driver.window().await.expect("it has a window");
        let tours = world.get("tours").await;
        let ids = tours.as_array().into_iter().flatten().filter_map(|tour| tour["id"].as_str());
        let mut ids: Vec<_> = ids.map(str::to_owned).collect();
        ids.sort();
        Self {
            drivers,
            driver,
            front: Mutex::new(home.clone()),
            home,
            url: world.url(),
            tours: ids.join(" "),
            windows: StdMutex::default(),
            steps: StdMutex::default(),
            expected: StdMutex::default(),
            patience: StdMutex::new(PATIENCE),
        }
    }

    /// A new window that shows what a person, who has seen the tours, sees in a channel of the demo guild.
    pub async fn open_as(&self, person: &str, channel: &str) -> Page<'_> {
        self.open(person, &format!("?as={person}&channel={channel}")).await
    }

    /// A new window of somebody who has seen the tours, with an address of the emulator's or any other that is given in full.
    pub async fn open(&self, person: &str, address: &str) -> Page<'_> {
        let page = self.empty(person).await;
        let seen = format!("try {{ localStorage.setItem('tours-seen', '{}') }} catch {{}}", self.tours);
        page.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": seen })).await;
        page.visit(&self.address(address)).await;
        page
    }

    /// A new window of somebody who has never been here.
    pub async fn open_first(&self) -> Page<'_> {
        let page = self.empty("a newcomer").await;
        page.visit(&self.address("")).await;
        page
    }

    /// # Panics
    /// Where no window opens.
    async fn empty(&self, name: &str) -> Page<'_> {
        let window = self.window().await.expect("a window opens");
        let page = Page::new(self, window, name);
        page.command("Emulation.setTimezoneOverride", json!({ "timezoneId": "UTC" })).await;
        page.desk().await;
        page.colours("light").await;
        page
    }

    fn address(&self, address: &str) -> String {
        if address.contains(':') { address.to_owned() } else { format!("{}/{address}", self.url) }
    }

    /// Lets the console show errors that contain this: those that the test itself brings about.
    pub fn expect_error(&self, part: &str) {
        lock(&self.expected).push(part.to_owned());
    }

    /// Waits only a moment for anything and leaves no pictures: the scene fails on purpose.
    pub fn expect_failure(&self) {
        *lock(&self.patience) = Duration::from_millis(500);
    }

    fn deadline(&self) -> Instant {
        Instant::now() + *lock(&self.patience)
    }

    async fn window(&self) -> WebDriverResult<WindowHandle> {
        let mut front = self.front.lock().await;
        *front = self.driver.new_window().await?;
        self.driver.switch_to_window(front.clone()).await?;
        lock(&self.windows).push(front.clone());
        Ok(front.clone())
    }

    /// The driver with a window in front, for as long as this is held.
    async fn driver(&self, window: &WindowHandle) -> InFront<'_> {
        let mut front = self.front.lock().await;
        if *front != *window {
            self.driver.switch_to_window(window.clone()).await.expect("the window is there");
            front.clone_from(window);
        }
        InFront { driver: &self.driver, _front: front }
    }

    fn note(&self, step: String) {
        lock(&self.steps).push(step);
    }

    fn story(&self) -> String {
        lock(&self.steps).iter().map(|step| format!("\n  {step}")).collect()
    }

    async fn end(self, played: std::thread::Result<()>) {
        let console = self.driver.browser_log().await.expect("the browser has a console");
        let expected = lock(&self.expected).clone();
        let errors: Vec<_> = console
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .filter(|entry| !expected.iter().any(|part| entry.message.contains(part)))
            .map(|entry| entry.message)
            .collect();
        let story = self.story();
        if played.is_err() && *lock(&self.patience) == PATIENCE {
            self.leave_pictures().await;
        }
        if let Err(panic) = played {
            self.driver.quit().await.expect("the browser ends");
            if !errors.is_empty() {
                eprintln!("the browser's console: {errors:#?}");
            }
            std::panic::resume_unwind(panic);
        }
        self.tidy_up().await.expect("the browser forgets what it has seen");
        self.drivers.take_back(self.driver);
        assert!(errors.is_empty(), "the browser's console shows errors: {errors:#?}\nafter{story}");
    }

    /// Closes every window, and forgets what their pages have kept.
    async fn tidy_up(&self) -> WebDriverResult<()> {
        let windows = lock(&self.windows).clone();
        for window in windows {
            self.driver.switch_to_window(window).await?;
            let origin = self.driver.current_url().await?.origin().ascii_serialization();
            if origin != "null" {
                let everything = json!({ "origin": origin, "storageTypes": "all" });
                self.driver.cdp().send_raw("Storage.clearDataForOrigin", everything).await?;
            }
            self.driver.close_window().await?;
        }
        self.driver.switch_to_window(self.home.clone()).await?;
        // What the pages complained of while they were closed concerns nobody.
        self.driver.browser_log().await.map(drop)
    }

    /// What every window shows, for whoever reads that the test failed.
    async fn leave_pictures(&self) {
        let windows = lock(&self.windows).clone();
        for (number, window) in windows.into_iter().enumerate() {
            let page = Page::new(self, window, "");
            let picture = page.screenshot(&format!("failed-{}-{number}", scene())).await;
            eprintln!("what window {number} showed in the end: {}", picture.display());
        }
    }
}

/// The driver while one window is in front.
struct InFront<'b> {
    driver: &'b WebDriver,
    _front: MutexGuard<'b, WindowHandle>,
}

impl std::ops::Deref for InFront<'_> {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        self.driver
    }
}

/// The test that runs, as a file may be called.
fn scene() -> String {
    std::thread::current().name().unwrap_or("scene").replace("::", "-")
}

/// Where pictures of pages go: `target/browser`, or where `GUILDHALL_SCREENSHOTS` says.
fn pictures() -> PathBuf {
    let target = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/browser");
    std::env::var_os("GUILDHALL_SCREENSHOTS").map_or_else(target, PathBuf::from)
}

fn lock<T>(mutex: &StdMutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
