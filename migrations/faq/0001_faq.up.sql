-- Questions and their answers. `id` counts per guild. `title_key` is the title as it is compared: no two entries of a guild have the same.
-- `keywords` lie between commas, `aliases` (other wordings of the question) on lines of their own. `revision` counts the changes.
CREATE TABLE faq_entries (
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    aliases TEXT NOT NULL,
    category TEXT NOT NULL,
    similarity_key TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    views BIGINT NOT NULL,
    helped BIGINT NOT NULL,
    not_helped BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, id)
);
CREATE UNIQUE INDEX faq_entries_title ON faq_entries (guild_id, title_key);
-- What a person has, for export and erasure.
CREATE INDEX faq_entries_creator ON faq_entries (created_by);

-- Each entry as it was after each change. `action`: add, edit, publish, unpublish.
CREATE TABLE faq_revisions (
    guild_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    action TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    aliases TEXT NOT NULL,
    category TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    changed_by BIGINT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, entry_id, revision)
);
CREATE INDEX faq_revisions_changer ON faq_revisions (changed_by);

-- Counts the changes of a guild's entries: what a process has read of them holds while it has not moved.
CREATE TABLE faq_versions (
    guild_id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);

-- Questions to which nothing fitted. Who asked is not kept.
CREATE TABLE faq_gaps (
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    question_key TEXT NOT NULL,
    question TEXT NOT NULL,
    asked BIGINT NOT NULL,
    first_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, id)
);
CREATE UNIQUE INDEX faq_gaps_question ON faq_gaps (guild_id, question_key);

-- Entries that were suggested under a question in a channel, so that each question gets one and each answer to it counts once.
CREATE TABLE faq_suggestions (
    guild_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    suggested_at TIMESTAMPTZ NOT NULL,
    helped BOOLEAN,
    PRIMARY KEY (guild_id, message_id)
);
CREATE INDEX faq_suggestions_age ON faq_suggestions (guild_id, suggested_at);

-- When a channel had a suggestion last: it has the next one only after a pause.
CREATE TABLE faq_pauses (
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    suggested_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
);
