-- What each guild used of the language model, day by day (in its own time zone) and by what for. No member is in it.
CREATE TABLE language_usage (
    guild_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    purpose TEXT NOT NULL,
    requests BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day, purpose)
);
CREATE INDEX language_usage_day ON language_usage (day);

-- The tokens of a day that are used or reserved for requests under way: one row, so that processes can't overdraw it together.
CREATE TABLE language_budget (
    guild_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day)
);
CREATE INDEX language_budget_day ON language_budget (day);
