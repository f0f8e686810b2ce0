//! The paths that many routes have.

use serde::Deserialize;

use crate::snowflake::Id;

#[derive(Deserialize)]
pub(super) struct GuildPath {
    pub(super) guild_id: Id,
}

#[derive(Deserialize)]
pub(super) struct MemberPath {
    pub(super) guild_id: Id,
    pub(super) user_id: Id,
}

#[derive(Deserialize)]
pub(super) struct ChannelPath {
    pub(super) channel_id: Id,
}

#[derive(Deserialize)]
pub(super) struct MessagePath {
    pub(super) channel_id: Id,
    pub(super) message_id: Id,
}
