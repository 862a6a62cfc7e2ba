-- Runs say themselves whose they are, so that a page of a workspace's runs is read from one index, and no longer from those of
-- each of its connectors.

-- What a run refers to: its connector, with the connector's workspace.
ALTER TABLE core_api.workspace_connectors ADD UNIQUE (pk, workspace_pk);

ALTER TABLE core_api.workspace_connector_sync_logs ADD COLUMN workspace_pk bigint;
UPDATE core_api.workspace_connector_sync_logs r SET workspace_pk = w.workspace_pk
FROM core_api.workspace_connectors w WHERE w.pk = r.workspace_connector_pk;
-- A run cannot be another workspace's than its connector, whoever writes it, and follows when either gets another pk.
ALTER TABLE core_api.workspace_connector_sync_logs
    ALTER COLUMN workspace_pk SET NOT NULL,
    DROP CONSTRAINT workspace_connector_sync_logs_workspace_connector_pk_fkey,
    ADD FOREIGN KEY (workspace_connector_pk, workspace_pk)
        REFERENCES core_api.workspace_connectors (pk, workspace_pk) ON UPDATE CASCADE;

-- Whoever does not say whose a run is means its connector's workspace.
CREATE FUNCTION core_api.is_of_its_connector() RETURNS trigger
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    NEW.workspace_pk := (
        SELECT w.workspace_pk FROM core_api.workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    );
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.is_of_its_connector FROM PUBLIC;
CREATE TRIGGER owned BEFORE INSERT ON core_api.workspace_connector_sync_logs
    FOR EACH ROW WHEN (NEW.workspace_pk IS NULL) EXECUTE FUNCTION core_api.is_of_its_connector();

-- The lists of runs that are alike. Whoever orders by the pk, too, can only mean this index.
CREATE INDEX idx_workspace_connector_sync_logs_workspace_alike
    ON core_api.workspace_connector_sync_logs
        (workspace_pk, record, direction, status, started_at, workspace_connector_sync_log_id, pk);
-- The whole list. Last: a count takes the newest of two that look alike, and this one is smaller.
CREATE INDEX idx_workspace_connector_sync_logs_workspace_started
    ON core_api.workspace_connector_sync_logs (workspace_pk, started_at, workspace_connector_sync_log_id);

-- Whoever reads or changes a run needs no look at its connector. `IS NOT DISTINCT FROM` and not `=`, as no index takes it: else
-- whatever a statement looks for, it might be read through one of the indexes above, which look as good as the right one as
-- long as there are no statistics.
-- Whoever makes a run needs that look, before anything else: what becomes of a row with another tenant's connector would tell
-- whether that one has an open run.
DROP POLICY own ON core_api.workspace_connector_sync_logs;
CREATE POLICY read ON core_api.workspace_connector_sync_logs FOR SELECT TO wellhead_service
    USING (workspace_pk IS NOT DISTINCT FROM (SELECT core_api.current_workspace_pk()));
CREATE POLICY make ON core_api.workspace_connector_sync_logs FOR INSERT TO wellhead_service
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (SELECT true FROM core_api.workspace_connectors w WHERE w.pk = workspace_connector_pk)
    );
CREATE POLICY change ON core_api.workspace_connector_sync_logs FOR UPDATE TO wellhead_service
    USING (workspace_pk IS NOT DISTINCT FROM (SELECT core_api.current_workspace_pk()));
-- Nor does a run ever get another connector.
REVOKE UPDATE ON core_api.workspace_connector_sync_logs FROM wellhead_service;
GRANT UPDATE (
    status, heartbeat_at, heard_at, sealed_at, completed_at, duration_ms, error, records_created, records_matched,
    links_created, links_touched, rejected, links_swept, conflicts, records_updated, values_kept, suppressed, last_link_at,
    updated_at
) ON core_api.workspace_connector_sync_logs TO wellhead_service;

ALTER POLICY own ON core_api.sync_deliveries
    USING (
        (
            SELECT r.workspace_pk FROM core_api.workspace_connector_sync_logs r WHERE r.pk = workspace_connector_sync_log_pk
        ) = (SELECT core_api.current_workspace_pk())
    );
ALTER POLICY own ON core_api.sync_rejections
    USING (
        (
            SELECT r.workspace_pk FROM core_api.workspace_connector_sync_logs r WHERE r.pk = workspace_connector_sync_log_pk
        ) = (SELECT core_api.current_workspace_pk())
    );

-- The first runs in a list's order that are of these kinds, directions and states: the pks of at most so many. Those that are
-- alike are a range of one index. It runs as the owner: `=` on an enum is not leakproof, and row-level security would
-- keep it away from that index.
DO $do$
DECLARE
    way record;
BEGIN
    FOR way IN SELECT * FROM (VALUES ('newest', 'DESC'), ('oldest', 'ASC')) w (name, sort) LOOP
        EXECUTE format(
            $create$
            CREATE FUNCTION core_api.runs_%1$s(
                records text[], directions core_api.direction_enum[], states core_api.sync_status_enum[],
                above_at timestamptz, above_id uuid, below_at timestamptz, below_id uuid, most bigint
            ) RETURNS bigint[]
                LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
            AS $function$
            DECLARE
                workspace bigint := core_api.current_workspace_pk();
            BEGIN
                RETURN ARRAY(
                    SELECT r.pk
                    FROM unnest(records) k (record)
                    CROSS JOIN unnest(directions) d (direction)
                    CROSS JOIN unnest(states) s (status)
                    CROSS JOIN LATERAL (
                        SELECT r.pk, r.started_at, r.workspace_connector_sync_log_id AS id
                        FROM core_api.workspace_connector_sync_logs r
                        WHERE r.workspace_pk = workspace
                            AND r.record = k.record AND r.direction = d.direction AND r.status = s.status
                            AND (r.started_at, r.workspace_connector_sync_log_id) > (above_at, above_id)
                            AND (r.started_at, r.workspace_connector_sync_log_id) < (below_at, below_id)
                        ORDER BY r.started_at %2$s, r.workspace_connector_sync_log_id %2$s, r.pk %2$s
                        LIMIT most
                    ) r
                    ORDER BY r.started_at %2$s, r.id %2$s LIMIT most
                );
            END
            $function$
            $create$,
            way.name, way.sort
        );
        EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', 'runs_' || way.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION core_api.%I TO wellhead_service', 'runs_' || way.name);
    END LOOP;
END
$do$;
