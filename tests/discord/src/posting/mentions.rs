//! Mentions of a message: those in its text, narrowed by `allowed_mentions`.
//! <https://discord.com/developers/docs/resources/message#allowed-mentions-object>

use serde_json::Value;

use crate::{
    json::read_id,
    payload::Payload,
    snowflake::Id,
    world::{Author, Message, World},
};

/// What a text mentions.
#[derive(Debug, Default, PartialEq, Eq)]
struct Mentioned {
    users: Vec<Id>,
    roles: Vec<Id>,
    everyone: bool,
}

impl World {
    /// Works out the message's mentions from its content and the payload's `allowed_mentions`.
    pub(crate) fn fill_mentions(&self, message: &mut Message, payload: &Payload) {
        let allowed = payload.present("allowed_mentions");
        let found = scan(&message.content);
        let guild = self.channels.get(&message.channel_id).and_then(|channel| channel.guild_id);
        let guild = guild.and_then(|id| self.guilds.get(&id));
        let everyone_may = self.may_ping_everyone(message);
        message.mention_everyone = found.everyone && allows_all(allowed, "everyone") && everyone_may;
        message.mentions = found
            .users
            .into_iter()
            .filter(|id| self.users.contains_key(id) && allows(allowed, "users", *id))
            .collect();
        message.mention_roles = found
            .roles
            .into_iter()
            .filter(|id| guild.is_some_and(|guild| guild.roles.contains_key(id)))
            .filter(|id| allows(allowed, "roles", *id))
            .collect();
        self.fill_replied_user(message, allowed);
    }

    fn fill_replied_user(&self, message: &mut Message, allowed: Option<&Value>) {
        let pings = allowed.is_none_or(|allowed| allowed["replied_user"].as_bool().unwrap_or(false));
        let replied = message.reference.as_ref().filter(|reference| reference["type"] != 1);
        let replied = replied.and_then(|reference| read_id(&reference["message_id"]));
        let author = replied.and_then(|id| self.message(message.channel_id, id)).map(|to| to.author.clone());
        if let Some(Author::User(author)) = author
            && pings
            && !message.mentions.contains(&author)
        {
            message.mentions.push(author);
        }
    }
}

fn allows_all(allowed: Option<&Value>, kind: &str) -> bool {
    let Some(allowed) = allowed else { return true };
    allowed["parse"].as_array().is_some_and(|parse| parse.iter().any(|one| one == kind))
}

fn allows(allowed: Option<&Value>, kind: &str, id: Id) -> bool {
    let listed = allowed.and_then(|allowed| allowed[kind].as_array());
    allows_all(allowed, kind) || listed.is_some_and(|ids| ids.iter().any(|one| read_id(one) == Some(id)))
}

/// Finds `<@1>`, `<@!1>`, `<@&1>`, `@everyone` and `@here`, each once, in order.
fn scan(text: &str) -> Mentioned {
    let mut found =
        Mentioned { everyone: text.contains("@everyone") || text.contains("@here"), ..Mentioned::default() };
    for part in text.split("<@").skip(1) {
        let Some((inside, _)) = part.split_once('>') else { continue };
        let (list, digits) = match inside.strip_prefix('&') {
            Some(digits) => (&mut found.roles, digits),
            None => (&mut found.users, inside.strip_prefix('!').unwrap_or(inside)),
        };
        if let Ok(id) = digits.parse()
            && !list.contains(&id)
        {
            list.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_is_scanned_for_every_kind_of_mention() {
        let found = scan("hi <@1> <@!2> <@&3> <@1> <@x> @here");
        let expected = Mentioned { users: vec![Id(1), Id(2)], roles: vec![Id(3)], everyone: true };
        assert_eq!(found, expected);
    }

    #[test]
    fn allowed_mentions_narrow() {
        assert!(allows(None, "users", Id(1)));
        assert!(!allows(Some(&json!({ "parse": [] })), "users", Id(1)));
        assert!(allows(Some(&json!({ "users": ["1"] })), "users", Id(1)));
        assert!(!allows(Some(&json!({ "users": ["1"] })), "users", Id(2)));
        assert!(allows(Some(&json!({ "parse": ["roles"] })), "roles", Id(2)));
    }
}
