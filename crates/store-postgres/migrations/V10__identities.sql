-- What connectors call records, and how their lines find the records that they are about.

-- By what a connector's records are matched with those that the workspace knows.
CREATE TYPE core_api.match_rule_enum AS ENUM ('none', 'email');

-- One that continues another has its identities: those of a line of connectors are kept for the first of it, and line_pk
-- is that one, or NULL if it is the first itself.
ALTER TABLE core_api.workspace_connectors
    ADD COLUMN match_rule core_api.match_rule_enum NOT NULL DEFAULT 'none',
    ADD COLUMN continues_pk bigint REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    ADD COLUMN line_pk bigint REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    ADD CHECK ((continues_pk IS NULL) = (line_pk IS NULL));
-- At most one continues another.
CREATE UNIQUE INDEX idx_workspace_connectors_continues ON core_api.workspace_connectors (continues_pk)
    WHERE continues_pk IS NOT NULL;
CREATE INDEX idx_workspace_connectors_line ON core_api.workspace_connectors (line_pk)
    WHERE line_pk IS NOT NULL;

-- The key is what the spellings of one address have in common; NULL if the text is no address. Whoever writes the one
-- writes the other.
ALTER TABLE core_api.peoples
    ADD COLUMN email text,
    ADD COLUMN email_key text;
CREATE INDEX idx_peoples_email ON core_api.peoples (workspace_pk, email_key, people_id)
    WHERE deleted_at IS NULL AND email_key IS NOT NULL;

-- Lines whose names mean two records. They were rejected, or, if they were taken, are kept among the rejected ones.
ALTER TABLE core_api.workspace_connector_sync_logs ADD COLUMN conflicts bigint NOT NULL DEFAULT 0;
ALTER TABLE core_api.sync_rejections ADD COLUMN taken boolean NOT NULL DEFAULT false;

-- Makes the identities of one kind of record: what a connector, or any of its line, calls a record.
CREATE PROCEDURE core_api.keep_identities(kind text, records text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    identities text := kind || '_identities';
    identity_id text := kind || '_identity_id';
    record_pk text := kind || '_pk';
BEGIN
    -- The public id first: with the workspace first, this index looks as good as the primary key to whoever looks for a pk
    -- of the workspace, as policies do, while there are no statistics.
    EXECUTE format(
        'ALTER TABLE core_api.%I DROP CONSTRAINT %I', records, records || '_workspace_pk_' || kind || '_id_key'
    );
    EXECUTE format('ALTER TABLE core_api.%I ADD UNIQUE (%I, workspace_pk)', records, kind || '_id');
    EXECUTE format(
        'CREATE TABLE core_api.%1$I (
             %2$I uuid NOT NULL,
             -- Through which connector it was learnt.
             workspace_connector_pk bigint NOT NULL
                 REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
             line_pk bigint NOT NULL,
             external_id text NOT NULL,
             %3$I bigint NOT NULL REFERENCES core_api.%4$I (pk) ON UPDATE CASCADE,
             created_at timestamptz NOT NULL,
             updated_at timestamptz NOT NULL,
             deleted_at timestamptz,
             created_as core_api.cause_enum NOT NULL,
             created_by uuid,
             deleted_as core_api.cause_enum,
             deleted_by uuid,
             -- Not the id alone: a tenant must not learn which ids another one has.
             PRIMARY KEY (%2$I, workspace_connector_pk)
         )',
        identities, identity_id, record_pk, records
    );
    EXECUTE format(
        'CREATE UNIQUE INDEX %I ON core_api.%I (line_pk, external_id) WHERE deleted_at IS NULL',
        'idx_' || identities || '_line_external', identities
    );
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (%I)', 'idx_' || identities || '_record', identities, record_pk
    );
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (workspace_connector_pk, created_at, %I)',
        'idx_' || identities || '_wc_created', identities, identity_id
    );
    -- As of links, for the same reasons.
    EXECUTE format('ALTER TABLE core_api.%I ENABLE ROW LEVEL SECURITY', identities);
    EXECUTE format(
        'CREATE POLICY read ON core_api.%I FOR SELECT TO wellhead_service
         USING (workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w)))',
        identities
    );
    EXECUTE format(
        'CREATE POLICY make ON core_api.%I FOR INSERT TO wellhead_service
         WITH CHECK (
             workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
             AND line_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
             AND (SELECT true FROM core_api.%I r WHERE r.pk = %I)
         )',
        identities, records, record_pk
    );
    EXECUTE format(
        'CREATE POLICY change ON core_api.%I FOR UPDATE TO wellhead_service
         USING (workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w)))
         WITH CHECK ((SELECT true FROM core_api.%I r WHERE r.pk = %I))',
        identities, records, record_pk
    );
    EXECUTE format(
        'CREATE TRIGGER made AFTER INSERT ON core_api.%1$I REFERENCING NEW TABLE AS written
         FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$s''))
         EXECUTE FUNCTION core_api.of_one_workspace(%2$L, %3$L)',
        identities, records, record_pk
    );
    EXECUTE format(
        'CREATE TRIGGER pointed AFTER UPDATE OF %3$I, workspace_connector_pk ON core_api.%1$I
         FOR EACH ROW WHEN (
             (OLD.%3$I, OLD.workspace_connector_pk) IS DISTINCT FROM (NEW.%3$I, NEW.workspace_connector_pk)
             AND NOT row_security_active(''core_api.%1$s'')
         )
         EXECUTE FUNCTION core_api.of_one_workspace(%2$L, %3$L)',
        identities, records, record_pk
    );
    EXECUTE format('GRANT SELECT, INSERT ON core_api.%I TO wellhead_service', identities);
    EXECUTE format(
        'GRANT UPDATE (%I, updated_at, deleted_at, deleted_as, deleted_by) ON core_api.%I TO wellhead_service',
        record_pk, identities
    );
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.keep_identities FROM PUBLIC;
CALL core_api.keep_identities('people', 'peoples');
CALL core_api.keep_identities('company', 'companies');
CALL core_api.keep_identities('account', 'accounts');
CALL core_api.keep_identities('invoice', 'invoices');
CALL core_api.keep_identities('transaction', 'transactions');
CALL core_api.keep_identities('document', 'documents');
