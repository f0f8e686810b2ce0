//! IDENTIFY, RESUME and REQUEST_GUILD_MEMBERS: the requests that a client sends over the gateway.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    json::read_id,
    sessions::{
        Session,
        intents::{self, Intents},
        outbox::Outbox,
    },
    snowflake::Id,
    world::{Application, World, application_flag as flag},
};

/// A search finds this many members at most.
const MAX_FOUND: usize = 100;

/// A reason to close the connection: code and text.
pub(crate) type Refusal = (u16, &'static str);

#[derive(Deserialize)]
struct Identify {
    token: String,
    intents: Option<u64>,
    shard: Option<(u64, u64)>,
}

#[derive(Deserialize)]
struct Resume {
    token: String,
    session_id: String,
    seq: u64,
}

/// Opens a session, sends READY and one GUILD_CREATE per guild of the shard. Returns the session's id.
pub(super) fn identify(world: &mut World, data: &Value, connection: Outbox) -> Result<String, Refusal> {
    let Ok(request) = Identify::deserialize(data) else {
        return Err((4002, "Error while decoding payload."));
    };
    check_token(world, &request.token)?;
    let shard = request.shard.unwrap_or((0, 1));
    if shard.0 >= shard.1 {
        return Err((4010, "Invalid shard."));
    }
    let intents = check_intents(request.intents, &world.application)?;
    let id = format!("{:032x}", rand::random::<u128>());
    let mut session = Session::new(id.clone(), intents, shard, connection);
    send_ready(world, &mut session);
    world.gateway.add(session);
    Ok(id)
}

/// Checks the intents that IDENTIFY asks for: close code 4013 for unknown bits, 4014 for a privileged intent that the
/// application was not granted.
fn check_intents(bits: Option<u64>, application: &Application) -> Result<Intents, Refusal> {
    let bits = bits.filter(|bits| bits & !intents::KNOWN == 0).ok_or((4013, "Invalid intent(s)."))?;
    let privileged = [
        (intents::GUILD_MEMBERS, flag::GATEWAY_GUILD_MEMBERS | flag::GATEWAY_GUILD_MEMBERS_LIMITED),
        (intents::GUILD_PRESENCES, flag::GATEWAY_PRESENCE | flag::GATEWAY_PRESENCE_LIMITED),
        (intents::MESSAGE_CONTENT, flag::GATEWAY_MESSAGE_CONTENT | flag::GATEWAY_MESSAGE_CONTENT_LIMITED),
    ];
    for (intent, flags) in privileged {
        if bits & intent != 0 && !application.has_any(flags) {
            return Err((4014, "Disallowed intent(s)."));
        }
    }
    Ok(Intents(bits))
}

/// Sends READY, and GUILD_CREATE for each guild.
fn send_ready(world: &World, session: &mut Session) {
    let bot = world.bot_id();
    let guilds: Vec<Id> = world
        .guilds
        .values()
        .filter(|guild| guild.members.contains_key(&bot) && session.owns(Some(guild.id)))
        .map(|guild| guild.id)
        .collect();
    let unavailable: Vec<_> = guilds.iter().map(|id| json!({ "id": id, "unavailable": true })).collect();
    let user = world.users.get(&bot).map(crate::world::User::to_own_json);
    let ready = json!({
        "v": 10,
        "user": user,
        "user_settings": {},
        "session_type": "normal",
        "session_id": session.id,
        "resume_gateway_url": world.gateway_url(),
        "shard": [session.shard.0, session.shard.1],
        "guilds": unavailable,
        "application": { "id": world.application.id, "flags": world.application.flags },
        "private_channels": [],
        "presences": [],
        "relationships": [],
        "guild_join_requests": [],
        "game_relationships": [],
        "geo_ordered_rtc_regions": [],
        "auth": {},
        "_trace": ["[\"discord-emulator\",{\"micros\":0}]"],
    });
    session.dispatch("READY", ready);
    if !session.intents.wants_guilds() {
        return;
    }
    for guild in guilds {
        if world.guilds.get(&guild).is_some_and(|guild| guild.unavailable) {
            continue;
        }
        if let Some(view) = world.guild_create_json(guild, session.intents.wants_members()) {
            session.dispatch("GUILD_CREATE", view);
        }
    }
}

/// Continues a session. `Ok(None)` when it cannot be resumed: the client has to identify again.
pub(super) fn resume(world: &mut World, data: &Value, connection: Outbox) -> Result<Option<String>, Refusal> {
    let Ok(request) = Resume::deserialize(data) else {
        return Err((4002, "Error while decoding payload."));
    };
    check_token(world, &request.token)?;
    let resumed = world.gateway.resume(&request.session_id, request.seq, connection);
    Ok(resumed.map(|()| request.session_id))
}

/// Tokens are written with and without the prefix.
fn check_token(world: &World, token: &str) -> Result<(), Refusal> {
    let token = token.strip_prefix("Bot ").unwrap_or(token).trim();
    if token == world.application.token { Ok(()) } else { Err((4004, "Authentication failed.")) }
}

/// Answers REQUEST_GUILD_MEMBERS with chunks of up to 1,000 members. The whole list needs the intent GUILD_MEMBERS and
/// is not answered without it; a search finds 100 at most.
/// <https://discord.com/developers/docs/events/gateway-events#request-guild-members>
pub(super) fn request_members(world: &mut World, session: &str, request: &Value) {
    let ids = |value: &Value| -> Vec<Id> {
        match value {
            Value::Array(list) => list.iter().filter_map(read_id).collect(),
            one => read_id(one).into_iter().collect(),
        }
    };
    let Some(guild_id) = ids(&request["guild_id"]).first().copied() else { return };
    if !world.is_member(guild_id, world.bot_id()) {
        return;
    }
    let wanted = ids(&request["user_ids"]);
    let query = request["query"].as_str().filter(|_| wanted.is_empty()).map(str::to_lowercase);
    let limit = request["limit"].as_u64().unwrap_or(0);
    let whole = query.as_deref() == Some("") && limit == 0;
    let intents = world.gateway.session_mut(session).map(|session| session.intents);
    if whole && !intents.is_some_and(Intents::wants_members) {
        return;
    }
    let most = match limit {
        _ if whole => usize::MAX,
        0 => MAX_FOUND,
        limit => usize::try_from(limit).unwrap_or(MAX_FOUND).min(MAX_FOUND),
    };
    let members: Vec<Value> = world
        .guilds
        .get(&guild_id)
        .into_iter()
        .flat_map(|guild| guild.members.values())
        .filter_map(|member| Some((member, world.users.get(&member.user_id)?)))
        .filter(|(member, user)| match &query {
            Some(start) => user.name.to_lowercase().starts_with(start),
            None => wanted.contains(&member.user_id),
        })
        .map(|(member, user)| member.to_json(user))
        .take(most)
        .collect();
    let found = |id: &Id| members.iter().any(|member| member["user"]["id"] == json!(id));
    let missing: Vec<_> = wanted.iter().filter(|id| !found(id)).collect();
    let chunks: Vec<_> = if members.is_empty() { vec![&[][..]] } else { members.chunks(1000).collect() };
    let count = chunks.len();
    let Some(session) = world.gateway.session_mut(session) else { return };
    for (index, chunk) in chunks.into_iter().enumerate() {
        let mut data = json!({
            "guild_id": guild_id, "members": chunk, "chunk_index": index, "chunk_count": count,
            "not_found": missing, "presences": [],
        });
        if let Some(nonce) = request.get("nonce").filter(|nonce| !nonce.is_null()) {
            data["nonce"] = nonce.clone();
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", data);
    }
}
