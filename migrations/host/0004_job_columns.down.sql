ALTER TABLE jobs RENAME TO jobs_after;

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

INSERT INTO jobs (plugin, kind, guild_id, key, due_at, payload, attempts, held, lease, leased_until, parked_at, last_error, created_at)
SELECT plugin, kind, guild_id, key, due_at, payload,
    CASE WHEN queued_again = TRUE THEN 0 ELSE attempts END,
    held, lease,
    CASE WHEN lease IS NOT NULL THEN leased_until WHEN claimable_at > due_at THEN claimable_at END,
    parked_at, last_error, created_at
FROM jobs_after;

DROP TABLE jobs_after;

CREATE INDEX jobs_due ON jobs (due_at) WHERE parked_at IS NULL AND held = FALSE;
