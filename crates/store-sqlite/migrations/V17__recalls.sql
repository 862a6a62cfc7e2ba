-- Recalls: records that everyone who received them is to erase, correct or restrict, and what keeps an erased one from coming
-- back.

-- With what the ids of erased records are marked. Made with the first erasure.
ALTER TABLE workspaces ADD COLUMN suppression_key BLOB CHECK (length(suppression_key) = 32);

-- How many lines named an erased record.
ALTER TABLE workspace_connector_sync_logs ADD COLUMN suppressed INTEGER NOT NULL DEFAULT 0;

-- An erasure has the id of the job that carries it out. destroyed_at is when what names the record was gone.
CREATE TABLE recalls (
    pk INTEGER PRIMARY KEY,
    recall_id BLOB NOT NULL CHECK (length(recall_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    subject_right TEXT NOT NULL CHECK (subject_right IN ('erasure', 'rectification', 'restriction')),
    record TEXT NOT NULL REFERENCES record_kinds (record),
    -- NULL if the record is not in a ledger that was restored from a time before the erasure.
    record_pk INTEGER,
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    reference TEXT,
    created_at INTEGER NOT NULL,
    created_as TEXT NOT NULL,
    created_by BLOB,
    destroyed_at INTEGER,
    UNIQUE (workspace_pk, recall_id)
) STRICT;
CREATE INDEX idx_recalls_workspace_created ON recalls (workspace_pk, created_at, recall_id);
CREATE INDEX idx_recalls_record ON recalls (workspace_pk, record_id, created_at, recall_id);
-- A record that retention removes is looked for.
CREATE INDEX idx_recalls_of ON recalls (record, record_pk);
-- A record is erased once.
CREATE UNIQUE INDEX idx_recalls_erased ON recalls (record, record_pk) WHERE subject_right = 'erasure';

-- What each recipient is told. Who wrote it last is set_as and set_by.
CREATE TABLE recall_notifications (
    pk INTEGER PRIMARY KEY,
    notification_id BLOB NOT NULL CHECK (length(notification_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    recall_pk INTEGER NOT NULL REFERENCES recalls (pk),
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    status TEXT NOT NULL CHECK (
        status IN ('pending', 'notified', 'confirmed', 'not_supported', 'impossible', 'disproportionate')
    ),
    due_at INTEGER NOT NULL,
    reason TEXT,
    evidence TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    set_as TEXT NOT NULL,
    set_by BLOB,
    UNIQUE (workspace_pk, notification_id),
    CHECK (status NOT IN ('impossible', 'disproportionate') OR reason IS NOT NULL)
) STRICT;
-- What is due first.
CREATE INDEX idx_recall_notifications_workspace_due
    ON recall_notifications (workspace_pk, due_at, notification_id);
CREATE INDEX idx_recall_notifications_workspace_status
    ON recall_notifications (workspace_pk, status, due_at, notification_id);
CREATE INDEX idx_recall_notifications_recall ON recall_notifications (recall_pk, due_at, notification_id);

-- The ids of erased records, marked with the workspace's key. The connector is the first of its line; NULL for a key of the
-- whole workspace.
CREATE TABLE suppressions (
    pk INTEGER PRIMARY KEY,
    suppression_id BLOB NOT NULL CHECK (length(suppression_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    recall_pk INTEGER NOT NULL REFERENCES recalls (pk),
    record TEXT NOT NULL REFERENCES record_kinds (record),
    workspace_connector_pk INTEGER REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    mark BLOB NOT NULL CHECK (length(mark) = 32),
    created_at INTEGER NOT NULL,
    lifted_at INTEGER,
    lifted_as TEXT,
    lifted_by BLOB,
    lift_reason TEXT,
    UNIQUE (workspace_pk, suppression_id),
    CHECK ((lifted_at IS NULL) = (lift_reason IS NULL))
) STRICT;
CREATE INDEX idx_suppressions_workspace_created ON suppressions (workspace_pk, created_at, suppression_id);
CREATE INDEX idx_suppressions_recall ON suppressions (recall_pk, created_at, suppression_id);
CREATE INDEX idx_suppressions_mark ON suppressions (workspace_pk, mark) WHERE lifted_at IS NULL;
