//! The message that is delivered.

use plugin_api::{
    GuildConfig, Locale, Result,
    locale::FluentValue,
    serenity::{
        ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateMessage,
        Mentionable,
    },
    ui::{self, Tone, timestamp},
};
use strum::IntoEnumIterator;

use super::{local_time_and_date, long_date, text, text_with};
use crate::{
    domain::{Lateness, Mention, Phase, Reminder, Snooze},
    names::{DELETE, SNOOZE},
};

/// Why a reminder is sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeliveryKind {
    /// As an announcement before its time.
    Lead,
    /// At its time.
    Due,
    /// A little late.
    Late,
    /// Very late.
    Missed,
    /// Again, because its owner snoozed it.
    Snoozed,
}

impl DeliveryKind {
    /// How a step is sent; `None` if it is too late for it. A late announcement is not marked as late: it
    /// says when the event starts.
    pub(crate) const fn from_step(phase: Phase, lateness: Lateness) -> Option<Self> {
        match (lateness, phase) {
            (Lateness::TooLate, _) => None,
            (Lateness::Missed, _) => Some(Self::Missed),
            (_, Phase::Lead) => Some(Self::Lead),
            (Lateness::OnTime, Phase::Due) => Some(Self::Due),
            (Lateness::Late, Phase::Due) => Some(Self::Late),
        }
    }

    const fn note(self) -> Option<&'static str> {
        match self {
            Self::Due => None,
            Self::Lead => Some("note-lead"),
            Self::Late => Some("note-late"),
            Self::Missed => Some("note-missed"),
            Self::Snoozed => Some("note-snoozed"),
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Due | Self::Lead | Self::Snoozed => Tone::Neutral,
            Self::Late | Self::Missed => Tone::Warning,
        }
    }
}

/// The message that is delivered. It pings exactly `mention`.
pub(crate) fn message(
    config: &GuildConfig,
    reminder: &Reminder,
    kind: DeliveryKind,
    mention: Mention,
) -> Result<CreateMessage> {
    let nobody = CreateAllowedMentions::new();
    let (content, allowed) = match mention {
        Mention::Everyone => ("@everyone".to_owned(), nobody.everyone(true)),
        Mention::Role(role) => (role.mention().to_string(), nobody.roles([role])),
        Mention::User(user) => (user.mention().to_string(), nobody.users([user])),
        Mention::Nobody => (String::new(), nobody),
    };
    Ok(ui::message()
        .content(content)
        .allowed_mentions(allowed)
        .embed(embed(config, reminder, kind))
        .components(vec![buttons(&config.locale, reminder)?]))
}

fn embed(config: &GuildConfig, reminder: &Reminder, kind: DeliveryKind) -> CreateEmbed {
    let locale = &config.locale;
    let (time, date) = local_time_and_date(reminder, config.timezone);
    let title = format!("⏰ {}", ui::escape_markdown(&reminder.name));
    let mut embed = ui::embed(kind.tone(), &title, &reminder.message);
    if let Some(note) = kind.note() {
        embed = embed.field(text(locale, note), note_text(locale, note, reminder), false);
    }
    let at = reminder.event_time;
    embed = embed
        .field(
            text(locale, "field-date"),
            format!("{} · {}", long_date(locale, date), timestamp(at, 'D')),
            true,
        )
        .field(
            text(locale, "field-time"),
            format!("{time} · {} ({})", timestamp(at, 't'), timestamp(at, 'R')),
            true,
        );
    if !reminder.location.is_empty() {
        embed = embed.field(text(locale, "field-location"), ui::escape_markdown(&reminder.location), true);
    }
    if let Some(origin) = reminder.origin {
        let link = origin.message.link(origin.channel, Some(reminder.guild));
        embed = embed.field(
            text(locale, "field-origin"),
            format!("[{}]({link})", text(locale, "origin-link")),
            false,
        );
    }
    embed
}

fn note_text(locale: &Locale, note: &str, reminder: &Reminder) -> String {
    let args: [(&str, FluentValue<'_>); 2] = [
        ("relative", timestamp(reminder.event_time, 'R').into()),
        ("owner", reminder.created_by.mention().to_string().into()),
    ];
    text_with(locale, &format!("{note}-text"), &args)
}

fn buttons(locale: &Locale, reminder: &Reminder) -> Result<CreateActionRow> {
    let snooze = Snooze::iter().map(|duration| {
        let id = SNOOZE.id().with(reminder.number).with(duration.as_str()).build()?;
        let label = text(locale, &format!("button-snooze-{}", duration.as_str()));
        Ok(CreateButton::new(id).style(ButtonStyle::Secondary).label(label))
    });
    let mut buttons = snooze.collect::<Result<Vec<_>>>()?;
    let delete = CreateButton::new(DELETE.id().with(reminder.number).build()?);
    buttons.push(delete.style(ButtonStyle::Danger).label(text(locale, "button-delete")));
    Ok(CreateActionRow::Buttons(buttons))
}

#[cfg(test)]
mod tests {
    use plugin_api::serenity::{ChannelId, GuildId, RoleId, UserId};
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        domain::{Draft, Origin, ReminderInput},
        settings::ReminderSettings,
    };

    fn reminder() -> Reminder {
        let input = ReminderInput {
            name: "Stand *up* @everyone".to_owned(),
            channel: ChannelId::new(2),
            date: Some("2026-03-12".to_owned()),
            time: "19:30".to_owned(),
            days: None,
            message: Some("\u{202e}@everyone `x` \u{200b}".to_owned()),
            location: Some("<@1>".to_owned()),
            lead_minutes: None,
            mention: Mention::Nobody,
            origin: Some(Origin { channel: ChannelId::new(5), message: 6.into() }),
        };
        let now = "2026-03-10T11:00:00Z".parse().expect("an instant");
        let draft: Draft = input
            .validate(ReminderSettings::default().input_limits(), config().timezone, now)
            .expect("it can be done");
        draft.into_reminder(GuildId::new(1), 7, UserId::new(3), now)
    }

    fn config() -> GuildConfig {
        GuildConfig { timezone: chrono_tz::Europe::Brussels, ..GuildConfig::default() }
    }

    fn sent(mention: Mention) -> Value {
        let message = message(&config(), &reminder(), DeliveryKind::Due, mention).expect("ids are short");
        serde_json::to_value(message).expect("a message is JSON")
    }

    #[test]
    fn exactly_whom_it_mentions_is_pinged() {
        for (mention, content, allowed) in [
            (Mention::Nobody, "", json!({"parse": [], "users": [], "roles": []})),
            (Mention::Everyone, "@everyone", json!({"parse": ["everyone"], "users": [], "roles": []})),
            (Mention::Role(RoleId::new(8)), "<@&8>", json!({"parse": [], "users": [], "roles": ["8"]})),
            (Mention::User(UserId::new(9)), "<@9>", json!({"parse": [], "users": ["9"], "roles": []})),
        ] {
            let sent = sent(mention);
            assert_eq!(sent["content"], content, "{mention:?}");
            assert_eq!(sent["allowed_mentions"], allowed, "{mention:?}");
        }
    }

    #[test]
    fn what_members_write_is_shown_and_does_nothing() {
        let embed = &sent(Mention::Nobody)["embeds"][0];
        assert_eq!(embed["title"], "⏰ Stand \\*up\\* @\u{200b}everyone");
        assert_eq!(embed["description"], "\u{202e}@everyone `x` \u{200b}");
        let fields: Vec<_> =
            embed["fields"].as_array().expect("fields").iter().map(|f| f["value"].clone()).collect();
        assert_eq!(
            fields,
            [
                "Thursday 12 March 2026 · <t:1773340200:D>",
                "19:30 · <t:1773340200:t> (<t:1773340200:R>)",
                "<\u{200b}@\u{200b}1\\>",
                "[This message](https://discord.com/channels/1/5/6)",
            ]
        );
    }
}
