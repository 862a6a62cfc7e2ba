-- Which system gave each value of a record, and whose values count.

-- The place in the order in which a workspace trusts its connectors: 1 is trusted most.
ALTER TABLE core_api.workspace_connectors ADD COLUMN rank smallint CHECK (rank BETWEEN 1 AND 1000);
CREATE INDEX idx_workspace_connectors_ranked ON core_api.workspace_connectors (workspace_pk) WHERE rank IS NOT NULL;

-- How many known records the lines of a run gave other values, and how many values those records did not take.
ALTER TABLE core_api.workspace_connector_sync_logs
    ADD COLUMN records_updated bigint NOT NULL DEFAULT 0,
    ADD COLUMN values_kept bigint NOT NULL DEFAULT 0;

-- Keeps who gave the values of one kind of record. source_id is the public id of the connector whose delivery made the
-- record, which gave all values that sources does not mention: an object of who gave a value later, and when, by the names
-- of the columns. A foreign key would cost every new record a look.
CREATE PROCEDURE core_api.keep_sources(records text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    EXECUTE format('ALTER TABLE core_api.%I ADD COLUMN source_id uuid, ADD COLUMN sources jsonb', records);
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.keep_sources FROM PUBLIC;
CALL core_api.keep_sources('peoples');
CALL core_api.keep_sources('companies');
CALL core_api.keep_sources('accounts');
CALL core_api.keep_sources('invoices');
CALL core_api.keep_sources('transactions');
CALL core_api.keep_sources('documents');
