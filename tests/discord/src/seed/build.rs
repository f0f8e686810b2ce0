//! Builds the content of a world file in a world.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::file::{ChannelEntry, GuildEntry, OverwriteEntry, UserEntry, WorldFile};
use crate::{
    permissions::Permissions,
    snowflake::Id,
    world::{Channel, Guild, Member, Overwrite, OverwriteKind, Role, User, World, channel_kind},
};

/// The default permissions of the bot's role: everything that a careful admin would grant.
const BOT: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::MANAGE_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::PIN_MESSAGES)
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::MANAGE_ROLES)
    .union(Permissions::MANAGE_WEBHOOKS)
    .union(Permissions::MANAGE_NICKNAMES)
    .union(Permissions::MODERATE_MEMBERS)
    .union(Permissions::VIEW_AUDIT_LOG)
    .union(Permissions::USE_APPLICATION_COMMANDS);

/// Adds users and guilds to the world. Returns the new guilds; nothing has been announced.
pub(crate) fn extend(world: &mut World, file: &WorldFile) -> Result<Vec<Id>> {
    if let Some(name) = &file.application.name {
        world.application.name.clone_from(name);
        let bot = world.bot_id();
        if let Some(bot) = world.users.get_mut(&bot) {
            bot.name.clone_from(name);
        }
    }
    if let Some(description) = &file.application.description {
        world.application.description.clone_from(description);
    }
    world.application.flags = file.application.flags.unwrap_or(world.application.flags);
    for user in &file.users {
        add_user(world, user)?;
    }
    file.guilds.iter().map(|guild| add_guild(world, guild)).collect()
}

/// Reads permissions: a list of Discord's names, or the bits as a decimal.
pub(crate) fn read_permissions(value: &Value) -> Result<Permissions> {
    let Some(names) = value.as_array() else {
        return Permissions::from_json(value)
            .with_context(|| format!("permissions are a list of names or a decimal, not {value}"));
    };
    names.iter().try_fold(Permissions::empty(), |all, name| {
        let bits = name.as_str().and_then(Permissions::from_name);
        Ok(all | bits.with_context(|| format!("{name} is no permission; VIEW_CHANNEL would be one"))?)
    })
}

fn add_user(world: &mut World, entry: &UserEntry) -> Result<Id> {
    let taken = world.users.values().any(|user| user.name == entry.name);
    ensure!(!taken, "there is a user named {:?} already; user names are unique", entry.name);
    let id = entry.id.unwrap_or_else(|| world.next_id());
    ensure!(!world.users.contains_key(&id), "the id {id} of {:?} is taken; leave it out", entry.name);
    let user = User {
        id,
        name: entry.name.clone(),
        global_name: entry.display_name.clone(),
        bot: entry.bot,
        locale: entry.locale.clone().unwrap_or_else(|| "en-US".to_owned()),
        accepts_dms: entry.accepts_dms.unwrap_or(true),
    };
    world.users.insert(id, user);
    Ok(id)
}

/// A user named in a guild's members need not be listed among the users.
fn find_or_add_user(world: &mut World, name: &str) -> Result<Id> {
    match world.users.values().find(|user| user.name == name) {
        Some(user) => Ok(user.id),
        None => {
            let entry = UserEntry {
                id: None,
                name: name.to_owned(),
                display_name: None,
                locale: None,
                bot: false,
                accepts_dms: None,
            };
            add_user(world, &entry)
        }
    }
}

fn add_guild(world: &mut World, entry: &GuildEntry) -> Result<Id> {
    let place = || format!("in guild {:?}", entry.name);
    let id = entry.id.unwrap_or_else(|| world.next_id());
    ensure!(!world.guilds.contains_key(&id), "there is a guild with the id {id} already");
    let owner = find_or_add_user(world, &entry.owner)?;
    let everyone = match &entry.everyone {
        Some(permissions) => read_permissions(permissions).with_context(place)?,
        None => Permissions::DEFAULT_EVERYONE,
    };
    let mut guild = Guild::new(id, &entry.name, owner, everyone, world.now());
    if let Some(locale) = &entry.locale {
        guild.preferred_locale.clone_from(locale);
    }
    add_roles(world, &mut guild, entry).with_context(place)?;
    add_members(world, &mut guild, entry, owner).with_context(place)?;
    for (position, channel) in entry.channels.iter().enumerate() {
        add_channel(world, &guild, channel, position).with_context(place)?;
    }
    let channel = |name: &Option<String>| {
        let name = name.as_ref()?;
        world.guild_channels(id).find(|channel| channel.name == *name).map(|channel| channel.id)
    };
    guild.system_channel_id = channel(&entry.system_channel);
    guild.rules_channel_id = channel(&entry.rules_channel);
    world.guilds.insert(id, guild);
    for channel in entry.channels.iter().filter(|channel| !channel.messages.is_empty()) {
        let within = || format!("in channel {:?}", channel.name);
        super::messages::write_messages(world, id, channel).with_context(within).with_context(place)?;
    }
    Ok(id)
}

fn add_roles(world: &mut World, guild: &mut Guild, entry: &GuildEntry) -> Result<()> {
    let mut position = i64::try_from(entry.roles.len())?;
    let bot = world.bot_id();
    if entry.bot && !entry.roles.iter().any(|role| role.bot) {
        let id = world.next_id();
        let mut role = Role::new(id, &world.application.name, BOT, position + 1);
        (role.managed, role.bot_id) = (true, Some(bot));
        guild.roles.insert(id, role);
    }
    for role in &entry.roles {
        let id = role.id.unwrap_or_else(|| world.next_id());
        let permissions = match &role.permissions {
            Some(permissions) => {
                read_permissions(permissions).with_context(|| format!("in role {:?}", role.name))?
            }
            None if role.bot => BOT,
            None => Permissions::empty(),
        };
        let mut made = Role::new(id, &role.name, permissions, position);
        (made.color, made.hoist, made.mentionable) = (role.color, role.hoist, role.mentionable);
        (made.managed, made.bot_id) = (role.bot, role.bot.then_some(bot));
        guild.roles.insert(id, made);
        position -= 1;
    }
    Ok(())
}

fn add_members(world: &mut World, guild: &mut Guild, entry: &GuildEntry, owner: Id) -> Result<()> {
    let now = world.now();
    guild.members.insert(owner, Member::new(owner, now));
    if entry.bot {
        let bot = world.bot_id();
        let mut member = Member::new(bot, now);
        member.roles.extend(guild.roles.values().find(|role| role.bot_id == Some(bot)).map(|role| role.id));
        guild.members.insert(bot, member);
    }
    for entry in &entry.members {
        let mut member = Member::new(find_or_add_user(world, &entry.user)?, now);
        member.nick.clone_from(&entry.nick);
        for name in &entry.roles {
            let role = guild.role_named(name).with_context(|| unknown_role(name))?;
            member.roles.push(role.id);
        }
        guild.members.insert(member.user_id, member);
    }
    Ok(())
}

fn unknown_role(name: &str) -> String {
    format!("there is no role {name:?}; list it under `roles`")
}

fn add_channel(world: &mut World, guild: &Guild, entry: &ChannelEntry, position: usize) -> Result<()> {
    let place = || format!("in channel {:?}", entry.name);
    let id = entry.id.unwrap_or_else(|| world.next_id());
    let mut channel =
        Channel::new(id, read_kind(entry.kind.as_ref()).with_context(place)?, guild.id, &entry.name);
    channel.position = i64::try_from(position)?;
    channel.settings.topic.clone_from(&entry.topic);
    channel.settings.nsfw = entry.nsfw;
    if let Some(parent) = &entry.parent {
        let found = world
            .guild_channels(guild.id)
            .find(|channel| channel.kind == channel_kind::CATEGORY && channel.name == *parent);
        let found =
            found.with_context(|| format!("there is no category {parent:?} above it")).with_context(place)?;
        channel.parent_id = Some(found.id);
    }
    for overwrite in &entry.overwrites {
        let overwrite = read_overwrite(world, guild, overwrite).with_context(place)?;
        channel.overwrites.push(overwrite);
    }
    world.channels.insert(id, channel);
    Ok(())
}

fn read_kind(kind: Option<&Value>) -> Result<u8> {
    let Some(kind) = kind else { return Ok(channel_kind::TEXT) };
    let known = channel_kind::NAMES
        .iter()
        .find(|(name, number)| kind.as_str() == Some(name) || kind.as_u64() == Some(u64::from(*number)));
    match known {
        Some((_, number)) => Ok(*number),
        None => bail!("{kind} is no channel type; use text, voice, category, announcement, stage or forum"),
    }
}

fn read_overwrite(world: &World, guild: &Guild, entry: &OverwriteEntry) -> Result<Overwrite> {
    let (id, kind) = match (&entry.role, &entry.member) {
        (Some(name), None) => {
            (guild.role_named(name).with_context(|| unknown_role(name))?.id, OverwriteKind::Role)
        }
        (None, Some(name)) => {
            let user = world.users.values().find(|user| user.name == *name);
            (user.with_context(|| format!("there is no user {name:?}"))?.id, OverwriteKind::Member)
        }
        _ => bail!("an overwrite names either a role or a member"),
    };
    let read = |value: &Option<Value>| match value {
        Some(value) => read_permissions(value),
        None => Ok(Permissions::empty()),
    };
    Ok(Overwrite { id, kind, allow: read(&entry.allow)?, deny: read(&entry.deny)? })
}
