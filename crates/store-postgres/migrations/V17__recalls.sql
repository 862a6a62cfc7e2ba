-- Recalls: records that everyone who received them is to erase, correct or restrict, and what keeps an erased one from coming
-- back.

ALTER TYPE core_api.job_kind_enum ADD VALUE 'erase';
ALTER TYPE core_api.reason_enum ADD VALUE 'rectified';
ALTER TYPE core_api.reason_enum ADD VALUE 'restricted';
CREATE TYPE core_api.subject_right_enum AS ENUM ('erasure', 'rectification', 'restriction');
CREATE TYPE core_api.notification_status_enum AS ENUM (
    'pending', 'notified', 'confirmed', 'not_supported', 'impossible', 'disproportionate'
);

-- With what the ids of erased records are marked. Made with the first erasure.
ALTER TABLE core_api.workspaces ADD COLUMN suppression_key bytea CHECK (length(suppression_key) = 32);
GRANT UPDATE (suppression_key) ON core_api.workspaces TO wellhead_service;

-- How many lines named an erased record.
ALTER TABLE core_api.workspace_connector_sync_logs ADD COLUMN suppressed bigint NOT NULL DEFAULT 0;

-- An erasure has the id of the job that carries it out. destroyed_at is when what names the record was gone.
CREATE TABLE core_api.recalls (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recall_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    subject_right core_api.subject_right_enum NOT NULL,
    record text NOT NULL REFERENCES core_api.record_kinds (record),
    -- NULL if the record is not in a ledger that was restored from a time before the erasure.
    record_pk bigint,
    record_id uuid NOT NULL,
    reference text,
    created_at timestamptz NOT NULL,
    created_as core_api.cause_enum NOT NULL,
    created_by uuid,
    destroyed_at timestamptz,
    UNIQUE (workspace_pk, recall_id)
);
CREATE INDEX idx_recalls_workspace_created ON core_api.recalls (workspace_pk, created_at, recall_id);
CREATE INDEX idx_recalls_record ON core_api.recalls (workspace_pk, record_id, created_at, recall_id);
-- A record that retention removes is looked for.
CREATE INDEX idx_recalls_of ON core_api.recalls (record, record_pk);
-- A record is erased once.
CREATE UNIQUE INDEX idx_recalls_erased ON core_api.recalls (record, record_pk) WHERE subject_right = 'erasure';

-- What each recipient is told. Who wrote it last is set_as and set_by.
CREATE TABLE core_api.recall_notifications (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notification_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    recall_pk bigint NOT NULL REFERENCES core_api.recalls (pk),
    workspace_connector_pk bigint NOT NULL REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    status core_api.notification_status_enum NOT NULL,
    due_at timestamptz NOT NULL,
    reason text,
    evidence text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    set_as core_api.cause_enum NOT NULL,
    set_by uuid,
    UNIQUE (workspace_pk, notification_id),
    CHECK (status NOT IN ('impossible', 'disproportionate') OR reason IS NOT NULL)
);
-- What is due first.
CREATE INDEX idx_recall_notifications_workspace_due
    ON core_api.recall_notifications (workspace_pk, due_at, notification_id);
CREATE INDEX idx_recall_notifications_workspace_status
    ON core_api.recall_notifications (workspace_pk, status, due_at, notification_id);
CREATE INDEX idx_recall_notifications_recall ON core_api.recall_notifications (recall_pk, due_at, notification_id);

-- The ids of erased records, marked with the workspace's key. The connector is the first of its line; NULL for a key of the
-- whole workspace.
CREATE TABLE core_api.suppressions (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    suppression_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    recall_pk bigint NOT NULL REFERENCES core_api.recalls (pk),
    record text NOT NULL REFERENCES core_api.record_kinds (record),
    workspace_connector_pk bigint REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    mark bytea NOT NULL CHECK (length(mark) = 32),
    created_at timestamptz NOT NULL,
    lifted_at timestamptz,
    lifted_as core_api.cause_enum,
    lifted_by uuid,
    lift_reason text,
    UNIQUE (workspace_pk, suppression_id),
    CHECK ((lifted_at IS NULL) = (lift_reason IS NULL))
);
CREATE INDEX idx_suppressions_workspace_created ON core_api.suppressions (workspace_pk, created_at, suppression_id);
CREATE INDEX idx_suppressions_recall ON core_api.suppressions (recall_pk, created_at, suppression_id);
CREATE INDEX idx_suppressions_mark ON core_api.suppressions (workspace_pk, mark) WHERE lifted_at IS NULL;

ALTER TABLE core_api.recalls ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.recalls TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.recall_notifications ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.recall_notifications TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()))
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (SELECT true FROM core_api.recalls r WHERE r.pk = recall_pk)
        AND (SELECT true FROM core_api.workspace_connectors w WHERE w.pk = workspace_connector_pk)
    );
ALTER TABLE core_api.suppressions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.suppressions TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()))
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (SELECT true FROM core_api.recalls r WHERE r.pk = recall_pk)
    );
GRANT SELECT, INSERT ON core_api.recalls, core_api.recall_notifications, core_api.suppressions TO wellhead_service;
GRANT UPDATE (destroyed_at) ON core_api.recalls TO wellhead_service;
GRANT UPDATE (status, due_at, reason, evidence, updated_at, set_as, set_by)
    ON core_api.recall_notifications TO wellhead_service;
GRANT UPDATE (lifted_at, lifted_as, lifted_by, lift_reason) ON core_api.suppressions TO wellhead_service;

-- What rejected lines say of somebody who is erased is redacted.
GRANT UPDATE (detail, source_file) ON core_api.sync_rejections TO wellhead_service;

-- The table of each kind's records.
ALTER TABLE core_api.record_kinds ADD COLUMN records name;
UPDATE core_api.record_kinds k SET records = n.records
FROM (
    VALUES ('people', 'peoples'), ('company', 'companies'), ('account', 'accounts'), ('invoice', 'invoices'),
        ('transaction', 'transactions'), ('document', 'documents')
) n (record, records)
WHERE n.record = k.record;

-- Deletes what connectors call the record of an erasure of the transaction's own workspace, and those merged into it. The
-- service may delete no identity itself.
CREATE FUNCTION core_api.erase_identities(erasure uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    kind text;
    own text;
    erased bigint;
BEGIN
    SELECT c.record, k.records, c.record_pk INTO kind, own, erased
    FROM core_api.recalls c JOIN core_api.record_kinds k ON k.record = c.record
    WHERE c.workspace_pk = core_api.current_workspace_pk() AND c.recall_id = erasure AND c.subject_right = 'erasure';
    IF FOUND THEN
        EXECUTE format(
            'DELETE FROM core_api.%I i
             WHERE i.%I = ANY (ARRAY(SELECT $1 UNION ALL SELECT r.pk FROM core_api.%I r WHERE r.survivor_pk = $1))',
            kind || '_identities', kind || '_pk', own
        ) USING erased;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.erase_identities FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.erase_identities TO wellhead_service;
