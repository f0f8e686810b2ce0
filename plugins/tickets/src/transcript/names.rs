//! Names and times as a transcript shows them.

use std::collections::HashMap;

use chrono_tz::Tz;
use plugin_api::{
    DiscordCode, Error, Host, Locale,
    chrono::{DateTime, Utc},
    serenity::{GuildId, Http, UserId},
};

use crate::{texts, ticket::Ticket};

/// The names, time zone and language that mentions and time stamps need.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// What people are called, by their ids.
    pub people: HashMap<u64, String>,
    /// What roles are called.
    pub roles: HashMap<u64, String>,
    /// What channels are called.
    pub channels: HashMap<u64, String>,
    /// The zone of the guild's wall clock.
    pub zone: Tz,
    /// The language of dates.
    pub locale: Locale,
}

/// A mention or time stamp between angle brackets.
#[derive(Debug, PartialEq, Eq)]
pub enum Mention<'n> {
    /// A person, by id and, if it is known, name.
    Person(u64, Option<&'n str>),
    /// A role.
    Role(u64, Option<&'n str>),
    /// A channel.
    Channel(u64, Option<&'n str>),
    /// A moment.
    Moment(DateTime<Utc>),
    /// An emoji of some guild.
    Emoji(&'n str),
}

impl Names {
    /// Fetches names from Discord that are not known yet: roles, channels, and people who acted on a ticket without writing in it.
    /// A missing name is no error: the id is shown instead.
    pub async fn fetch_missing(&mut self, host: &Host, ticket: &Ticket) {
        let (http, guild) = (host.http(), ticket.guild);
        match guild.roles(http).await {
            Ok(roles) => self.roles.extend(roles.into_iter().map(|(id, role)| (id.get(), role.name))),
            Err(error) => warn_unknown(guild, &error.into()),
        }
        match guild.channels(http).await {
            Ok(channels) => self.channels.extend(channels.into_iter().map(|(id, one)| (id.get(), one.name))),
            Err(error) => warn_unknown(guild, &error.into()),
        }
        for user in [ticket.opener(), ticket.claimed_by, ticket.closed_by].into_iter().flatten() {
            if !self.people.contains_key(&user.get())
                && let Some(name) = fetch_member_name(http, guild, user).await
            {
                self.people.insert(user.get(), name);
            }
        }
    }

    /// Parses the text between angle brackets; `None` if it is not a mention.
    pub fn parse_mention<'n>(&'n self, inside: &'n str) -> Option<Mention<'n>> {
        fn known(names: &HashMap<u64, String>, id: u64) -> Option<&str> {
            names.get(&id).map(String::as_str)
        }
        if let Some(id) = inside.strip_prefix("@&") {
            let id = id.parse().ok()?;
            Some(Mention::Role(id, known(&self.roles, id)))
        } else if let Some(id) = inside.strip_prefix("@!").or_else(|| inside.strip_prefix('@')) {
            let id = id.parse().ok()?;
            Some(Mention::Person(id, known(&self.people, id)))
        } else if let Some(id) = inside.strip_prefix('#') {
            let id = id.parse().ok()?;
            Some(Mention::Channel(id, known(&self.channels, id)))
        } else if let Some(stamp) = inside.strip_prefix("t:") {
            let seconds = stamp.split(':').next()?.parse().ok()?;
            Some(Mention::Moment(DateTime::from_timestamp(seconds, 0)?))
        } else {
            let emoji = inside.strip_prefix("a:").or_else(|| inside.strip_prefix(':'))?;
            let (name, id) = emoji.split_once(':')?;
            id.parse::<u64>().ok().filter(|_| name.chars().all(|c| c.is_alphanumeric() || c == '_'))?;
            Some(Mention::Emoji(name))
        }
    }

    /// `2 March 2026`, by the guild's clock.
    pub fn date(&self, at: DateTime<Utc>) -> String {
        let here = at.with_timezone(&self.zone);
        let month = texts::text(&self.locale, &format!("month-{}", here.format("%-m")));
        let (day, year) = (here.format("%-d").to_string(), here.format("%Y").to_string());
        let args = [("day", day.into()), ("month", month.into()), ("year", year.into())];
        texts::text_with(&self.locale, "transcript-date", &args)
    }

    /// `12:05`, by the guild's clock.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%H:%M").to_string()
    }

    /// Date and time.
    pub fn date_time(&self, at: DateTime<Utc>) -> String {
        format!("{} {}", self.date(at), self.time(at))
    }

    /// A message's text as plain text: names in place of mentions, and escapes removed.
    /// Code stays as it is.
    pub fn plain_text(&self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['\\', '`', '<', '\u{200b}']) {
            plain.push_str(&rest[..at]);
            rest = &rest[at..];
            let (shown, taken) = self.replace_special(rest);
            plain.push_str(&shown);
            rest = &rest[taken..];
        }
        plain + rest
    }

    /// The replacement for the special sequence at the beginning of a text, and that sequence's length.
    fn replace_special(&self, rest: &str) -> (String, usize) {
        let first = rest.chars().next().unwrap_or_default();
        let found = match first {
            '\u{200b}' => Some((String::new(), first.len_utf8())),
            '\\' => {
                rest[1..].chars().next().filter(char::is_ascii_punctuation).map(|mark| (mark.to_string(), 2))
            }
            '`' => {
                let fence = rest.len() - rest.trim_start_matches('`').len();
                let end = rest[fence..].find(&rest[..fence]).map(|end| end + 2 * fence);
                end.map(|end| (rest[..end].to_owned(), end))
            }
            _ => rest.find('>').and_then(|end| Some((self.mention(&rest[1..end])?, end + 1))),
        };
        found.unwrap_or_else(|| (first.to_string(), first.len_utf8()))
    }

    fn mention(&self, inside: &str) -> Option<String> {
        let called = |mark: &str, name: Option<&str>, id: u64| {
            name.map_or_else(|| format!("{mark}{id}"), |name| format!("{mark}{name}"))
        };
        Some(match self.parse_mention(inside)? {
            Mention::Person(id, name) => called("@", name, id),
            Mention::Role(id, name) => called("@", name, id),
            Mention::Channel(id, name) => called("#", name, id),
            Mention::Moment(at) => self.date_time(at),
            Mention::Emoji(name) => format!(":{name}:"),
        })
    }
}

async fn fetch_member_name(http: &Http, guild: GuildId, user: UserId) -> Option<String> {
    match guild.member(http, user).await {
        Ok(member) => Some(member.display_name().to_owned()),
        Err(error) => {
            let error = Error::from(error);
            if !matches!(error.discord_code(), Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)) {
                warn_unknown(guild, &error);
            }
            None
        }
    }
}

fn warn_unknown(guild: GuildId, error: &Error) {
    tracing::warn!(%guild, %error, "a transcript shows numbers: Discord does not tell names");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_people_see_it() {
        let called = |id, name: &str| HashMap::from([(id, name.to_owned())]);
        let names = Names {
            people: called(7, "Emma"),
            roles: called(8, "Staff"),
            channels: called(9, "general"),
            zone: chrono_tz::Europe::Brussels,
            ..Names::default()
        };
        for (text, read) in [
            ("<@7>, <@!7> and <@1>", "@Emma, @Emma and @1"),
            ("<@&8> in <#9>, <@&1> in <#1>", "@Staff in #general, @1 in #1"),
            ("at <t:1772449200:f> <:wave:12> <a:wave:12>", "at 2 March 2026 12:00 :wave: :wave:"),
            ("\\*\\*bold\\*\\* @\u{200b}everyone <\u{200b}@\u{200b}7\\>", "**bold** @everyone <@7>"),
            ("`a\\*b <@7>` ``c` \\*`` ` \\*", "`a\\*b <@7>` ``c` \\*`` ` *"),
            ("1 < 2, C:\\Users, <b>, <", "1 < 2, C:\\Users, <b>, <"),
        ] {
            assert_eq!(names.plain_text(text), read, "{text}");
        }
    }
}
