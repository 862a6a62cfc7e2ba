-- The schema of the contract, as SQLite can say it: a public id is a 16-byte blob, a time is an integer of
-- microseconds since 1970 and an enum is a CHECK.

CREATE TABLE workspaces (
    pk INTEGER PRIMARY KEY,
    workspace_id BLOB NOT NULL UNIQUE CHECK (length(workspace_id) = 16),
    name TEXT NOT NULL,
    external_workspace_id TEXT,
    -- Raised by whoever opens a run or a job, and written down with whatever link is made or changed: it says which of
    -- the two came first, where the clock says nothing.
    epoch INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER
) STRICT;

CREATE TABLE connectors (
    pk INTEGER PRIMARY KEY,
    connector_id BLOB NOT NULL UNIQUE CHECK (length(connector_id) = 16),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX idx_connectors_created ON connectors (created_at, connector_id);

-- The kinds of record. Each adds itself, with its tables.
CREATE TABLE record_kinds (
    record TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO record_kinds VALUES ('people');

CREATE TABLE peoples (
    pk INTEGER PRIMARY KEY,
    people_id BLOB NOT NULL CHECK (length(people_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    first_name TEXT,
    last_name TEXT,
    full_name TEXT,
    external_person_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, people_id)
) STRICT;
-- A soft-deleted person gives its external id free.
CREATE UNIQUE INDEX idx_peoples_external ON peoples (workspace_pk, external_person_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_external_deleted
    ON peoples (workspace_pk, external_person_id, created_at, people_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_peoples_workspace_active ON peoples (workspace_pk, created_at, people_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_workspace_deleted ON peoples (workspace_pk, created_at, people_id)
    WHERE deleted_at IS NOT NULL;
-- Whom somebody means who types the beginning of a name.
CREATE INDEX idx_peoples_name ON peoples (workspace_pk, lower(coalesce(full_name, first_name)), people_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_last_name ON peoples (workspace_pk, lower(last_name), people_id)
    WHERE deleted_at IS NULL;

CREATE TABLE workspace_connectors (
    pk INTEGER PRIMARY KEY,
    workspace_connector_id BLOB NOT NULL CHECK (length(workspace_connector_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    connector_pk INTEGER NOT NULL REFERENCES connectors (pk) ON UPDATE CASCADE,
    status TEXT NOT NULL CHECK (
        status IN (
            'enabled', 'disabled', 'to_configure', 'processing', 'error', 'need_reconnect', 'suspended'
        )
    ),
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, workspace_connector_id)
) STRICT;
CREATE INDEX idx_workspace_connectors_workspace_created
    ON workspace_connectors (workspace_pk, created_at, workspace_connector_id);

CREATE TABLE people_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    people_workspace_connector_id BLOB NOT NULL CHECK (length(people_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    people_pk INTEGER NOT NULL REFERENCES peoples (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    -- The workspace's epoch when the link was last made, touched or changed; and, where that is another one, when it came to
    -- be one of its connector's and direction's active links. NULL is as old as can be.
    changed_epoch INTEGER,
    made_epoch INTEGER,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (people_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_people_workspace_connectors_record_created
    ON people_workspace_connectors (people_pk, created_at);
CREATE INDEX idx_people_workspace_connectors_wc_created_at
    ON people_workspace_connectors (workspace_connector_pk, created_at);
-- One direction's links, active or deleted, without reading past the others.
CREATE INDEX idx_people_workspace_connectors_wc_active
    ON people_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_people_workspace_connectors_wc_deleted
    ON people_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

-- A link's ends are of one workspace, whoever writes it: so whoever reads by the connector alone reads by both ends.
CREATE TRIGGER people_workspace_connectors_made AFTER INSERT ON people_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM peoples WHERE pk = NEW.people_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER people_workspace_connectors_pointed AFTER UPDATE OF people_pk, workspace_connector_pk ON people_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM peoples WHERE pk = NEW.people_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
-- Nor does a record or a connector move to another workspace. If a workspace gets another pk, the rows of it follow.
CREATE TRIGGER peoples_stay AFTER UPDATE OF workspace_pk ON peoples
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;
CREATE TRIGGER workspace_connectors_stay AFTER UPDATE OF workspace_pk ON workspace_connectors
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;

CREATE TABLE workspace_connector_sync_logs (
    pk INTEGER PRIMARY KEY,
    workspace_connector_sync_log_id BLOB NOT NULL
        CHECK (length(workspace_connector_sync_log_id) = 16),
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL DEFAULT 'people' REFERENCES record_kinds (record),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    trigger_type TEXT NOT NULL CHECK (trigger_type IN ('manual', 'scheduled', 'webhook', 'api')),
    mode TEXT NOT NULL CHECK (mode IN ('incremental', 'full')),
    status TEXT NOT NULL CHECK (status IN ('scheduled', 'in_progress', 'success', 'error')),
    -- The epoch that the run opened.
    epoch INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL,
    -- The same in microseconds since the machine was started, which alone measure how long the run was silent.
    heard_ticks INTEGER NOT NULL DEFAULT 0,
    -- A sweep is under way: the run takes no more deliveries, and only the sweep closes it.
    sealed_at INTEGER,
    completed_at INTEGER,
    duration_ms INTEGER,
    error TEXT,
    records_created INTEGER NOT NULL DEFAULT 0,
    records_matched INTEGER NOT NULL DEFAULT 0,
    links_created INTEGER NOT NULL DEFAULT 0,
    links_touched INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    links_swept INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    UNIQUE (workspace_connector_sync_log_id, workspace_connector_pk)
) STRICT;
-- One open run for each connector, kind and direction: so two deliveries that race cannot make twins.
CREATE UNIQUE INDEX idx_workspace_connector_sync_logs_open
    ON workspace_connector_sync_logs (workspace_connector_pk, record, direction)
    WHERE completed_at IS NULL;
CREATE INDEX idx_workspace_connector_sync_logs_wc_started
    ON workspace_connector_sync_logs
        (workspace_connector_pk, started_at, workspace_connector_sync_log_id);
CREATE INDEX idx_workspace_connector_sync_logs_heard
    ON workspace_connector_sync_logs (heard_ticks)
    WHERE completed_at IS NULL AND sealed_at IS NULL;

CREATE TABLE sync_deliveries (
    pk INTEGER PRIMARY KEY,
    workspace_connector_sync_log_pk INTEGER NOT NULL
        REFERENCES workspace_connector_sync_logs (pk) ON UPDATE CASCADE,
    delivery_id BLOB NOT NULL CHECK (length(delivery_id) = 16),
    last_line INTEGER NOT NULL,
    -- NULL while more is to come: it has broken off if nothing does.
    completed_at INTEGER,
    UNIQUE (workspace_connector_sync_log_pk, delivery_id)
) STRICT;

CREATE TABLE jobs (
    pk INTEGER PRIMARY KEY,
    job_id BLOB NOT NULL CHECK (length(job_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    kind TEXT NOT NULL CHECK (
        kind IN ('disconnect', 'delete', 'invalidate', 'deduplicate', 'sweep')
    ),
    workspace_connector_sync_log_pk INTEGER
        REFERENCES workspace_connector_sync_logs (pk) ON UPDATE CASCADE,
    -- The selection; NULL, and no records, select all.
    workspace_connector_pk INTEGER REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    record TEXT REFERENCES record_kinds (record),
    direction TEXT CHECK (direction IN ('input', 'output')),
    above_at INTEGER,
    above_id BLOB CHECK (length(above_id) = 16),
    below_at INTEGER,
    below_id BLOB CHECK (length(below_id) = 16),
    -- Their ids, one after the other.
    records BLOB NOT NULL CHECK (length(records) % 16 = 0),
    dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('in_progress', 'success', 'error')),
    total INTEGER NOT NULL,
    scanned INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    -- The cursor: a stream, and the last link of it that was looked at.
    stream_workspace_connector_id BLOB CHECK (length(stream_workspace_connector_id) = 16),
    stream_record TEXT REFERENCES record_kinds (record),
    stream_direction TEXT CHECK (stream_direction IN ('input', 'output')),
    after_at INTEGER,
    after_id BLOB CHECK (length(after_id) = 16),
    error TEXT,
    -- The epoch that the job opened, and the name of the process that opened it.
    epoch INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    created_at INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL,
    -- As of a run.
    heard_ticks INTEGER NOT NULL DEFAULT 0,
    completed_at INTEGER,
    UNIQUE (workspace_pk, job_id),
    CHECK (record IS NOT NULL OR records = x''),
    CHECK ((kind = 'sweep') = (workspace_connector_sync_log_pk IS NOT NULL))
) STRICT;
CREATE INDEX idx_jobs_workspace_created ON jobs (workspace_pk, created_at, job_id);
CREATE INDEX idx_jobs_heard ON jobs (heard_ticks) WHERE completed_at IS NULL;

CREATE TABLE api_keys (
    pk INTEGER PRIMARY KEY,
    api_key_id BLOB NOT NULL UNIQUE CHECK (length(api_key_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('reader', 'sync', 'admin')),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX idx_api_keys_workspace ON api_keys (workspace_pk);
