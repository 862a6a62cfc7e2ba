-- The rejected lines that a run keeps: the first ones, with the reason of each. Nobody changes one.
CREATE TABLE sync_rejections (
    pk INTEGER PRIMARY KEY,
    rejection_id BLOB NOT NULL CHECK (length(rejection_id) = 16),
    workspace_connector_sync_log_pk INTEGER NOT NULL
        REFERENCES workspace_connector_sync_logs (pk) ON UPDATE CASCADE,
    delivery_id BLOB NOT NULL CHECK (length(delivery_id) = 16),
    line INTEGER NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    -- Where the sender has the line from.
    source_file TEXT,
    source_line INTEGER,
    -- The line undid its delivery, and the run does not count it.
    undid_delivery INTEGER NOT NULL CHECK (undid_delivery IN (0, 1)),
    created_at INTEGER NOT NULL,
    CHECK ((source_file IS NULL) = (source_line IS NULL))
) STRICT;
CREATE UNIQUE INDEX idx_sync_rejections_run_created
    ON sync_rejections (workspace_connector_sync_log_pk, created_at, rejection_id);
