-- For how long a run or a job has to be silent before somebody else may take it up.
CREATE FUNCTION core_api.shortest_silence() RETURNS interval
    LANGUAGE sql IMMUTABLE SET search_path = ''
    RETURN interval '20 seconds';
REVOKE EXECUTE ON FUNCTION core_api.shortest_silence FROM PUBLIC;

-- Who works at the moment is nobody's business: whoever asks for less silence than that is told of this much.
CREATE OR REPLACE FUNCTION core_api.neglected(
    silence interval,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE w.deleted_at IS NULL AND w.suspended_at IS NULL AND w.pk IN (
            SELECT c.workspace_pk
            FROM core_api.workspace_connector_sync_logs r
            JOIN core_api.workspace_connectors c ON c.pk = r.workspace_connector_pk
            WHERE r.completed_at IS NULL AND r.sealed_at IS NULL
                AND r.heard_at <= statement_timestamp() - greatest(silence, core_api.shortest_silence())
            UNION
            SELECT j.workspace_pk
            FROM core_api.jobs j
            WHERE j.completed_at IS NULL
                AND j.heard_at <= statement_timestamp() - greatest(silence, core_api.shortest_silence())
        )
        ORDER BY w.pk;
    END;

-- What takes a right away again is read where it is held, and nowhere else.
CREATE OR REPLACE PROCEDURE core_api.keep_rights()
    LANGUAGE sql SET search_path = ''
    BEGIN ATOMIC
        DELETE FROM core_api.rights;
        INSERT INTO core_api.rights SELECT h.holder, h.grants FROM core_api.rights_held() h;
    END;
ALTER TABLE core_api.rights DROP COLUMN revokes;
