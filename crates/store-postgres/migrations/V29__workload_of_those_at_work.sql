-- What waits in a suspended workspace waits because an operator has said so: it is no sign of trouble, and nothing is to be done.
CREATE OR REPLACE FUNCTION core_api.workload(
    most integer,
    OUT what text, OUT kind text, OUT many bigint, OUT oldest timestamptz, OUT silence float8, OUT behind bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT 'job', j.kind, count(*), min(j.created_at),
            extract(epoch FROM statement_timestamp() - min(j.heard_at))::float8, 0::bigint
        FROM (
            SELECT j.kind::text, j.created_at, j.heard_at
            FROM core_api.jobs j
            JOIN core_api.workspaces w ON w.pk = j.workspace_pk
            WHERE j.completed_at IS NULL AND w.deleted_at IS NULL AND w.suspended_at IS NULL
            ORDER BY j.heard_at LIMIT most
        ) j
        GROUP BY j.kind
        UNION ALL
        SELECT 'run', NULL, count(*), min(r.started_at),
            extract(epoch FROM statement_timestamp() - min(r.heard_at))::float8, 0
        FROM (
            SELECT r.started_at, r.heard_at
            FROM core_api.workspace_connector_sync_logs r
            JOIN core_api.workspace_connectors c ON c.pk = r.workspace_connector_pk
            JOIN core_api.workspaces w ON w.pk = c.workspace_pk
            WHERE r.completed_at IS NULL AND r.sealed_at IS NULL AND w.deleted_at IS NULL AND w.suspended_at IS NULL
            ORDER BY r.heard_at LIMIT most
        ) r
        UNION ALL
        SELECT 'endpoint', CASE WHEN e.failures = 0 THEN 'behind' ELSE 'failing' END, count(*), min(e.oldest), NULL,
            max(e.changes)
        FROM (
            SELECT e.failures, h.head - e.position AS changes, (
                SELECT j.at FROM core_api.journal j
                WHERE j.workspace_pk = e.workspace_pk AND j.position <= e.position + 1
                ORDER BY j.position DESC LIMIT 1
            ) AS oldest
            FROM (
                SELECT e.workspace_pk, e.position, e.failures
                FROM core_api.webhook_endpoints e
                WHERE e.status = 'enabled'
                ORDER BY e.due_at LIMIT most
            ) e
            JOIN core_api.journal_heads h ON h.workspace_pk = e.workspace_pk
            JOIN core_api.workspaces w ON w.pk = e.workspace_pk
            WHERE e.position < h.head AND w.deleted_at IS NULL AND w.suspended_at IS NULL
        ) e
        GROUP BY CASE WHEN e.failures = 0 THEN 'behind' ELSE 'failing' END
        UNION ALL
        SELECT 'unfolded', NULL, count(*), NULL, NULL, 0
        FROM (SELECT FROM core_api.unfolded u LIMIT most) u;
    END;
