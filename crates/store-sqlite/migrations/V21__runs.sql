-- Runs say themselves whose they are, so that a page of a workspace's runs is read from one index, and no longer from those of
-- each of its connectors.

-- No reference: SQLite adds none to two columns. The triggers below hold a run to its connector, and have it follow when the
-- workspace gets another pk.
ALTER TABLE workspace_connector_sync_logs ADD COLUMN workspace_pk INTEGER;
UPDATE workspace_connector_sync_logs
SET workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = workspace_connector_pk);
-- The lists of runs that are alike.
CREATE INDEX idx_workspace_connector_sync_logs_workspace_alike
    ON workspace_connector_sync_logs
        (workspace_pk, record, direction, status, started_at, workspace_connector_sync_log_id);
-- The whole list.
CREATE INDEX idx_workspace_connector_sync_logs_workspace_started
    ON workspace_connector_sync_logs (workspace_pk, started_at, workspace_connector_sync_log_id);

-- Whoever does not say whose a run is means its connector's workspace. Another one is refused.
CREATE TRIGGER workspace_connector_sync_logs_owned AFTER INSERT ON workspace_connector_sync_logs
WHEN NEW.workspace_pk IS NULL
BEGIN
    UPDATE workspace_connector_sync_logs
    SET workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk)
    WHERE pk = NEW.pk;
END;
CREATE TRIGGER workspace_connector_sync_logs_made AFTER INSERT ON workspace_connector_sync_logs
WHEN NEW.workspace_pk <> (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk)
BEGIN
    SELECT RAISE(ABORT, 'a run is of its connector''s workspace');
END;
CREATE TRIGGER workspace_connector_sync_logs_stay
AFTER UPDATE OF workspace_pk, workspace_connector_pk ON workspace_connector_sync_logs
WHEN NEW.workspace_pk IS NOT (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk)
BEGIN
    SELECT RAISE(ABORT, 'a run is of its connector''s workspace');
END;
CREATE TRIGGER workspace_connectors_lead AFTER UPDATE OF workspace_pk ON workspace_connectors
BEGIN
    UPDATE workspace_connector_sync_logs SET workspace_pk = NEW.workspace_pk WHERE workspace_connector_pk = NEW.pk;
END;
