-- Webhooks: who is told of changes, and what came of it.

CREATE TABLE webhook_endpoints (
    pk INTEGER PRIMARY KEY,
    webhook_endpoint_id BLOB NOT NULL CHECK (length(webhook_endpoint_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    url TEXT NOT NULL,
    -- The kinds of record it is told of, with commas between them; none stands for all.
    kinds TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
    -- It knows that there are changes up to here.
    position INTEGER NOT NULL,
    -- The message that is under way or has failed, if there is one.
    message_id BLOB CHECK (length(message_id) = 16),
    message_at INTEGER,
    message_after INTEGER,
    message_position INTEGER,
    message_kinds TEXT,
    -- The attempt that is under way, and whether the endpoint was changed since it began.
    attempt_id BLOB CHECK (length(attempt_id) = 16),
    attempt_is_stale INTEGER NOT NULL DEFAULT 0 CHECK (attempt_is_stale IN (0, 1)),
    -- In microseconds since the machine was started: when it was last heard of. The next attempt is due that many
    -- microseconds later; while one is under way, its process then counts as dead.
    heard_ticks INTEGER NOT NULL,
    wait_micros INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    next_attempt_at INTEGER,
    last_attempt_at INTEGER,
    last_outcome TEXT CHECK (
        last_outcome IN (
            'delivered', 'gone', 'redirected', 'refused', 'timed_out', 'unreachable', 'untrusted', 'forbidden', 'garbled',
            'lost'
        )
    ),
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    UNIQUE (workspace_pk, webhook_endpoint_id),
    CHECK (
        (message_id IS NULL) + (message_at IS NULL) + (message_after IS NULL) + (message_position IS NULL)
            + (message_kinds IS NULL) IN (0, 5)
    )
) STRICT;
CREATE INDEX idx_webhook_endpoints_workspace_created
    ON webhook_endpoints (workspace_pk, created_at, webhook_endpoint_id);

-- They have to be readable, because they sign.
CREATE TABLE webhook_secrets (
    pk INTEGER PRIMARY KEY,
    webhook_endpoint_pk INTEGER NOT NULL
        REFERENCES webhook_endpoints (pk) ON UPDATE CASCADE ON DELETE CASCADE,
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT;
CREATE INDEX idx_webhook_secrets_endpoint ON webhook_secrets (webhook_endpoint_pk);

-- The last attempts of each endpoint.
CREATE TABLE webhook_attempts (
    pk INTEGER PRIMARY KEY,
    webhook_attempt_id BLOB NOT NULL CHECK (length(webhook_attempt_id) = 16),
    webhook_endpoint_pk INTEGER NOT NULL
        REFERENCES webhook_endpoints (pk) ON UPDATE CASCADE ON DELETE CASCADE,
    message_id BLOB NOT NULL CHECK (length(message_id) = 16),
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    duration_ms INTEGER,
    -- NULL while it lasts.
    outcome TEXT CHECK (
        outcome IN (
            'delivered', 'gone', 'redirected', 'refused', 'timed_out', 'unreachable', 'untrusted', 'forbidden', 'garbled',
            'lost'
        )
    ),
    status_code INTEGER,
    detail TEXT,
    next_attempt_at INTEGER,
    UNIQUE (webhook_endpoint_pk, webhook_attempt_id)
) STRICT;
CREATE INDEX idx_webhook_attempts_endpoint_started
    ON webhook_attempts (webhook_endpoint_pk, started_at, webhook_attempt_id);
