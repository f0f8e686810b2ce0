//! Two plugins for tests: `probe` uses every surface, notes each call, and does on demand what plugins should not; `witness` only notes
//! what it sees, to show that it is not disturbed.

mod afterwards;

pub use afterwards::RECORDED;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{Json, extract::State};
use plugin_api::{
    About, Action, ApiJson, Caller, Command, Component, ComponentInteraction, ContextExt, Error, EventKind,
    Hook, Host, InvalidSetting, Job, JobKind, JobName, Plugin, PluginId, Problem, Result, Routes, Schedule,
    Settings, SettingsSchema, UserData,
    serenity::{ButtonStyle, ChannelId, CreateActionRow, CreateAutocompleteResponse, CreateButton},
    ui::{self, Reply},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The plugin that does what it is told.
pub const PROBE: PluginId = PluginId::new("probe");
/// The button of `/probe_button`.
const PRESS: Action = Action::new(PROBE, "press");
/// The form of `/probe_form`.
const FORM: Action = Action::new(PROBE, "form");
/// The plugin that looks on.
pub const WITNESS: PluginId = PluginId::new("witness");
/// Work that a test queues; the payload may name a channel to write to.
pub const WORK: JobName = JobName::new(PROBE, "work");

plugin_api::register!(PROBE, Probe::default());
plugin_api::register!(WITNESS, Witness::default());

/// What a surface does when it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// What it should.
    Work,
    /// Panics.
    Panic,
    /// Returns an error that is the program's fault.
    Fail,
    /// Returns an error that is the member's fault.
    Refuse,
    /// Takes this long by the clock, then does what it should.
    Sleep(Duration),
    /// Ends without an answer.
    Nothing,
}

/// A call that a plugin noted: the surface and what it was given.
pub type Call = (&'static str, String);

/// Notes calls.
#[derive(Debug)]
pub struct Calls(watch::Sender<Vec<Call>>);

impl Default for Calls {
    fn default() -> Self {
        Self(watch::Sender::new(Vec::new()))
    }
}

impl Calls {
    fn note(&self, surface: &'static str, detail: impl Into<String>) {
        self.0.send_modify(|calls| calls.push((surface, detail.into())));
    }

    /// How often a surface was called.
    #[must_use]
    pub fn count(&self, surface: &str) -> usize {
        self.0.borrow().iter().filter(|(name, _)| *name == surface).count()
    }

    /// What a surface was called with, in order.
    #[must_use]
    pub fn of(&self, surface: &str) -> Vec<String> {
        self.0
            .borrow()
            .iter()
            .filter(|(name, _)| *name == surface)
            .map(|(_, detail)| detail.clone())
            .collect()
    }

    /// Waits until a surface was called this often.
    ///
    /// # Panics
    /// Where it is not, for half a minute.
    pub async fn reach(&self, surface: &str, count: usize) {
        let mut calls = self.0.subscribe();
        let reached =
            calls.wait_for(|calls| calls.iter().filter(|(name, _)| *name == surface).count() >= count);
        let reached = tokio::time::timeout(Duration::from_secs(30), reached).await;
        let _ = reached
            .unwrap_or_else(|_| panic!("{surface} was called {} times, not {count}", self.count(surface)));
    }
}

/// The surface (`command`, `job`, ..) on which the probe of a process of its own sleeps for an hour.
pub const SLEEPS: &str = "GUILDHALL_PROBE_SLEEPS";

/// The plugin that does what it is told.
pub struct Probe {
    /// What it was called with.
    pub calls: Calls,
    acts: Mutex<HashMap<String, Act>>,
}

impl Default for Probe {
    fn default() -> Self {
        let sleeps =
            std::env::var(SLEEPS).ok().map(|surface| (surface, Act::Sleep(Duration::from_secs(3600))));
        Self { calls: Calls::default(), acts: Mutex::new(sleeps.into_iter().collect()) }
    }
}

impl Probe {
    /// From now on a surface (`command`, `component`, `hook`, `job`, `schedule`, `route`) does this.
    pub fn set(&self, surface: &str, act: Act) {
        self.acts.lock().unwrap_or_else(PoisonError::into_inner).insert(surface.to_owned(), act);
    }

    fn act(&self, surface: &str) -> Act {
        self.acts.lock().unwrap_or_else(PoisonError::into_inner).get(surface).copied().unwrap_or(Act::Work)
    }

    async fn called(&self, host: &Host, surface: &'static str, detail: impl Into<String>) -> Result<()> {
        self.calls.note(surface, detail);
        match self.act(surface) {
            Act::Work | Act::Nothing => Ok(()),
            Act::Panic => panic!("the probe panics in its {surface}"),
            Act::Fail => Err(Error::Internal(anyhow::anyhow!("the secret cause of the probe's failure"))),
            Act::Refuse => Err(Error::user("The probe refuses.")),
            Act::Sleep(time) => {
                host.clock().sleep(time).await;
                Ok(())
            }
        }
    }
}

fn probe(host: &Host) -> std::sync::Arc<Probe> {
    host.plugin().expect("it is linked: this is it")
}

/// What an admin may tune.
#[derive(Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProbeSettings {
    /// What it answers with.
    pub greeting: String,
    /// How often it says so.
    #[schemars(range(min = 1, max = 9))]
    pub times: u8,
}

impl Default for ProbeSettings {
    fn default() -> Self {
        Self { greeting: "Hello".to_owned(), times: 1 }
    }
}

impl Settings for ProbeSettings {
    const PLUGIN: PluginId = PROBE;

    fn check(&self) -> Result<(), InvalidSetting> {
        if self.greeting.is_empty() {
            Err(InvalidSetting::new("greeting", "write at least one character"))
        } else {
            Ok(())
        }
    }
}

impl Plugin for Probe {
    fn about(&self) -> About {
        About::new("Probe", "Does on demand what plugins should not").category("Tests")
    }

    fn user_data(&self) -> UserData {
        UserData::none("notes nothing about people")
    }

    fn commands(&self) -> Vec<Command> {
        vec![command(), button(), form(), afterwards::write(), afterwards::promise()]
    }

    fn hooks(&self) -> Vec<Hook> {
        let hook = |name: &'static str| {
            move |event: plugin_api::Event| async move {
                probe(&event.host).called(&event.host, name, event.guild.to_string()).await
            }
        };
        // Joining needs a privileged intent.
        vec![
            Hook::new(EventKind::Message, hook("hook")),
            Hook::new(EventKind::GuildMemberAddition, hook("join")),
        ]
    }

    fn components(&self) -> Vec<Component> {
        let own = [Component::new(PRESS, pressed), Component::new(FORM, submitted)];
        own.into_iter().chain(afterwards::components()).collect()
    }

    fn schedules(&self) -> Vec<Schedule> {
        vec![Schedule::every("pulse", Duration::from_secs(3600), |job: Job| async move {
            probe(&job.host).called(&job.host, "schedule", job.due.to_rfc3339()).await
        })]
    }

    fn jobs(&self) -> Vec<JobKind> {
        std::iter::once(JobKind::new(WORK, work).attempts(3)).chain(afterwards::jobs()).collect()
    }

    fn routes(&self) -> Routes {
        Routes::new(OpenApiRouter::new().routes(routes!(look, change)))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::new::<ProbeSettings>())
    }
}

/// Does what the test says
#[plugin_api::poise::command(slash_command, guild_only, rename = "probe")]
async fn command(
    context: plugin_api::Context<'_>,
    #[description = "Anything"]
    #[autocomplete = "complete"]
    #[max_length = 100]
    text: Option<String>,
) -> Result<()> {
    let probe = probe(context.host());
    probe.called(context.host(), "command", text.unwrap_or_default()).await?;
    if probe.act("command") == Act::Nothing {
        return Ok(());
    }
    let settings = context.host().settings::<ProbeSettings>(context.guild()?);
    context.answer(Reply::text(settings.greeting.repeat(settings.times.into()))).await
}

async fn complete(context: plugin_api::Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    probe(context.host()).calls.note("autocomplete", typed);
    CreateAutocompleteResponse::new().add_string_choice(format!("{typed} and more"), "more")
}

/// Shows a button to everybody
#[plugin_api::poise::command(slash_command, guild_only, rename = "probe_button")]
async fn button(context: plugin_api::Context<'_>) -> Result<()> {
    let id = PRESS.id().with(7).build()?;
    let row =
        CreateActionRow::Buttons(vec![CreateButton::new(id).label("Press").style(ButtonStyle::Primary)]);
    context.answer(Reply::text("Press it.").row(row).public()).await
}

/// Opens a form
#[plugin_api::poise::command(slash_command, guild_only, rename = "probe_form")]
async fn form(context: plugin_api::Context<'_>) -> Result<()> {
    use plugin_api::serenity::{CreateInputText, CreateModal, InputTextStyle};
    let input = CreateInputText::new(InputTextStyle::Short, "Words", "words");
    let id = FORM.id().build()?;
    context.modal(CreateModal::new(id, "Probe").components(vec![CreateActionRow::InputText(input)])).await
}

async fn pressed(interaction: ComponentInteraction) -> Result<()> {
    let (number,): (i64,) = interaction.args()?;
    let probe = probe(&interaction.host);
    probe.called(&interaction.host, "component", number.to_string()).await?;
    if probe.act("component") == Act::Nothing {
        return Ok(());
    }
    interaction.reply(Reply::text(format!("Pressed {number}."))).await
}

async fn submitted(interaction: ComponentInteraction) -> Result<()> {
    let words = interaction.field("words").unwrap_or_default().to_owned();
    probe(&interaction.host).called(&interaction.host, "modal", words.clone()).await?;
    interaction.reply(Reply::text(ui::escape_markdown(&words))).await
}

async fn work(job: Job) -> Result<()> {
    let channel: Option<u64> = job.payload()?;
    probe(&job.host).called(&job.host, "job", format!("{} attempt {}", job.key, job.attempt)).await?;
    if let Some(channel) = channel {
        let message = job.with_nonce(ui::message().content(format!("Work {} is done.", job.key)), 0);
        ChannelId::new(channel).send_message(job.host.http(), message).await?;
    }
    Ok(())
}

/// Reads
#[utoipa::path(get, path = "/thing", responses((status = 200, description = "The thing")))]
async fn look(State(host): State<Host>, caller: Caller) -> Result<Json<Value>, Problem> {
    probe(&host).called(&host, "route", caller.guild.to_string()).await?;
    Ok(Json(json!({ "guild_id": caller.guild.to_string(), "token": caller.token })))
}

/// What is to be written.
#[derive(Debug, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Thing {
    name: String,
}

/// Writes
#[utoipa::path(put, path = "/thing", request_body = Thing, responses((status = 200, description = "The thing")))]
async fn change(
    State(host): State<Host>,
    _: Caller,
    ApiJson(thing): ApiJson<Thing>,
) -> Result<Json<Thing>, Problem> {
    probe(&host).called(&host, "route", thing.name.clone()).await?;
    Ok(Json(thing))
}

/// The plugin that looks on.
#[derive(Default)]
pub struct Witness {
    /// What it saw.
    pub calls: Calls,
}

impl Plugin for Witness {
    fn about(&self) -> About {
        About::new("Witness", "Looks on").category("Tests")
    }

    fn user_data(&self) -> UserData {
        UserData::none("notes nothing about people")
    }

    fn hooks(&self) -> Vec<Hook> {
        vec![Hook::new(EventKind::Message, |event| async move {
            let witness = event.host.plugin::<Self>().expect("it is linked: this is it");
            witness.calls.note("hook", event.guild.to_string());
            Ok(())
        })]
    }
}
