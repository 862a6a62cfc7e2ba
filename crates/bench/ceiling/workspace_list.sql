\set workspace random(1, :workspaces)
SELECT l.people_workspace_connector_id, p.people_id, l.workspace_connector_id, l.direction, l.created_at, l.updated_at, l.deleted_at
FROM (
    SELECT l.*, w.workspace_connector_id
    FROM core_api.workspace_connectors w
    CROSS JOIN LATERAL (
        SELECT * FROM core_api.people_workspace_connectors l
        WHERE l.workspace_connector_pk = w.pk AND l.deleted_at IS NULL
        ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC LIMIT 20
    ) l
    WHERE w.workspace_pk = :workspace
    ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC LIMIT 20
) l
JOIN core_api.peoples p ON p.pk = l.people_pk
ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC;
