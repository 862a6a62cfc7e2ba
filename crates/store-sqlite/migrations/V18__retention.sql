-- How long a workspace keeps what is over, and how a whole workspace is removed.

-- Those that have ever set a rule.
CREATE TABLE retention_policies (
    workspace_pk INTEGER PRIMARY KEY REFERENCES workspaces (pk) ON UPDATE CASCADE,
    updated_at INTEGER NOT NULL,
    -- When the last job that removes by the rules was opened.
    begun_at INTEGER
) STRICT;

-- What is kept so long after it is over. A holding is a category of a kind of record, as links/people, or the journal.
CREATE TABLE retention_rules (
    workspace_pk INTEGER NOT NULL REFERENCES retention_policies (workspace_pk) ON UPDATE CASCADE,
    holding TEXT NOT NULL,
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 36500),
    PRIMARY KEY (workspace_pk, holding)
) STRICT, WITHOUT ROWID;

-- Up to when what was over was removed, where something was.
CREATE TABLE retention_cuts (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    holding TEXT NOT NULL,
    upto INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, holding)
) STRICT, WITHOUT ROWID;

-- The workspace whose history the transaction may remove. Whoever names one here takes the name away before the commit.
CREATE TABLE removals (
    workspace_pk INTEGER PRIMARY KEY
) STRICT;
DROP TRIGGER link_history_remains;
CREATE TRIGGER link_history_remains BEFORE DELETE ON link_history
WHEN NOT EXISTS (
    SELECT 1 FROM workspace_connectors w
    CROSS JOIN removals r ON r.workspace_pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted');
END;

-- Workspaces that were removed, or are being removed. Nothing here names one.
CREATE TABLE deleted_workspaces (
    workspace_id BLOB PRIMARY KEY CHECK (length(workspace_id) = 16),
    deleted_as TEXT NOT NULL CHECK (deleted_as IN ('operator')),
    begun_at INTEGER NOT NULL,
    -- NULL while rows are still to be removed.
    completed_at INTEGER,
    -- How many rows of each table were removed: a JSON object.
    removed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The same table, with two more kinds of job, erasures and retentions, and three more columns: SQLite cannot change a check.
CREATE TABLE jobs_with_retention (
    pk INTEGER PRIMARY KEY,
    job_id BLOB NOT NULL CHECK (length(job_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    kind TEXT NOT NULL CHECK (
        kind IN ('disconnect', 'delete', 'invalidate', 'deduplicate', 'merge', 'erase', 'retain', 'sweep')
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
    -- What a retention goes through, and the journal's last position that it has looked at; the rest of its place is in
    -- the columns above. And what it has removed: a JSON object of numbers.
    holding TEXT,
    after_position INTEGER NOT NULL DEFAULT 0,
    removed TEXT,
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
INSERT INTO jobs_with_retention (pk, job_id, workspace_pk, kind, workspace_connector_sync_log_pk, workspace_connector_pk, record, direction, above_at, above_id, below_at, below_id, records, dry_run, status, total, scanned, changed, stream_workspace_connector_id, stream_record, stream_direction, after_at, after_id, error, epoch, worker, created_at, heartbeat_at, heard_ticks, completed_at)
SELECT pk, job_id, workspace_pk, kind, workspace_connector_sync_log_pk, workspace_connector_pk, record, direction, above_at, above_id, below_at, below_id, records, dry_run, status, total, scanned, changed, stream_workspace_connector_id, stream_record, stream_direction, after_at, after_id, error, epoch, worker, created_at, heartbeat_at, heard_ticks, completed_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_retention RENAME TO jobs;
CREATE INDEX idx_jobs_workspace_created ON jobs (workspace_pk, created_at, job_id);
CREATE INDEX idx_jobs_heard ON jobs (heard_ticks) WHERE completed_at IS NULL;
-- A run is removed with its sweeps.
CREATE INDEX idx_jobs_run ON jobs (workspace_connector_sync_log_pk) WHERE workspace_connector_sync_log_pk IS NOT NULL;
