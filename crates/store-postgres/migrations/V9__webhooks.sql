-- Webhooks: who is told of changes, and what came of it.

CREATE TYPE core_api.webhook_status_enum AS ENUM ('enabled', 'disabled');
CREATE TYPE core_api.webhook_outcome_enum AS ENUM (
    'delivered', 'gone', 'redirected', 'refused', 'timed_out', 'unreachable', 'untrusted', 'forbidden', 'garbled', 'lost'
);

CREATE TABLE core_api.webhook_endpoints (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_endpoint_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    url text NOT NULL,
    -- The kinds of record it is told of; none stands for all.
    kinds text[] NOT NULL,
    status core_api.webhook_status_enum NOT NULL,
    -- It knows that there are changes up to here.
    position bigint NOT NULL,
    -- The message that is under way or has failed, if there is one.
    message_id uuid,
    message_at timestamptz,
    message_after bigint,
    message_position bigint,
    message_kinds text[],
    -- The attempt that is under way, and whether the endpoint was changed since it began.
    attempt_id uuid,
    attempt_is_stale boolean NOT NULL DEFAULT false,
    -- By the database's own clock: when the next attempt is due. While one is under way, when its process counts as dead.
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    failures bigint NOT NULL DEFAULT 0,
    failing_since timestamptz,
    next_attempt_at timestamptz,
    last_attempt_at timestamptz,
    last_outcome core_api.webhook_outcome_enum,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    CHECK (num_nulls(message_id, message_at, message_after, message_position, message_kinds) IN (0, 5))
);
CREATE INDEX idx_webhook_endpoints_workspace_created
    ON core_api.webhook_endpoints (workspace_pk, created_at, webhook_endpoint_id);
CREATE INDEX idx_webhook_endpoints_due ON core_api.webhook_endpoints (due_at) WHERE status = 'enabled';
-- Last: of indexes that look alike while the table is empty the planner takes the newest.
ALTER TABLE core_api.webhook_endpoints ADD UNIQUE (workspace_pk, webhook_endpoint_id);

-- They have to be readable, because they sign.
CREATE TABLE core_api.webhook_secrets (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_endpoint_pk bigint NOT NULL
        REFERENCES core_api.webhook_endpoints (pk) ON UPDATE CASCADE ON DELETE CASCADE,
    secret text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
CREATE INDEX idx_webhook_secrets_endpoint ON core_api.webhook_secrets (webhook_endpoint_pk);

-- The last attempts of each endpoint.
CREATE TABLE core_api.webhook_attempts (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_attempt_id uuid NOT NULL,
    webhook_endpoint_pk bigint NOT NULL
        REFERENCES core_api.webhook_endpoints (pk) ON UPDATE CASCADE ON DELETE CASCADE,
    message_id uuid NOT NULL,
    position bigint NOT NULL,
    number bigint NOT NULL,
    started_at timestamptz NOT NULL,
    duration_ms bigint,
    -- NULL while it lasts.
    outcome core_api.webhook_outcome_enum,
    status_code smallint,
    detail text,
    next_attempt_at timestamptz,
    UNIQUE (webhook_endpoint_pk, webhook_attempt_id)
);
CREATE INDEX idx_webhook_attempts_endpoint_started
    ON core_api.webhook_attempts (webhook_endpoint_pk, started_at, webhook_attempt_id);

-- Another question that is asked before there is a workspace: in which ones a message is due. It tells of a workspace that
-- it has some, and no more.
CREATE FUNCTION core_api.webhooks_due(
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.pk IN (
            SELECT e.workspace_pk
            FROM core_api.webhook_endpoints e
            JOIN core_api.journal_heads h ON h.workspace_pk = e.workspace_pk
            WHERE e.status = 'enabled' AND e.due_at <= statement_timestamp()
                AND (e.message_id IS NOT NULL OR e.position < h.head)
        )
        ORDER BY w.pk;
    END;
REVOKE EXECUTE ON FUNCTION core_api.webhooks_due FROM PUBLIC;

ALTER TABLE core_api.webhook_endpoints ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.webhook_endpoints TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.webhook_secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.webhook_secrets TO wellhead_service
    USING (webhook_endpoint_pk = ANY (ARRAY(SELECT e.pk FROM core_api.webhook_endpoints e)));
ALTER TABLE core_api.webhook_attempts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.webhook_attempts TO wellhead_service
    USING (webhook_endpoint_pk = ANY (ARRAY(SELECT e.pk FROM core_api.webhook_endpoints e)));

GRANT EXECUTE ON FUNCTION core_api.webhooks_due TO wellhead_service;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON core_api.webhook_endpoints, core_api.webhook_secrets, core_api.webhook_attempts
    TO wellhead_service;
