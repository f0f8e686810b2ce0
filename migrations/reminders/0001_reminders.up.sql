-- What is to be said where and when.
-- `call_time` is a wall-clock time in the guild's zone, `HH:MM`. `days` lists weekdays, 0 = Monday, such as `0,2`; empty for one that is
-- sent once. `event_time` is the instant of the occurrence that comes next (or came last).
-- `status`: active, paused, parked (could not be sent; `parked_reason` says why), ended.
CREATE TABLE reminders (
    guild_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    channel_id BIGINT NOT NULL,
    call_time TEXT NOT NULL,
    days TEXT NOT NULL,
    event_time TIMESTAMPTZ NOT NULL,
    lead_minutes BIGINT NOT NULL,
    message TEXT NOT NULL,
    location TEXT NOT NULL,
    mention_everyone BOOLEAN NOT NULL,
    mention_role_id BIGINT,
    mention_user_id BIGINT,
    created_by BIGINT NOT NULL,
    origin_channel_id BIGINT,
    origin_message_id BIGINT,
    status TEXT NOT NULL,
    parked_reason TEXT,
    lead_message_id BIGINT,
    last_sent_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (guild_id, number)
);
-- What a member has, for lists, autocomplete, the limit and erasure.
CREATE INDEX reminders_owner ON reminders (guild_id, created_by) WHERE status <> 'ended';
-- What a channel has, for lists and for when it is deleted.
CREATE INDEX reminders_channel ON reminders (guild_id, channel_id) WHERE status <> 'ended';
-- What may be purged.
CREATE INDEX reminders_ended ON reminders (guild_id, ended_at) WHERE status = 'ended';
