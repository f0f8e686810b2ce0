-- The guilds that the bot is in, of all processes.
CREATE TABLE guilds (
    guild_id BIGINT NOT NULL PRIMARY KEY
);
