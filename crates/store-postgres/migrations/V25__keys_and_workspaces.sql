-- Keys have a name, an end, and a beginning by which they are recognised; it is known when they were last used, and the service
-- makes, rotates and revokes those of its own workspace. Workspaces can be suspended.

ALTER TABLE core_api.api_keys
    ADD COLUMN name text,
    -- How the token begins, in clear text.
    ADD COLUMN token_prefix text CHECK (token_prefix ~ '^whk_[0-9a-f]{8}$'),
    ADD COLUMN updated_at timestamptz,
    ADD COLUMN expires_at timestamptz,
    -- How long it was made to last: a rotation brings the end forward, and the key in its place lasts as long.
    ADD COLUMN lifetime_us bigint,
    ADD COLUMN last_used_at timestamptz;
-- The keys of a workspace that have not ended.
CREATE INDEX idx_api_keys_good ON core_api.api_keys (workspace_pk, (coalesce(expires_at, 'infinity')))
    WHERE revoked_at IS NULL;

ALTER TABLE core_api.workspaces ADD COLUMN suspended_at timestamptz;

-- A key that has ended stays ended, and one that is to end does so no later, whoever writes it.
CREATE FUNCTION core_api.keep_key_ended() RETURNS trigger
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
        OR OLD.expires_at IS NOT NULL AND (NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at)
    THEN
        RAISE EXCEPTION 'a key that ends is not brought back';
    END IF;
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.keep_key_ended FROM PUBLIC;
CREATE TRIGGER kept BEFORE UPDATE OF revoked_at, expires_at ON core_api.api_keys
    FOR EACH ROW EXECUTE FUNCTION core_api.keep_key_ended();

-- A tenant makes keys of its own, and ends them. Which token a key has, it says when it makes it, and nobody reads.
CREATE POLICY makes ON core_api.api_keys FOR INSERT TO wellhead_service
    WITH CHECK (workspace_pk = (SELECT core_api.current_workspace_pk()));
CREATE POLICY ends ON core_api.api_keys FOR UPDATE TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
GRANT SELECT (name, token_prefix, updated_at, expires_at, lifetime_us, last_used_at)
    ON core_api.api_keys TO wellhead_service;
GRANT INSERT
    (api_key_id, workspace_pk, role, name, token_hash, token_prefix, created_at, expires_at, lifetime_us)
    ON core_api.api_keys TO wellhead_service;
GRANT UPDATE (updated_at, expires_at, last_used_at, revoked_at) ON core_api.api_keys TO wellhead_service;
GRANT UPDATE (name, suspended_at) ON core_api.workspaces TO wellhead_operator;

-- What `authenticate` says, for a process that tells a suspended workspace from a wrong key, and keeps the answer no longer than
-- the key lasts.
CREATE FUNCTION core_api.key_holder(
    hash bytea,
    OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text,
    OUT expires_at timestamptz, OUT is_suspended boolean
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT k.api_key_id, w.workspace_id, w.pk, k.role::text, k.expires_at, w.suspended_at IS NOT NULL
        FROM core_api.api_keys k
        JOIN core_api.workspaces w ON w.pk = k.workspace_pk
        WHERE k.token_hash = hash AND k.revoked_at IS NULL AND w.deleted_at IS NULL;
    END;
REVOKE EXECUTE ON FUNCTION core_api.key_holder FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.key_holder TO wellhead_service;

-- Processes of the release before ask this one.
CREATE OR REPLACE FUNCTION core_api.authenticate(
    hash bytea,
    OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT k.api_key_id, w.workspace_id, w.pk, k.role::text
        FROM core_api.api_keys k
        JOIN core_api.workspaces w ON w.pk = k.workspace_pk
        WHERE k.token_hash = hash AND k.revoked_at IS NULL AND w.deleted_at IS NULL
            AND (k.expires_at IS NULL OR k.expires_at > statement_timestamp()) AND w.suspended_at IS NULL;
    END;

-- How much each workspace has at a time, for the operator, who reads none of it.
CREATE FUNCTION core_api.workspace_sizes(
    at timestamptz,
    OUT workspace_pk bigint, OUT records bigint, OUT links bigint, OUT keys bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.pk,
            (SELECT greatest(sum(c.active), 0)::bigint FROM core_api.record_counts c WHERE c.workspace_pk = w.pk),
            (SELECT greatest(sum(s.active), 0)::bigint FROM core_api.streams s WHERE s.workspace_pk = w.pk),
            (
                SELECT count(*) FROM core_api.api_keys k
                WHERE k.workspace_pk = w.pk AND k.revoked_at IS NULL AND coalesce(k.expires_at, 'infinity') > at
            )
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL;
    END;
REVOKE EXECUTE ON FUNCTION core_api.workspace_sizes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.workspace_sizes TO wellhead_operator;

-- What a process does by itself, it leaves undone in a suspended workspace.
CREATE OR REPLACE FUNCTION core_api.neglected(
    silence interval,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND w.pk IN (
            SELECT c.workspace_pk
            FROM core_api.workspace_connector_sync_logs r
            JOIN core_api.workspace_connectors c ON c.pk = r.workspace_connector_pk
            WHERE r.completed_at IS NULL AND r.sealed_at IS NULL
                AND r.heard_at <= statement_timestamp() - silence
            UNION
            SELECT j.workspace_pk
            FROM core_api.jobs j
            WHERE j.completed_at IS NULL AND j.heard_at <= statement_timestamp() - silence
        )
        ORDER BY w.pk;
    END;

CREATE OR REPLACE FUNCTION core_api.left_by(
    worker text,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND w.pk IN (
            SELECT j.workspace_pk
            FROM core_api.jobs j
            WHERE j.completed_at IS NULL AND j.worker = left_by.worker
        )
        ORDER BY w.pk;
    END;

CREATE OR REPLACE FUNCTION core_api.journal_old(
    before timestamptz,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.suspended_at IS NULL AND (
            SELECT j.at FROM core_api.journal j WHERE j.workspace_pk = w.pk ORDER BY j.position LIMIT 1
        ) < before
        ORDER BY w.pk;
    END;

CREATE OR REPLACE FUNCTION core_api.webhooks_due(
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND w.pk IN (
            SELECT e.workspace_pk
            FROM core_api.webhook_endpoints e
            JOIN core_api.journal_heads h ON h.workspace_pk = e.workspace_pk
            WHERE e.status = 'enabled' AND e.due_at <= statement_timestamp()
                AND (e.message_id IS NOT NULL OR e.position < h.head)
        )
        ORDER BY w.pk;
    END;

CREATE OR REPLACE FUNCTION core_api.retention_due(
    before timestamptz,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.retention_policies p
        JOIN core_api.workspaces w ON w.pk = p.workspace_pk
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND (p.begun_at IS NULL OR p.begun_at < before)
            AND EXISTS (SELECT FROM core_api.retention_rules r WHERE r.workspace_pk = p.workspace_pk)
        ORDER BY w.pk;
    END;
