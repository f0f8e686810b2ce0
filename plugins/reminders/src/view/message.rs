//! The message that is delivered.

use plugin_api::{
    CustomId, GuildConfig, Locale, Result,
    locale::FluentValue,
    serenity::{
        ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateMessage,
        Mentionable,
    },
    ui::{self, Tone, stamp},
};

use super::{TEXTS, local, long_date, text};
use crate::{
    ID,
    domain::{Mention, Phase, Reminder, Verdict},
};

/// Why a message is sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// It is announced.
    Lead,
    /// It is due.
    Due,
    /// It was due a while ago.
    Late,
    /// It was due long ago.
    Missed,
    /// Its owner asked for it again.
    Snoozed,
}

impl Occasion {
    /// What a step is sent as; `None` where it is too late for it. A late announcement is still one: it says when it starts.
    #[must_use]
    pub const fn of(phase: Phase, verdict: Verdict) -> Option<Self> {
        match (verdict, phase) {
            (Verdict::TooLate, _) => None,
            (Verdict::Missed, _) => Some(Self::Missed),
            (_, Phase::Lead) => Some(Self::Lead),
            (Verdict::OnTime, Phase::Due) => Some(Self::Due),
            (Verdict::Late, Phase::Due) => Some(Self::Late),
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
///
/// # Errors
/// Where a custom id can't be built.
pub fn message(
    config: &GuildConfig,
    reminder: &Reminder,
    occasion: Occasion,
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
        .embed(embed(config, reminder, occasion))
        .components(vec![buttons(&config.locale, reminder)?]))
}

fn embed(config: &GuildConfig, reminder: &Reminder, occasion: Occasion) -> CreateEmbed {
    let locale = &config.locale;
    let (time, date) = local(reminder, config.timezone);
    let title = format!("⏰ {}", ui::plain(&reminder.name));
    let mut embed = ui::embed(occasion.tone(), &title, &reminder.message);
    if let Some(note) = occasion.note() {
        embed = embed.field(text(locale, note), note_text(locale, note, reminder), false);
    }
    let at = reminder.event_time;
    embed = embed
        .field(text(locale, "field-date"), format!("{} · {}", long_date(locale, date), stamp(at, 'D')), true)
        .field(text(locale, "field-time"), format!("{time} · {} ({})", stamp(at, 't'), stamp(at, 'R')), true);
    if !reminder.location.is_empty() {
        embed = embed.field(text(locale, "field-location"), ui::plain(&reminder.location), true);
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
        ("relative", stamp(reminder.event_time, 'R').into()),
        ("owner", reminder.created_by.mention().to_string().into()),
    ];
    TEXTS.text_with(locale, &format!("{note}-text"), &args)
}

fn buttons(locale: &Locale, reminder: &Reminder) -> Result<CreateActionRow> {
    let snooze = |word: &str| -> Result<CreateButton> {
        let id = CustomId::new(ID, "snooze").with(reminder.number).with(word).build()?;
        let label = text(locale, &format!("button-snooze-{word}"));
        Ok(CreateButton::new(id).style(ButtonStyle::Secondary).label(label))
    };
    Ok(CreateActionRow::Buttons(vec![
        snooze("10")?,
        snooze("60")?,
        snooze("tomorrow")?,
        CreateButton::new(CustomId::new(ID, "delete").with(reminder.number).build()?)
            .style(ButtonStyle::Danger)
            .label(text(locale, "button-delete")),
    ]))
}

#[cfg(test)]
mod tests {
    use plugin_api::serenity::{ChannelId, GuildId, RoleId, UserId};
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::{Draft, Origin, Wish};

    fn reminder() -> Reminder {
        let wish = Wish {
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
        let draft: Draft = wish.check(&Default::default(), config().timezone, now).expect("it can be done");
        draft.into_reminder(GuildId::new(1), 7, UserId::new(3), now)
    }

    fn config() -> GuildConfig {
        GuildConfig { timezone: chrono_tz::Europe::Brussels, ..GuildConfig::default() }
    }

    fn sent(mention: Mention) -> Value {
        let message = message(&config(), &reminder(), Occasion::Due, mention).expect("ids are short");
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
