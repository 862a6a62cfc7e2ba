-- Records that turned out to be one, and what it takes to part them again.

-- The same table, with one more kind of job: SQLite cannot change a check.
CREATE TABLE jobs_with_merges (
    pk INTEGER PRIMARY KEY,
    job_id BLOB NOT NULL CHECK (length(job_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    kind TEXT NOT NULL CHECK (
        kind IN ('disconnect', 'delete', 'invalidate', 'deduplicate', 'merge', 'sweep')
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
INSERT INTO jobs_with_merges (pk, job_id, workspace_pk, kind, workspace_connector_sync_log_pk, workspace_connector_pk, record, direction, above_at, above_id, below_at, below_id, records, dry_run, status, total, scanned, changed, stream_workspace_connector_id, stream_record, stream_direction, after_at, after_id, error, epoch, worker, created_at, heartbeat_at, heard_ticks, completed_at)
SELECT pk, job_id, workspace_pk, kind, workspace_connector_sync_log_pk, workspace_connector_pk, record, direction, above_at, above_id, below_at, below_id, records, dry_run, status, total, scanned, changed, stream_workspace_connector_id, stream_record, stream_direction, after_at, after_id, error, epoch, worker, created_at, heartbeat_at, heard_ticks, completed_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_merges RENAME TO jobs;
CREATE INDEX idx_jobs_workspace_created ON jobs (workspace_pk, created_at, job_id);
CREATE INDEX idx_jobs_heard ON jobs (heard_ticks) WHERE completed_at IS NULL;

-- A merge has the id of the job that does it.
CREATE TABLE merges (
    pk INTEGER PRIMARY KEY,
    merge_id BLOB NOT NULL CHECK (length(merge_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL REFERENCES record_kinds (record),
    survivor_pk INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_as TEXT NOT NULL,
    created_by BLOB,
    -- The newest link of the records when they were merged. A later one has a higher pk, whatever the clocks said.
    last_link_pk INTEGER NOT NULL,
    -- NULL while links are still to be moved.
    moved_at INTEGER,
    undone_at INTEGER,
    undone_as TEXT,
    undone_by BLOB,
    UNIQUE (workspace_pk, merge_id)
) STRICT;
CREATE INDEX idx_merges_workspace_record_created ON merges (workspace_pk, record, created_at, merge_id);
CREATE INDEX idx_merges_moving ON merges (workspace_pk) WHERE moved_at IS NULL;

-- What was merged; and with it, through that, what had been merged into it before.
CREATE TABLE merged_records (
    merge_pk INTEGER NOT NULL REFERENCES merges (pk),
    record_pk INTEGER NOT NULL,
    through_pk INTEGER,
    PRIMARY KEY (merge_pk, record_pk)
) STRICT, WITHOUT ROWID;

-- A record that was merged is soft-deleted, and survivor_pk is the one that it is part of now. An identity of such a
-- record is the survivor's; home_pk is whose it was first, and settled_pk the merge that wrote this
-- down: the first after the identity was learnt, whatever the clocks said.
ALTER TABLE peoples ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_peoples_merged ON peoples (workspace_pk, external_person_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_peoples_survivor ON peoples (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE people_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE people_identities ADD COLUMN settled_pk INTEGER;
ALTER TABLE companies ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_companies_merged ON companies (workspace_pk, external_company_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_companies_survivor ON companies (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE company_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE company_identities ADD COLUMN settled_pk INTEGER;
ALTER TABLE accounts ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_accounts_merged ON accounts (workspace_pk, account_external_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_accounts_survivor ON accounts (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE account_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE account_identities ADD COLUMN settled_pk INTEGER;
ALTER TABLE invoices ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_invoices_merged ON invoices (workspace_pk, external_invoice_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_invoices_survivor ON invoices (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE invoice_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE invoice_identities ADD COLUMN settled_pk INTEGER;
ALTER TABLE transactions ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_transactions_merged ON transactions (workspace_pk, transaction_external_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_transactions_survivor ON transactions (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE transaction_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE transaction_identities ADD COLUMN settled_pk INTEGER;
ALTER TABLE documents ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_documents_merged ON documents (workspace_pk, external_document_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_documents_survivor ON documents (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE document_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE document_identities ADD COLUMN settled_pk INTEGER;
