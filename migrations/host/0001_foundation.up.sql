-- Numbers that people read (reminder #12), one count per guild and kind.
CREATE TABLE counters (
    guild_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (guild_id, kind)
);

-- Work that is due at an instant. `held`: due, but its plugin is off in that guild. `parked_at`: given up, for an operator.
CREATE TABLE jobs (
    plugin TEXT NOT NULL,
    kind TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    payload TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    held BOOLEAN NOT NULL,
    lease BIGINT,
    leased_until TIMESTAMPTZ,
    parked_at TIMESTAMPTZ,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (plugin, kind, guild_id, key)
);
CREATE INDEX jobs_due ON jobs (due_at) WHERE parked_at IS NULL AND held = FALSE;

-- Who changed what in plugins.toml by command.
CREATE TABLE audit (
    guild_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    plugin TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, number)
);

-- Bearer tokens of the HTTP API. Only the SHA-256 of a token is kept.
CREATE TABLE api_tokens (
    name TEXT NOT NULL PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    hash BYTEA NOT NULL UNIQUE,
    plugins TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);

-- What was answered to a request with an Idempotency-Key, for a day.
CREATE TABLE idempotency_keys (
    guild_id BIGINT NOT NULL,
    plugin TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, plugin, key)
);
