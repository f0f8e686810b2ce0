-- A member's request to staff. `id` counts per guild. The row comes before its channel and outlives it.
-- `category` is the key of a category in the settings. `place`: channel, thread. `source`: command, panel, message, api.
-- `status`: opening (its channel is being made), open, claimed, waiting_for_user, escalated, closed, archived.
-- `priority`: low, normal, high, urgent. `escalated_to` is a role. `answers` is JSON: [{"label", "value"}].
-- `waiting_since` and `waited_seconds` (of working hours): when staff wait for the member, which stops its clocks; `waited_seconds` counts the time that it was closed before it was reopened too.
-- `applied` is what the channel was last made to look like, `renamed` the instants of its latest two renames (JSON): Discord allows two in ten minutes.
-- `locale` is the language of who opened it, where it is known. `revision` counts the changes of state. `folded` is what it is found by while somebody types, in lower case: databases fold letters differently.
CREATE TABLE support_tickets (
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    username TEXT NOT NULL,
    locale TEXT,
    description TEXT NOT NULL,
    answers TEXT NOT NULL,
    folded TEXT NOT NULL,
    category TEXT NOT NULL,
    status TEXT NOT NULL,
    priority TEXT NOT NULL,
    place TEXT NOT NULL,
    source TEXT NOT NULL,
    source_channel_id BIGINT,
    source_message_id BIGINT,
    channel_id BIGINT,
    message_id BIGINT,
    applied TEXT NOT NULL,
    renamed TEXT NOT NULL,
    claimed_by BIGINT,
    claimed_at TIMESTAMPTZ,
    escalated_to BIGINT,
    escalated_at TIMESTAMPTZ,
    first_response_at TIMESTAMPTZ,
    last_member_at TIMESTAMPTZ,
    last_staff_at TIMESTAMPTZ,
    waiting_since TIMESTAMPTZ,
    waited_seconds BIGINT NOT NULL,
    close_reason TEXT NOT NULL,
    closed_by BIGINT,
    closed_at TIMESTAMPTZ,
    archived_at TIMESTAMPTZ,
    transcript_at TIMESTAMPTZ,
    reopened BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, id)
);
-- Which ticket a message belongs to; no channel is two tickets'.
CREATE UNIQUE INDEX support_tickets_channel ON support_tickets (channel_id) WHERE channel_id IS NOT NULL;
-- Lists, oldest first, and the limit of what may be open.
CREATE INDEX support_tickets_status ON support_tickets (guild_id, status, created_at);
-- What a person has, for limits, export and erasure.
CREATE INDEX support_tickets_user ON support_tickets (user_id);
CREATE INDEX support_tickets_claimer ON support_tickets (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX support_tickets_closed ON support_tickets (guild_id, closed_at) WHERE closed_at IS NOT NULL;

-- What a member wants to open a ticket with, until they have chosen a category and seen what the FAQ says. Removed after a day.
-- `shown`: the entries that they were shown (JSON).
CREATE TABLE ticket_drafts (
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    username TEXT NOT NULL,
    category TEXT NOT NULL,
    description TEXT NOT NULL,
    answers TEXT NOT NULL,
    source TEXT NOT NULL,
    source_channel_id BIGINT,
    source_message_id BIGINT,
    shown TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, id)
);
CREATE INDEX ticket_drafts_user ON ticket_drafts (user_id);

-- How often an entry of the FAQ that was shown before opening helped, and how often the ticket was opened anyway.
CREATE TABLE ticket_deflections (
    guild_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    helped BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    PRIMARY KEY (guild_id, entry_id)
);

-- The message with the buttons, one per channel.
CREATE TABLE ticket_panels (
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
);

-- Whom staff added to a ticket. `kind`: member, role.
CREATE TABLE ticket_people (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (guild_id, ticket_id, target_id)
);
CREATE INDEX ticket_people_target ON ticket_people (target_id);

-- What was done with a ticket, by whom; nobody where the host did it. `seq` counts per ticket. `target_id` is the member who was let in, taken out
-- or given the ticket.
CREATE TABLE ticket_events (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    user_id BIGINT,
    target_id BIGINT,
    detail TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, ticket_id, seq)
);
CREATE INDEX ticket_events_user ON ticket_events (user_id);
CREATE INDEX ticket_events_target ON ticket_events (target_id) WHERE target_id IS NOT NULL;

-- What was said in a ticket, as it was said. `speaker`: member, staff, bot. `embeds` is JSON. `deleted_at`: it is gone from Discord.
-- `user_id` is whose words they are; of what a bot said, who opened the ticket, since bots quote them.
CREATE TABLE ticket_messages (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    author_name TEXT NOT NULL,
    speaker TEXT NOT NULL,
    content TEXT NOT NULL,
    embeds TEXT NOT NULL,
    reply_to BIGINT,
    created_at TIMESTAMPTZ NOT NULL,
    edited_at TIMESTAMPTZ,
    deleted_at TIMESTAMPTZ,
    PRIMARY KEY (guild_id, ticket_id, message_id)
);
CREATE INDEX ticket_messages_user ON ticket_messages (user_id);

-- What a message said before it was edited. `revision` counts per message.
CREATE TABLE ticket_edits (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    replaced_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, ticket_id, message_id, revision)
);
CREATE INDEX ticket_edits_user ON ticket_edits (user_id);

-- Files of messages. `state`: pending, stored, too_large, failed.
CREATE TABLE ticket_attachments (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    attachment_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    content BYTEA,
    PRIMARY KEY (guild_id, ticket_id, attachment_id)
);
CREATE INDEX ticket_attachments_user ON ticket_attachments (user_id);

-- Which words (stemmed) a message has, for the search. `message_id` 0 is what the ticket was opened with.
CREATE TABLE ticket_words (
    guild_id BIGINT NOT NULL,
    word TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, word, ticket_id, message_id)
);
CREATE INDEX ticket_words_user ON ticket_words (user_id);
CREATE INDEX ticket_words_ticket ON ticket_words (guild_id, ticket_id);

-- What staff note for each other. `id` counts per ticket.
CREATE TABLE ticket_notes (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, ticket_id, id)
);
CREATE INDEX ticket_notes_user ON ticket_notes (user_id);

-- Staff asked whether it may be closed. Nobody's answer until `due_at` is a yes.
CREATE TABLE ticket_close_requests (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    message_id BIGINT,
    due_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, ticket_id)
);
CREATE INDEX ticket_close_requests_user ON ticket_close_requests (user_id);

-- What a member thought of the help. `stars` 1 to 5.
CREATE TABLE ticket_ratings (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    stars BIGINT NOT NULL,
    comment TEXT NOT NULL,
    rated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, ticket_id)
);
CREATE INDEX ticket_ratings_user ON ticket_ratings (user_id);

-- What a ticket was about, made when it was closed. `embedding` is a JSON list of numbers where a language model,
-- `embedding_model`, gave one.
-- `user_id` is who opened the ticket: it quotes them.
CREATE TABLE ticket_summaries (
    guild_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    summary TEXT NOT NULL,
    similarity_key TEXT NOT NULL,
    embedding TEXT,
    embedding_model TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, ticket_id)
);
CREATE INDEX ticket_summaries_user ON ticket_summaries (user_id);
CREATE INDEX ticket_summaries_recent ON ticket_summaries (guild_id, created_at);

-- Numbers as they were. `snapshot` counts per guild. `scope`: 7d, 30d, all. `counts` is JSON. `average_cycle_time` in seconds.
-- `triggered_by` is who asked; nobody where it was taken at night.
CREATE TABLE ticket_metrics (
    guild_id BIGINT NOT NULL,
    snapshot BIGINT NOT NULL,
    scope TEXT NOT NULL,
    counts TEXT NOT NULL,
    average_cycle_time BIGINT,
    triggered_by BIGINT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, snapshot)
);

-- Topics that came up again and again, proposed for the FAQ. `id` counts per guild. `tickets` is JSON: ids, oldest first.
-- `title`, `text` and `note` (how it came about) are the draft; `user_id` is who opened the ticket whose summary it quotes.
-- `status`: open, added, later, never. `entry_id` is the FAQ's.
CREATE TABLE ticket_topics (
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    similarity_key TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    tickets TEXT NOT NULL,
    status TEXT NOT NULL,
    channel_id BIGINT,
    message_id BIGINT,
    entry_id BIGINT,
    decided_by BIGINT,
    decided_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (guild_id, id)
);
CREATE INDEX ticket_topics_user ON ticket_topics (user_id);
CREATE INDEX ticket_topics_decider ON ticket_topics (decided_by) WHERE decided_by IS NOT NULL;
