-- The schema of the contract. Whoever owns it migrates it; the service and the operators work as two roles
-- that own nothing and log in as nobody.

-- Roles belong to the cluster: another database of it may have made them, or be making them now.
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['wellhead_service', 'wellhead_operator'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        -- From version 16 on, who makes a role may grant it but not yet be it.
        IF NOT pg_has_role(
            session_user,
            role,
            CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END
        ) THEN
            EXECUTE format('GRANT %I TO %I', role, session_user);
        END IF;
    END LOOP;
END
$$;

CREATE SCHEMA core_api;

CREATE TYPE core_api.direction_enum AS ENUM ('input', 'output');
CREATE TYPE core_api.status_enum AS ENUM (
    'enabled', 'disabled', 'to_configure', 'processing', 'error', 'need_reconnect', 'suspended'
);
CREATE TYPE core_api.role_enum AS ENUM ('reader', 'sync', 'admin');
CREATE TYPE core_api.trigger_type_enum AS ENUM ('manual', 'scheduled', 'webhook', 'api');
CREATE TYPE core_api.sync_mode_enum AS ENUM ('incremental', 'full');
CREATE TYPE core_api.sync_status_enum AS ENUM ('scheduled', 'in_progress', 'success', 'error');
CREATE TYPE core_api.job_kind_enum AS ENUM (
    'disconnect', 'delete', 'invalidate', 'deduplicate', 'sweep'
);
CREATE TYPE core_api.job_status_enum AS ENUM ('in_progress', 'success', 'error');

CREATE TABLE core_api.workspaces (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    external_workspace_id text,
    -- Raised by whoever opens a run or a job, and written down with whatever link is made or changed: it says which of
    -- the two came first, where the clocks of those who wrote them say nothing.
    epoch bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz
);

CREATE TABLE core_api.connectors (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connector_id uuid NOT NULL UNIQUE,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz
);
CREATE INDEX idx_connectors_created ON core_api.connectors (created_at, connector_id);

-- The kinds of record. Each adds itself, with its tables. A table and no enum: a value that is added to an enum cannot
-- be used before the migration that adds it is committed.
CREATE TABLE core_api.record_kinds (
    record text PRIMARY KEY
);
INSERT INTO core_api.record_kinds VALUES ('people');

CREATE TABLE core_api.peoples (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    people_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    first_name text,
    last_name text,
    full_name text,
    external_person_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    UNIQUE (workspace_pk, people_id)
);
-- A soft-deleted person gives its external id free.
CREATE UNIQUE INDEX idx_peoples_external ON core_api.peoples (workspace_pk, external_person_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_external_deleted ON core_api.peoples (workspace_pk, external_person_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_peoples_workspace_active ON core_api.peoples (workspace_pk, created_at, people_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_workspace_deleted ON core_api.peoples (workspace_pk, created_at, people_id)
    WHERE deleted_at IS NOT NULL;
-- Whom somebody means who types the beginning of a name. Not null, so that no other statement can take them, as the
-- planner would where it has no statistics.
CREATE INDEX idx_peoples_name
    ON core_api.peoples (workspace_pk, lower(coalesce(full_name, first_name) COLLATE "C"), people_id)
    WHERE deleted_at IS NULL AND coalesce(full_name, first_name) IS NOT NULL;
CREATE INDEX idx_peoples_last_name
    ON core_api.peoples (workspace_pk, lower(last_name COLLATE "C"), people_id)
    WHERE deleted_at IS NULL AND last_name IS NOT NULL;

CREATE TABLE core_api.workspace_connectors (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_connector_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    connector_pk bigint NOT NULL REFERENCES core_api.connectors (pk) ON UPDATE CASCADE,
    status core_api.status_enum NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    UNIQUE (workspace_pk, workspace_connector_id)
);
CREATE INDEX idx_workspace_connectors_workspace_created
    ON core_api.workspace_connectors (workspace_pk, created_at, workspace_connector_id);

CREATE TABLE core_api.people_workspace_connectors (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    people_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    people_pk bigint NOT NULL REFERENCES core_api.peoples (pk) ON UPDATE CASCADE,
    workspace_connector_pk bigint NOT NULL
        REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    -- The workspace's epoch when the link was last made, touched or changed; and, where that is another one, when it came to
    -- be one of its connector's and direction's active links. NULL is as old as can be.
    changed_epoch bigint,
    made_epoch bigint,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (people_workspace_connector_id, workspace_connector_pk)
);
CREATE INDEX idx_people_workspace_connectors_record_created
    ON core_api.people_workspace_connectors (people_pk, created_at);
CREATE INDEX idx_people_workspace_connectors_wc_created_at
    ON core_api.people_workspace_connectors (workspace_connector_pk, created_at);
-- What lists are read through: each link is in just one of these, in a list's whole order. The direction is a
-- predicate and not a column because `=` on an enum is not leakproof: row-level security would not let it
-- near an index.
CREATE INDEX idx_people_workspace_connectors_wc_active_input
    ON core_api.people_workspace_connectors
        (workspace_connector_pk, created_at, people_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'input';
CREATE INDEX idx_people_workspace_connectors_wc_active_output
    ON core_api.people_workspace_connectors
        (workspace_connector_pk, created_at, people_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'output';
CREATE INDEX idx_people_workspace_connectors_wc_deleted_input
    ON core_api.people_workspace_connectors
        (workspace_connector_pk, created_at, people_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'input';
CREATE INDEX idx_people_workspace_connectors_wc_deleted_output
    ON core_api.people_workspace_connectors
        (workspace_connector_pk, created_at, people_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'output';

CREATE TABLE core_api.workspace_connector_sync_logs (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_connector_sync_log_id uuid NOT NULL,
    workspace_connector_pk bigint NOT NULL
        REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    record text NOT NULL DEFAULT 'people' REFERENCES core_api.record_kinds (record),
    direction core_api.direction_enum NOT NULL,
    trigger_type core_api.trigger_type_enum NOT NULL,
    mode core_api.sync_mode_enum NOT NULL,
    status core_api.sync_status_enum NOT NULL,
    -- The epoch that the run opened.
    epoch bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    -- The same by the database's own clock, which alone measures how long the run was silent.
    heard_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- A sweep is under way: the run takes no more deliveries, and only the sweep closes it.
    sealed_at timestamptz,
    completed_at timestamptz,
    duration_ms bigint,
    error text,
    records_created bigint NOT NULL DEFAULT 0,
    records_matched bigint NOT NULL DEFAULT 0,
    links_created bigint NOT NULL DEFAULT 0,
    links_touched bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    links_swept bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    UNIQUE (workspace_connector_sync_log_id, workspace_connector_pk)
);
-- One open run for each connector, kind and direction: so two deliveries that race cannot make twins.
CREATE UNIQUE INDEX idx_workspace_connector_sync_logs_open
    ON core_api.workspace_connector_sync_logs (workspace_connector_pk, record, direction)
    WHERE completed_at IS NULL;
CREATE INDEX idx_workspace_connector_sync_logs_wc_started
    ON core_api.workspace_connector_sync_logs
        (workspace_connector_pk, started_at, workspace_connector_sync_log_id);
-- The newest run of each kind.
CREATE INDEX idx_workspace_connector_sync_logs_wc_record
    ON core_api.workspace_connector_sync_logs
        (workspace_connector_pk, record, started_at, workspace_connector_sync_log_id);
CREATE INDEX idx_workspace_connector_sync_logs_heard
    ON core_api.workspace_connector_sync_logs (heard_at)
    WHERE completed_at IS NULL AND sealed_at IS NULL;

CREATE TABLE core_api.sync_deliveries (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_connector_sync_log_pk bigint NOT NULL
        REFERENCES core_api.workspace_connector_sync_logs (pk) ON UPDATE CASCADE,
    delivery_id uuid NOT NULL,
    last_line bigint NOT NULL,
    -- NULL while more is to come: it has broken off if nothing does.
    completed_at timestamptz,
    UNIQUE (workspace_connector_sync_log_pk, delivery_id)
);

CREATE TABLE core_api.jobs (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    kind core_api.job_kind_enum NOT NULL,
    workspace_connector_sync_log_pk bigint
        REFERENCES core_api.workspace_connector_sync_logs (pk) ON UPDATE CASCADE,
    -- The selection; NULL, and no records, select all.
    workspace_connector_pk bigint REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    record text REFERENCES core_api.record_kinds (record),
    direction core_api.direction_enum,
    above_at timestamptz,
    above_id uuid,
    below_at timestamptz,
    below_id uuid,
    records uuid[] NOT NULL,
    dry_run boolean NOT NULL,
    status core_api.job_status_enum NOT NULL,
    total bigint NOT NULL,
    scanned bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    -- The cursor: a stream, and the last link of it that was looked at.
    stream_workspace_connector_id uuid,
    stream_record text REFERENCES core_api.record_kinds (record),
    stream_direction core_api.direction_enum,
    after_at timestamptz,
    after_id uuid,
    error text,
    -- The epoch that the job opened, and the name of the process that opened it.
    epoch bigint NOT NULL DEFAULT 0,
    worker text,
    created_at timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL,
    -- As of a run.
    heard_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at timestamptz,
    CHECK (record IS NOT NULL OR records = '{}'),
    CHECK ((kind = 'sweep') = (workspace_connector_sync_log_pk IS NOT NULL))
);
CREATE INDEX idx_jobs_workspace_created ON core_api.jobs (workspace_pk, created_at, job_id);
CREATE INDEX idx_jobs_heard ON core_api.jobs (heard_at) WHERE completed_at IS NULL;
-- Last: of indexes that look alike while the table is empty the planner takes the newest.
ALTER TABLE core_api.jobs ADD UNIQUE (workspace_pk, job_id);

CREATE TABLE core_api.api_keys (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    api_key_id uuid NOT NULL UNIQUE,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    role core_api.role_enum NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE INDEX idx_api_keys_workspace ON core_api.api_keys (workspace_pk);

-- The workspace that the transaction acts for; null lets nothing through.
CREATE FUNCTION core_api.current_workspace_pk() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('wellhead.workspace_pk', true), '')::bigint;

-- One of three questions that are asked before there is a workspace. It runs as the owner, so that the service
-- can ask it without being able to read the table.
CREATE FUNCTION core_api.authenticate(
    hash bytea,
    OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT k.api_key_id, w.workspace_id, w.pk, k.role::text
        FROM core_api.api_keys k
        JOIN core_api.workspaces w ON w.pk = k.workspace_pk
        WHERE k.token_hash = hash AND k.revoked_at IS NULL AND w.deleted_at IS NULL;
    END;
REVOKE EXECUTE ON FUNCTION core_api.authenticate FROM PUBLIC;

-- The other two: whose runs and jobs nothing was heard of for so long, and whose jobs a process of this name has left. They
-- tell of a workspace that it has some, and no more.
CREATE FUNCTION core_api.neglected(
    silence interval,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.pk IN (
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
REVOKE EXECUTE ON FUNCTION core_api.neglected FROM PUBLIC;

CREATE FUNCTION core_api.left_by(
    worker text,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.pk IN (
            SELECT j.workspace_pk
            FROM core_api.jobs j
            WHERE j.completed_at IS NULL AND j.worker = left_by.worker
        )
        ORDER BY w.pk;
    END;
REVOKE EXECUTE ON FUNCTION core_api.left_by FROM PUBLIC;

-- Who of the transaction's own workspace has a name that lies from one text to before another. As the owner, it may
-- use the indexes on lower(): that is not leakproof, and row-level security would keep it from them.
CREATE FUNCTION core_api.people_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''
    BEGIN ATOMIC
        (SELECT p.pk FROM core_api.peoples p
         WHERE p.workspace_pk = core_api.current_workspace_pk() AND p.deleted_at IS NULL
           AND coalesce(p.full_name, p.first_name) IS NOT NULL
           AND lower(coalesce(p.full_name, p.first_name) COLLATE "C") >= first
           AND lower(coalesce(p.full_name, p.first_name) COLLATE "C") < past
         ORDER BY lower(coalesce(p.full_name, p.first_name) COLLATE "C"), p.people_id LIMIT most)
        UNION ALL
        (SELECT p.pk FROM core_api.peoples p
         WHERE p.workspace_pk = core_api.current_workspace_pk() AND p.deleted_at IS NULL
           AND p.last_name IS NOT NULL
           AND lower(p.last_name COLLATE "C") >= first
           AND lower(p.last_name COLLATE "C") < past
         ORDER BY lower(p.last_name COLLATE "C"), p.people_id LIMIT most);
    END;
REVOKE EXECUTE ON FUNCTION core_api.people_named FROM PUBLIC;

-- The setting is read once a query and not once a row: hence the sub-selects.
ALTER TABLE core_api.workspaces ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.workspaces FOR SELECT TO wellhead_service
    USING (pk = (SELECT core_api.current_workspace_pk()));
CREATE POLICY raise ON core_api.workspaces FOR UPDATE TO wellhead_service
    USING (pk = (SELECT core_api.current_workspace_pk()));
CREATE POLICY every ON core_api.workspaces TO wellhead_operator USING (true) WITH CHECK (true);

ALTER TABLE core_api.peoples ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.peoples TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

ALTER TABLE core_api.workspace_connectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.workspace_connectors TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

-- A link is the workspace's when both its ends are, and whoever writes one is held to both. Whoever reads is held to
-- the connector, an array that is made once a query, and reaches no person but through the policy on people: to look
-- up the person of each link besides costs a list four times its time. A policy sees of other tables what their own
-- policies let through: here that is the workspace's connectors, and nobody else's person.
ALTER TABLE core_api.people_workspace_connectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON core_api.people_workspace_connectors FOR SELECT TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    );
CREATE POLICY make ON core_api.people_workspace_connectors FOR INSERT TO wellhead_service
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.peoples p WHERE p.pk = people_pk)
    );
CREATE POLICY change ON core_api.people_workspace_connectors FOR UPDATE TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    )
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.peoples p WHERE p.pk = people_pk)
    );

-- A link's ends are of one workspace, whoever writes it: so whoever reads by the connector alone reads by both ends. The
-- policies above hold the service to that, and these triggers hold whomever no policy binds, such as the tables' owner;
-- such a role sees all rows, so the function runs as its caller. Its arguments are the table of the records and the link's
-- column for them.
CREATE FUNCTION core_api.of_one_workspace() RETURNS trigger
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    link record;
BEGIN
    -- A new plan each time: it depends on how many links there are.
    EXECUTE format(
        'SELECT l.%2$I AS record, l.workspace_connector_pk AS connector
         FROM %3$s l
         LEFT JOIN core_api.%1$I r ON r.pk = l.%2$I
         LEFT JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
         WHERE r.workspace_pk = w.workspace_pk IS NOT TRUE LIMIT 1',
        TG_ARGV[0], TG_ARGV[1], CASE TG_LEVEL WHEN 'STATEMENT' THEN 'written' ELSE '(SELECT ($1).*)' END
    ) INTO link USING NEW;
    IF link IS NOT NULL THEN
        RAISE EXCEPTION '% % and workspace connector % are of different workspaces',
            TG_ARGV[0], link.record, link.connector
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;

-- Nor does a record or a connector move to another workspace. If a workspace gets another pk, the rows of it follow.
CREATE FUNCTION core_api.stays_in_its_workspace() RETURNS trigger
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    IF EXISTS (SELECT FROM core_api.workspaces w WHERE w.pk = OLD.workspace_pk) THEN
        RAISE EXCEPTION '% % cannot move to another workspace', TG_TABLE_NAME, OLD.pk
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.workspace_connectors
    FOR EACH ROW WHEN (OLD.workspace_pk <> NEW.workspace_pk)
    EXECUTE FUNCTION core_api.stays_in_its_workspace();
CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.peoples
    FOR EACH ROW WHEN (OLD.workspace_pk <> NEW.workspace_pk)
    EXECUTE FUNCTION core_api.stays_in_its_workspace();
CREATE TRIGGER made AFTER INSERT ON core_api.people_workspace_connectors
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT WHEN (NOT row_security_active('core_api.people_workspace_connectors'))
    EXECUTE FUNCTION core_api.of_one_workspace('peoples', 'people_pk');
CREATE TRIGGER pointed AFTER UPDATE OF people_pk, workspace_connector_pk ON core_api.people_workspace_connectors
    FOR EACH ROW WHEN (
        (OLD.people_pk, OLD.workspace_connector_pk) IS DISTINCT FROM (NEW.people_pk, NEW.workspace_connector_pk)
        AND NOT row_security_active('core_api.people_workspace_connectors')
    )
    EXECUTE FUNCTION core_api.of_one_workspace('peoples', 'people_pk');

ALTER TABLE core_api.workspace_connector_sync_logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.workspace_connector_sync_logs TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    );

ALTER TABLE core_api.sync_deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.sync_deliveries TO wellhead_service
    USING (
        (
            SELECT w.workspace_pk
            FROM core_api.workspace_connector_sync_logs r
            JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk
            WHERE r.pk = workspace_connector_sync_log_pk
        ) = (SELECT core_api.current_workspace_pk())
    );

ALTER TABLE core_api.jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.jobs TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

ALTER TABLE core_api.api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY every ON core_api.api_keys TO wellhead_operator USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA core_api TO wellhead_service, wellhead_operator;
GRANT EXECUTE ON FUNCTION
    core_api.authenticate, core_api.neglected, core_api.left_by, core_api.people_named
    TO wellhead_service;
GRANT SELECT ON core_api.workspaces, core_api.connectors TO wellhead_service;
GRANT UPDATE (epoch) ON core_api.workspaces TO wellhead_service;
GRANT SELECT, INSERT, UPDATE
    ON core_api.peoples, core_api.workspace_connectors, core_api.people_workspace_connectors,
        core_api.workspace_connector_sync_logs, core_api.sync_deliveries, core_api.jobs
    TO wellhead_service;
GRANT SELECT, INSERT ON core_api.workspaces, core_api.connectors TO wellhead_operator;
GRANT SELECT, INSERT, UPDATE ON core_api.api_keys TO wellhead_operator;
