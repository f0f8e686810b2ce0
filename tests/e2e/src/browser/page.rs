//! A window, used as a person uses it.

use std::{fmt::Display, path::PathBuf, time::Instant};

use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::{
    TypingData, WebElement, WindowHandle,
    error::{WebDriverErrorInner, WebDriverResult},
};

use super::{Browser, What, axe, item, last, pictures};

const FIND: &str = include_str!("find.js");

/// A window, or a part of it.
#[derive(Clone)]
pub struct Page<'b> {
    browser: &'b Browser,
    window: WindowHandle,
    name: String,
    path: Vec<What>,
}

/// What find.js answers.
#[derive(Deserialize)]
struct Look {
    element: Option<Value>,
    missing: Option<Value>,
}

impl<'b> Page<'b> {
    pub(super) fn new(browser: &'b Browser, window: WindowHandle, name: &str) -> Self {
        Self { browser, window, name: name.to_owned(), path: Vec::new() }
    }

    /// A part of this window. It need not be there yet.
    #[must_use]
    pub fn within(&self, what: impl Into<What>) -> Self {
        let mut part = self.clone();
        part.path.push(what.into());
        part
    }

    /// The messages that are shown.
    #[must_use]
    pub fn messages(&self) -> Self {
        self.within(("log", "Messages in *"))
    }

    /// The newest message in which a text can be read.
    #[must_use]
    pub fn message(&self, text: &str) -> Self {
        self.messages().within(last(item(text)))
    }

    /// Waits until there is exactly one of this.
    pub async fn find(&self, what: impl Into<What>) {
        let what = what.into();
        self.note(format_args!("finds {what}"));
        self.look(&what, self.browser.deadline()).await;
    }

    /// Waits until there is none of this.
    pub async fn misses(&self, what: impl Into<What>) {
        let what = what.into();
        self.note(format_args!("misses {what}"));
        self.wait(Some(&what), "none", "", self.browser.deadline()).await;
    }

    /// Waits until a text can be read, however its words are set.
    pub async fn reads(&self, text: &str) {
        self.note(format_args!("reads \"{text}\""));
        self.wait(None, "reads", text, self.browser.deadline()).await;
    }

    /// Waits until a text can be read no longer.
    pub async fn reads_no_more(&self, text: &str) {
        self.note(format_args!("reads \"{text}\" no more"));
        self.wait(None, "lacks", text, self.browser.deadline()).await;
    }

    /// Waits until this has the focus of the keyboard.
    pub async fn focuses(&self, what: impl Into<What>) {
        let what = what.into();
        self.note(format_args!("has {what} under the keyboard"));
        self.wait(Some(&what), "focus", "", self.browser.deadline()).await;
    }

    /// Whether this has the focus of the keyboard now.
    pub async fn is_focused(&self, what: impl Into<What>) -> bool {
        let path: Vec<_> = self.path.iter().cloned().chain([what.into()]).collect();
        let driver = self.browser.driver(&self.window).await;
        let answer = driver.execute_async(FIND, [json!(path), json!("focus"), json!(""), json!(0)]).await;
        drop(driver);
        self.sound("the page can be searched", answer).await.json()["missing"].is_null()
    }

    /// Presses the mouse on this.
    pub async fn click(&self, what: impl Into<What>) {
        let what = what.into();
        self.note(format_args!("clicks {what}"));
        self.act(&what, async |element| element.click().await).await;
    }

    /// Presses the other button of the mouse on this.
    pub async fn context_click(&self, what: impl Into<What>) {
        let what = what.into();
        self.note(format_args!("clicks {what} with the other button"));
        self.act(&what, async |element| {
            element.handle().action_chain().context_click_element(&element).perform().await
        })
        .await;
    }

    /// Rests the mouse on this.
    pub async fn points_at(&self, what: impl Into<What>) {
        let what = what.into();
        self.note(format_args!("points at {what}"));
        self.act(&what, async |element| {
            element.handle().action_chain().move_to_element_center(&element).perform().await
        })
        .await;
    }

    /// Types into this, after what stands there.
    pub async fn types(&self, what: impl Into<What>, text: &str) {
        let what = what.into();
        self.note(format_args!("types \"{text}\" into {what}"));
        self.act(&what, async |element| element.send_keys(text).await).await;
    }

    /// Chooses an option of a native list by its name.
    pub async fn chooses(&self, what: impl Into<What>, option: &str) {
        let what = what.into();
        self.note(format_args!("chooses \"{option}\" in {what}"));
        self.find(what.clone()).await;
        self.within(what).act(&("option", option).into(), async |element| element.click().await).await;
    }

    /// Presses keys, which go to what has the focus.
    pub async fn presses(&self, keys: impl Into<TypingData>) {
        let keys = keys.into();
        let shown: String = keys.as_vec().iter().map(|key| key.escape_default().to_string()).collect();
        self.note(format_args!("presses {shown}"));
        let driver = self.browser.driver(&self.window).await;
        let done = async { driver.active_element().await?.send_keys(keys).await }.await;
        drop(driver);
        self.sound("keys can be pressed", done).await;
    }

    /// All that can be read.
    pub async fn text(&self) -> String {
        self.evaluate("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// What a script returns.
    pub async fn evaluate(&self, script: &str) -> Value {
        let driver = self.browser.driver(&self.window).await;
        let returned = driver.execute(script, []).await;
        drop(driver);
        self.sound("the script runs", returned).await.json().clone()
    }

    /// Waits until a script returns something true; gives it. It runs before a frame is drawn, again and again.
    pub async fn until(&self, what: &str, script: &str) -> Value {
        self.note(format_args!("waits: {what}"));
        let script = format!("requestAnimationFrame(() => arguments[0]((() => {{ {script} }})()))");
        let end = self.browser.deadline();
        loop {
            let driver = self.browser.driver(&self.window).await;
            let returned = driver.execute_async(script.as_str(), []).await;
            drop(driver);
            let found = self.sound(what, returned).await.json().clone();
            if !matches!(found, Value::Null | Value::Bool(false)) {
                return found;
            }
            if Instant::now() > end {
                self.fails(what, "");
            }
        }
    }

    /// Where the window is.
    pub async fn address(&self) -> String {
        let driver = self.browser.driver(&self.window).await;
        let address = driver.current_url().await;
        drop(driver);
        self.sound("a window has an address", address).await.into()
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.note("reloads");
        let driver = self.browser.driver(&self.window).await;
        let done = driver.refresh().await;
        drop(driver);
        self.sound("the page loads", done).await;
    }

    /// Goes to an address.
    pub async fn visit(&self, address: &str) {
        self.note(format_args!("opens {address}"));
        let driver = self.browser.driver(&self.window).await;
        let done = driver.goto(address).await;
        drop(driver);
        self.sound("the page loads", done).await;
    }

    /// The window as on a desk.
    pub async fn desk(&self) {
        self.size(1280, 800, false).await;
    }

    /// The window as on a phone, with touch.
    pub async fn phone(&self) {
        self.size(390, 844, true).await;
    }

    /// The window at any size, with touch where it is a phone's.
    pub async fn size(&self, width: u32, height: u32, phone: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await;
        self.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await;
    }

    /// The colours that the person's machine prefers, `light` or `dark`.
    pub async fn colours(&self, scheme: &str) {
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        // What moves would stand on every picture elsewhere.
        let features = [feature("prefers-color-scheme", scheme), feature("prefers-reduced-motion", "reduce")];
        self.command("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.until("nothing moves", "return document.getAnimations().length === 0").await;
    }

    /// Sends a command of the browser's own protocol.
    pub async fn command(&self, method: &str, parameters: Value) -> Value {
        let driver = self.browser.driver(&self.window).await;
        let answer = driver.cdp().send_raw(method, parameters).await;
        drop(driver);
        self.sound(method, answer).await
    }

    /// Takes a picture of what is shown, under a name; gives where it is.
    ///
    /// # Panics
    /// Where it can't be written.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let driver = self.browser.driver(&self.window).await;
        let picture = driver.screenshot_as_png().await.expect("the browser takes a picture");
        drop(driver);
        std::fs::create_dir_all(pictures()).expect("the folder of pictures can be made");
        let path = pictures().join(format!("{name}.png"));
        std::fs::write(&path, picture).expect("the picture can be written");
        path.canonicalize().expect("it has just been written")
    }

    /// What in the window keeps people with a disability out, seriously: a paragraph each.
    pub async fn barriers(&self) -> Vec<String> {
        self.note("is searched for barriers");
        let driver = self.browser.driver(&self.window).await;
        let findings = axe::findings(&driver).await;
        drop(driver);
        self.sound("axe-core runs", findings).await
    }

    fn note(&self, step: impl Display) {
        self.browser.note(format!("{}{} {step}", self.name, self.place()));
    }

    fn place(&self) -> String {
        self.path.iter().map(|what| format!(", in {what},")).collect()
    }

    /// Does something with an element that may be drawn anew, covered or still on its way when it is found.
    async fn act(&self, what: &What, act: impl AsyncFn(WebElement) -> WebDriverResult<()>) {
        let end = self.browser.deadline();
        loop {
            let element = self.look(what, end).await;
            let driver = self.browser.driver(&self.window).await;
            let done = act(element).await;
            drop(driver);
            let Err(error) = done else { return };
            let passing = matches!(
                error.as_inner(),
                WebDriverErrorInner::StaleElementReference(_)
                    | WebDriverErrorInner::ElementClickIntercepted(_)
                    | WebDriverErrorInner::ElementNotInteractable(_)
                    | WebDriverErrorInner::NoSuchElement(_)
            );
            if !passing || Instant::now() > end {
                self.fails(&format!("{what} can be used"), &error.to_string());
            }
        }
    }

    async fn look(&self, what: &What, end: Instant) -> WebElement {
        let found = self.wait(Some(what), "one", "", end).await.expect("that was asked for");
        let handle = self.browser.driver.handle().clone();
        WebElement::from_json(found, handle).expect("the driver names elements")
    }

    async fn wait(&self, what: Option<&What>, wanted: &str, text: &str, end: Instant) -> Option<Value> {
        let path: Vec<_> = self.path.iter().chain(what).collect();
        loop {
            let left = end.saturating_duration_since(Instant::now()).as_millis();
            let arguments = [json!(path), json!(wanted), json!(text), json!(left)];
            let driver = self.browser.driver(&self.window).await;
            let answer =
                driver.execute_async(FIND, arguments).await.and_then(|answer| answer.convert::<Look>());
            drop(driver);
            match answer {
                Ok(Look { missing: None, element }) => return element,
                Ok(Look { missing: Some(there), .. }) => {
                    let what = what.map(|what| format!(": {what}")).unwrap_or_default();
                    self.fails(
                        &format!("wanted {wanted}{what}{}{text}", self.place()),
                        &format!("{there:#}"),
                    );
                }
                // The page was left meanwhile: the next one is asked.
                Err(_) if left > 0 => {}
                Err(error) => self.fails("the page can be searched", &error.to_string()),
            }
        }
    }

    async fn sound<T>(&self, what: &str, done: WebDriverResult<T>) -> T {
        match done {
            Ok(done) => done,
            Err(error) => self.fails(what, &error.to_string()),
        }
    }

    fn fails(&self, what: &str, there: &str) -> ! {
        let story = self.browser.story();
        panic!("this did not come about in the window of {}: {what}\n{there}\nafter{story}", self.name)
    }
}
