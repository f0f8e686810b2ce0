//! A category of tickets.

use std::collections::BTreeMap;

use plugin_api::serenity::{ChannelId, RoleId};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

use crate::ticket::{Place, Priority};

/// Something that tickets can be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Category {
    /// What members see; its key where it is empty.
    pub name: String,
    /// An emoji before the name; none where it is empty.
    pub emoji: String,
    /// The roles that answer it, besides those that answer every category, by their ids.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub staff_roles: Vec<RoleId>,
    /// The Discord category that its channels are made in, by its id; in thread mode the text channel that has the threads.
    #[schemars(schema_with = "plugin_api::settings::id")]
    pub parent: Option<ChannelId>,
    /// The Discord category for when the first one has its 50 channels.
    #[schemars(schema_with = "plugin_api::settings::id")]
    pub overflow: Option<ChannelId>,
    /// A channel or a private thread for each ticket.
    pub place: Place,
    /// What a ticket's channel is called: `{number}`, `{user}`, `{category}`, `{priority}` and `{claimer}` stand for what they name.
    pub name_pattern: String,
    /// Up to five questions that are asked in a form; none: what it is about.
    pub questions: Vec<Question>,
    /// What the bot says first in a ticket; a sentence of ours where it is empty.
    pub opening_message: String,
    /// How many tickets a member may have open in it.
    #[schemars(range(min = 1, max = 50))]
    pub open_per_member: u32,
    /// How many tickets may be open in it; 0 is no limit.
    #[schemars(range(min = 0, max = 500))]
    pub open_in_all: u32,
    /// For how many minutes a member who opened one can't open another.
    #[schemars(range(min = 0, max = 10080))]
    pub cooldown_minutes: u32,
    /// Who has none of these roles can't open one; none: everybody can.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub required_roles: Vec<RoleId>,
    /// Who has one of these roles can't open one.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub blocked_roles: Vec<RoleId>,
    /// When staff work, by the guild's clock; none: always. Outside of these hours members are told so, and no clock of a target runs.
    pub hours: Hours,
    /// Whether a claimed ticket is seen by who claimed it only, not by other staff.
    pub claim_hides: bool,
    /// The role that a ticket is escalated to unless another is named.
    #[schemars(schema_with = "plugin_api::settings::id")]
    pub escalation_role: Option<RoleId>,
    /// How soon staff mean to answer, by priority.
    #[serde(deserialize_with = "targets")]
    pub targets: BTreeMap<Priority, Target>,
    /// The role that is pinged when a target is nearly missed, and when it is.
    #[schemars(schema_with = "plugin_api::settings::id")]
    pub alert_role: Option<RoleId>,
    /// After how many hours without a word from the member, when staff wait for it, they are reminded; 0: never.
    #[schemars(range(min = 0, max = 8760))]
    pub remind_after_hours: u32,
    /// After how many hours without a word from the member, when staff wait for it, a ticket is closed; 0: never.
    #[schemars(range(min = 0, max = 8760))]
    pub close_after_hours: u32,
}

impl Default for Category {
    fn default() -> Self {
        Self {
            name: String::new(),
            emoji: String::new(),
            staff_roles: Vec::new(),
            parent: None,
            overflow: None,
            place: Place::Channel,
            name_pattern: "ticket-{number}".to_owned(),
            questions: Vec::new(),
            opening_message: String::new(),
            open_per_member: 1,
            open_in_all: 0,
            cooldown_minutes: 0,
            required_roles: Vec::new(),
            blocked_roles: Vec::new(),
            hours: Hours::default(),
            claim_hides: false,
            escalation_role: None,
            targets: BTreeMap::new(),
            alert_role: None,
            remind_after_hours: 0,
            close_after_hours: 0,
        }
    }
}

/// Reads the keys as text first: only then does what is said of a wrong one name it.
fn targets<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Priority, Target>, D::Error> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    struct Key(Priority);

    impl<'de> Deserialize<'de> for Key {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let word = String::deserialize(from)?;
            word.parse()
                .map(Self)
                .map_err(|_| D::Error::unknown_variant(&word, <Priority as strum::VariantNames>::VARIANTS))
        }
    }

    let targets = BTreeMap::<Key, Target>::deserialize(from)?;
    Ok(targets.into_iter().map(|(Key(priority), target)| (priority, target)).collect())
}

/// One field of a category's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question (45 characters at most).
    pub label: String,
    /// What stands in the empty field (100 characters at most).
    #[serde(default)]
    pub placeholder: String,
    /// Whether it has several lines.
    #[serde(default)]
    pub long: bool,
    /// Whether it must be answered.
    #[serde(default)]
    pub required: bool,
    /// The least characters of an answer (0 to 1,000).
    #[serde(default)]
    pub min_length: u16,
    /// The most characters of an answer (1 to 1,000).
    #[serde(default = "most")]
    pub max_length: u16,
}

const fn most() -> u16 {
    1000
}

/// When staff work on each weekday, such as `monday = ["09:00-12:00", "13:00-17:00"]`. A day that is not here is free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Hours {
    /// Monday.
    pub monday: Vec<String>,
    /// Tuesday.
    pub tuesday: Vec<String>,
    /// Wednesday.
    pub wednesday: Vec<String>,
    /// Thursday.
    pub thursday: Vec<String>,
    /// Friday.
    pub friday: Vec<String>,
    /// Saturday.
    pub saturday: Vec<String>,
    /// Sunday.
    pub sunday: Vec<String>,
}

/// How soon staff mean to answer, in minutes of working hours; 0: no target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Target {
    /// Until staff's first words.
    #[schemars(range(min = 0, max = 100000))]
    pub first_response_minutes: u32,
    /// Until it is closed; time waited for the member does not count.
    #[schemars(range(min = 0, max = 100000))]
    pub resolution_minutes: u32,
}

/// How long a description is at most, in characters.
pub const DESCRIPTION_LIMIT: u16 = 2000;

/// How many questions a form may have, as Discord has it.
pub const MOST_QUESTIONS: usize = 5;

/// How long a question's label is at most, in characters, as Discord has it.
pub const LONGEST_LABEL: usize = 45;

/// The longest answer: an embed's field shows no more.
pub const LONGEST_ANSWER: u16 = 1_000;
