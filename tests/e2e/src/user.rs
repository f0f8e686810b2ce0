//! Acting as a member of the demo guild.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{Outcome, World, outcome};

/// Somebody in the emulated Discord: `ada` (admin), `bram` and `chloe` (staff), `daan`, `emma`, `finn` (members); `bram` and `daan` read
/// Dutch.
#[derive(Clone, Copy)]
pub struct User<'w> {
    pub(crate) world: &'w World,
    pub(crate) name: &'w str,
}

impl World {
    /// Somebody in the demo guild.
    #[must_use]
    pub fn user<'w>(&'w self, name: &'w str) -> User<'w> {
        User { world: self, name }
    }
}

impl User<'_> {
    /// Uses a slash command; subcommands follow after a space.
    ///
    /// # Panics
    /// Where this user's client would not list it or not take the options.
    pub async fn slash(&self, command: &str, options: Value, channel: &str) -> Outcome {
        self.act(
            "commands",
            json!({ "guild": "Demo", "channel": channel, "name": command, "options": options }),
        )
        .await
    }

    /// Begins to use a slash command and does not wait for its answer. Gives the interaction's id.
    pub async fn slash_without_waiting(&self, command: &str, options: Value, channel: &str) -> String {
        let body = json!({ "guild": "Demo", "channel": channel, "name": command, "options": options, "wait": false });
        let Outcome(begun) = self.act("commands", body).await;
        begun["interaction"].as_str().expect("an id").to_owned()
    }

    /// What came of an interaction that was not waited for.
    pub async fn outcome(&self, interaction: &str) -> Outcome {
        Outcome(self.world.get(&format!("interactions/{interaction}?wait=true")).await)
    }

    /// What comes of a slash command that takes longer than the two seconds after which the host acknowledges by itself; nobody can write
    /// with this lock until then, see [`World::hold_writes`]. The command has to acknowledge by itself before it writes.
    ///
    /// # Panics
    /// Where it does not.
    pub async fn slash_slowly(&self, command: &str, options: Value, lock: &'static str) -> Outcome {
        let held = self.world.hold_writes(lock).await;
        let interaction = self.slash_without_waiting(command, options, "general").await;
        let callback = format!("/interactions/{interaction}/*");
        let acknowledged = async || {
            let sent = self.world.requests("POST", &callback).await;
            sent.first()
                .filter(|request| request["status"].is_u64())
                .map(|request| request["body"]["type"].clone())
        };
        assert_eq!(self.world.until("it acknowledges", acknowledged).await, 5);
        self.world.advance(TimeDelta::seconds(2)).await;
        held.rollback().await.expect("the lock is let go");
        self.outcome(&interaction).await
    }

    /// Chooses a command in the context menu of a message that this user sees.
    ///
    /// # Panics
    /// Where this user's client would not list it.
    pub async fn choose_on(&self, message: &Value, command: &str) -> Outcome {
        let (channel, id) = (&message["channel_id"], &message["id"]);
        let body =
            json!({ "guild": "Demo", "channel": channel, "type": "message", "name": command, "target": id });
        self.act("commands", body).await
    }

    /// Why this user can't use a command: what the client would say.
    ///
    /// # Panics
    /// Where the user can.
    pub async fn cannot_slash(&self, command: &str, options: Value, channel: &str) -> String {
        let body = json!({ "guild": "Demo", "channel": channel, "name": command, "options": options });
        let path = format!("users/{}/commands", self.name);
        let (status, answer) = self.world.send(reqwest::Method::POST, &path, Some(body)).await;
        assert!(status.is_client_error(), "{} can use /{command}: {answer:#}", self.name);
        answer["error"].as_str().unwrap_or_default().to_owned()
    }

    /// What a command's option offers while it is typed.
    pub async fn autocomplete(&self, command: &str, option: &str, typed: &str) -> Outcome {
        let options = json!({ option: typed });
        let body = json!({ "guild": "Demo", "channel": "general", "name": command, "options": options, "focused": option });
        self.act("autocomplete", body).await
    }

    /// Clicks the button whose label contains a text, under a message that this user sees.
    pub async fn click(&self, message: &Value, label: &str) -> Outcome {
        let id = outcome::button(message, label);
        let body = json!({ "channel": message["channel_id"], "message": message["id"], "custom_id": id });
        self.act("components", body).await
    }

    /// Clicks a button and does not wait for what comes of it.
    pub async fn click_without_waiting(&self, message: &Value, label: &str) {
        let id = outcome::button(message, label);
        let (channel, message) = (&message["channel_id"], &message["id"]);
        self.act(
            "components",
            json!({ "channel": channel, "message": message, "custom_id": id, "wait": false }),
        )
        .await;
    }

    /// Sends any custom id from a message, as a forged client can.
    pub async fn force(&self, message: &Value, custom_id: &str) -> Outcome {
        let (channel, message) = (&message["channel_id"], &message["id"]);
        let body = json!({ "channel": channel, "message": message, "custom_id": custom_id, "force": true });
        self.act("components", body).await
    }

    /// Chooses in a select of a message, by its custom id.
    pub async fn choose(&self, message: &Value, custom_id: &str, value: &str) -> Outcome {
        let (channel, message) = (&message["channel_id"], &message["id"]);
        let body =
            json!({ "channel": channel, "message": message, "custom_id": custom_id, "values": [value] });
        self.act("components", body).await
    }

    /// Submits the modal that this user was shown last, with some of its fields filled in anew.
    pub async fn submit(&self, fields: Value) -> Outcome {
        self.act("modals", json!({ "fields": fields })).await
    }

    /// Writes a message.
    pub async fn says(&self, content: &str, channel: &str) -> Value {
        self.says_in(content, channel, "Demo").await
    }

    /// Writes a message in another guild than the demo guild.
    pub async fn says_in(&self, content: &str, channel: &str, guild: &str) -> Value {
        let Outcome(message) =
            self.act("messages", json!({ "guild": guild, "channel": channel, "content": content })).await;
        message
    }

    /// The messages that this user sees in a channel, the newest first.
    pub async fn sees(&self, channel: &str) -> Vec<Value> {
        let messages = self.world.get(&format!("users/{}/channels/{channel}/messages", self.name)).await;
        serde_json::from_value(messages).expect("a list")
    }

    /// The texts of the messages that this user sees in a channel, the newest first.
    pub async fn reads(&self, channel: &str) -> Vec<String> {
        self.sees(channel).await.iter().map(outcome::text).collect()
    }

    /// Waits for a message whose text contains this.
    pub async fn awaits(&self, text: &str, channel: &str) -> Value {
        let what = format!("{} reads '{text}' in #{channel}", self.name);
        let look = async || {
            self.sees(channel).await.into_iter().find(|message| outcome::text(message).contains(text))
        };
        self.world.until(&what, look).await
    }

    /// The names of the commands that this user's client lists.
    pub async fn commands(&self) -> Vec<String> {
        let commands = self.command_list().await;
        commands.iter().filter_map(|command| command["name"].as_str().map(str::to_owned)).collect()
    }

    /// The commands that this user's client lists.
    pub async fn command_list(&self) -> Vec<Value> {
        let commands = self.world.get(&format!("users/{}/guilds/Demo/commands", self.name)).await;
        serde_json::from_value(commands).expect("a list")
    }

    async fn act(&self, what: &str, body: Value) -> Outcome {
        Outcome(self.world.post(&format!("users/{}/{what}", self.name), body).await)
    }
}
