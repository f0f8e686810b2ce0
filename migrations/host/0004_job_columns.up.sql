-- One meaning for each column. Before, `attempts = 0` in a leased row also said that the job was queued again while it ran, and
-- `leased_until` was also the instant of the next attempt. The table is made anew because SQLite adds no NOT NULL column without a default.
ALTER TABLE jobs RENAME TO jobs_before;

-- Work that is due at an instant. `claimable_at`: no worker claims the row earlier; when it is due, when its next attempt is, or when its
-- lease ends. `queued_again`: queued once more while it runs. `held`: its plugin is off in that guild. `parked_at`: given up, for an operator.
CREATE TABLE jobs (
    plugin TEXT NOT NULL,
    kind TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    payload TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    claimable_at TIMESTAMPTZ NOT NULL,
    lease BIGINT,
    leased_until TIMESTAMPTZ,
    queued_again BOOLEAN NOT NULL,
    held BOOLEAN NOT NULL,
    parked_at TIMESTAMPTZ,
    last_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (plugin, kind, guild_id, key),
    CHECK ((lease IS NULL) = (leased_until IS NULL)),
    CHECK (queued_again = FALSE OR lease IS NOT NULL)
);

INSERT INTO jobs (plugin, kind, guild_id, key, due_at, payload, attempts, claimable_at, lease, leased_until, queued_again, held,
    parked_at, last_error, created_at)
SELECT plugin, kind, guild_id, key, due_at, payload, attempts,
    CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END,
    CASE WHEN leased_until IS NOT NULL THEN lease END,
    CASE WHEN lease IS NOT NULL THEN leased_until END,
    lease IS NOT NULL AND leased_until IS NOT NULL AND attempts = 0,
    held, parked_at, last_error, created_at
FROM jobs_before;

DROP TABLE jobs_before;

CREATE INDEX jobs_claimable ON jobs (claimable_at) WHERE parked_at IS NULL AND held = FALSE;
