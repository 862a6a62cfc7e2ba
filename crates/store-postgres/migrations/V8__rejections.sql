-- The rejected lines that a run keeps: the first ones, with the reason of each. Nobody changes one.
CREATE TABLE core_api.sync_rejections (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rejection_id uuid NOT NULL,
    workspace_connector_sync_log_pk bigint NOT NULL
        REFERENCES core_api.workspace_connector_sync_logs (pk) ON UPDATE CASCADE,
    delivery_id uuid NOT NULL,
    line bigint NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    -- Where the sender has the line from.
    source_file text,
    source_line bigint,
    -- The line undid its delivery, and the run does not count it.
    undid_delivery boolean NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((source_file IS NULL) = (source_line IS NULL))
);
CREATE UNIQUE INDEX idx_sync_rejections_run_created
    ON core_api.sync_rejections (workspace_connector_sync_log_pk, created_at, rejection_id);

ALTER TABLE core_api.sync_rejections ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.sync_rejections TO wellhead_service
    USING (
        (
            SELECT w.workspace_pk
            FROM core_api.workspace_connector_sync_logs r
            JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk
            WHERE r.pk = workspace_connector_sync_log_pk
        ) = (SELECT core_api.current_workspace_pk())
    );

GRANT SELECT, INSERT ON core_api.sync_rejections TO wellhead_service;
