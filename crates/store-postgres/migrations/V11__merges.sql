-- Records that turned out to be one, and what it takes to part them again.

ALTER TYPE core_api.job_kind_enum ADD VALUE 'merge';

-- A merge has the id of the job that does it.
CREATE TABLE core_api.merges (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merge_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL REFERENCES core_api.record_kinds (record),
    survivor_pk bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_as core_api.cause_enum NOT NULL,
    created_by uuid,
    -- The newest link of the records when they were merged. A later one has a higher pk, whatever the clocks said.
    last_link_pk bigint NOT NULL,
    -- NULL while links are still to be moved.
    moved_at timestamptz,
    undone_at timestamptz,
    undone_as core_api.cause_enum,
    undone_by uuid,
    UNIQUE (workspace_pk, merge_id)
);
CREATE INDEX idx_merges_workspace_record_created ON core_api.merges (workspace_pk, record, created_at, merge_id);
CREATE INDEX idx_merges_moving ON core_api.merges (workspace_pk) WHERE moved_at IS NULL;

-- What was merged; and with it, through that, what had been merged into it before.
CREATE TABLE core_api.merged_records (
    merge_pk bigint NOT NULL REFERENCES core_api.merges (pk),
    record_pk bigint NOT NULL,
    through_pk bigint,
    PRIMARY KEY (merge_pk, record_pk)
);

ALTER TABLE core_api.merges ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.merges TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.merged_records ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.merged_records TO wellhead_service
    USING (
        (SELECT m.workspace_pk FROM core_api.merges m WHERE m.pk = merge_pk)
            = (SELECT core_api.current_workspace_pk())
    );
GRANT SELECT, INSERT ON core_api.merges, core_api.merged_records TO wellhead_service;
GRANT UPDATE (moved_at, undone_at, undone_as, undone_by) ON core_api.merges TO wellhead_service;

-- Lets the records of one kind be merged. One that was merged is soft-deleted, and survivor_pk is the record that it is
-- part of now. An identity of such a record is the survivor's; home_pk is whose it was first, and settled_pk the merge
-- that wrote this down: the first after the identity was learnt, whatever the clocks said.
CREATE PROCEDURE core_api.let_merge(kind text, records text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    links text := kind || '_workspace_connectors';
    link_id text := kind || '_workspace_connector_id';
    record_pk text := kind || '_pk';
    external_id text;
BEGIN
    -- The only column that its index has besides the workspace.
    SELECT a.attname INTO STRICT external_id
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = 2
    WHERE i.indexrelid = ('core_api.idx_' || records || '_external')::regclass;
    EXECUTE format('ALTER TABLE core_api.%I ADD COLUMN survivor_pk bigint', records);
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (workspace_pk, %I) WHERE survivor_pk IS NOT NULL',
        'idx_' || records || '_merged', records, external_id
    );
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (survivor_pk) WHERE survivor_pk IS NOT NULL',
        'idx_' || records || '_survivor', records
    );
    EXECUTE format('ALTER TABLE core_api.%I ADD COLUMN home_pk bigint, ADD COLUMN settled_pk bigint', kind || '_identities');
    EXECUTE format('GRANT UPDATE (home_pk, settled_pk) ON core_api.%I TO wellhead_service', kind || '_identities');
    -- Links move by the thousand. So what core_api.supersede does is planned once for each kind, not for each link.
    EXECUTE format(
        'CREATE FUNCTION core_api.%1$I() RETURNS trigger
             LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''''
         AS $function$
         BEGIN
             -- A link that only follows the new pk of one of its ends says what it said.
             IF NEW.direction = OLD.direction AND NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at
                 AND (NEW.%2$I = OLD.%2$I OR NOT EXISTS (
                     SELECT FROM core_api.%3$I r WHERE r.pk = OLD.%2$I))
                 AND (NEW.workspace_connector_pk = OLD.workspace_connector_pk OR NOT EXISTS (
                     SELECT FROM core_api.workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk))
             THEN
                 RETURN NULL;
             END IF;
             IF NEW.since IS NULL OR NEW.since <= coalesce(OLD.since, OLD.created_at) THEN
                 RAISE EXCEPTION ''a link changes without saying since when''
                     USING ERRCODE = ''check_violation'', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
                         CONSTRAINT = TG_NAME;
             END IF;
             INSERT INTO core_api.link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
                 created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
                 deleted_at, deleted_as, deleted_by, reason)
             VALUES (%4$L, OLD.pk, OLD.%5$I, OLD.direction, OLD.%2$I, OLD.workspace_connector_pk,
                 OLD.created_at, OLD.created_as, OLD.created_by, coalesce(OLD.since, OLD.created_at), NEW.since,
                 CASE WHEN OLD.since IS NULL THEN OLD.created_as ELSE OLD.changed_as END,
                 CASE WHEN OLD.since IS NULL THEN OLD.created_by ELSE OLD.changed_by END,
                 OLD.seen_by, coalesce(OLD.seen_at, CASE WHEN OLD.deleted_at IS NULL THEN OLD.updated_at END),
                 OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
             RETURN NULL;
         END
         $function$',
        links || '_superseded', record_pk, records, kind, link_id
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', links || '_superseded');
    EXECUTE format('DROP TRIGGER superseded ON core_api.%I', links);
    EXECUTE format(
        'CREATE TRIGGER superseded
         AFTER UPDATE OF %2$I, workspace_connector_pk, direction, deleted_at ON core_api.%1$I
         FOR EACH ROW WHEN (
           (OLD.%2$I, OLD.workspace_connector_pk, OLD.direction)
             IS DISTINCT FROM (NEW.%2$I, NEW.workspace_connector_pk, NEW.direction)
           OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS DISTINCT FROM OLD.deleted_at
         )
         EXECUTE FUNCTION core_api.%3$I()',
        links, record_pk, links || '_superseded'
    );
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.let_merge FROM PUBLIC;
CALL core_api.let_merge('people', 'peoples');
CALL core_api.let_merge('company', 'companies');
CALL core_api.let_merge('account', 'accounts');
CALL core_api.let_merge('invoice', 'invoices');
CALL core_api.let_merge('transaction', 'transactions');
CALL core_api.let_merge('document', 'documents');
