-- Which system gave each value of a record, and whose values count.

-- The place in the order in which a workspace trusts its connectors: 1 is trusted most.
ALTER TABLE workspace_connectors ADD COLUMN rank INTEGER CHECK (rank BETWEEN 1 AND 1000);
CREATE INDEX idx_workspace_connectors_ranked ON workspace_connectors (workspace_pk) WHERE rank IS NOT NULL;

-- How many known records the lines of a run gave other values, and how many values those records did not take.
ALTER TABLE workspace_connector_sync_logs ADD COLUMN records_updated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workspace_connector_sync_logs ADD COLUMN values_kept INTEGER NOT NULL DEFAULT 0;

-- source_id is the public id of the connector whose delivery made the record, which gave all values that sources does not
-- mention: a JSON object of who gave a value later, and when, by the names of the columns.
ALTER TABLE peoples ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE peoples ADD COLUMN sources TEXT;
ALTER TABLE companies ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE companies ADD COLUMN sources TEXT;
ALTER TABLE accounts ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE accounts ADD COLUMN sources TEXT;
ALTER TABLE invoices ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE invoices ADD COLUMN sources TEXT;
ALTER TABLE transactions ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE transactions ADD COLUMN sources TEXT;
ALTER TABLE documents ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE documents ADD COLUMN sources TEXT;
