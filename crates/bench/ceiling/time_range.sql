\set workspace random(1, :workspaces)
\set connector (:workspace - 1) * :connectors + random(1, :connectors)
\set start random(0, :links - :range - 1)
\set from :beginning + :start * :step
\set until :beginning + (:start + :range) * :step
SELECT l.people_workspace_connector_id, p.people_id, l.workspace_connector_id, l.direction, l.created_at, l.updated_at, l.deleted_at
FROM (
    SELECT l.*, w.workspace_connector_id
    FROM core_api.workspace_connectors w
    JOIN core_api.people_workspace_connectors l ON l.workspace_connector_pk = w.pk
    WHERE w.workspace_pk = :workspace
        AND w.workspace_connector_id = CAST(lpad(:connector, 32, '01950000000070008000000000000000') AS uuid)
        AND l.created_at >= timestamptz '1970-01-01Z' + :from * interval '1 microsecond'
        AND l.created_at < timestamptz '1970-01-01Z' + :until * interval '1 microsecond'
        AND l.deleted_at IS NULL
    ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC LIMIT 20
) l
JOIN core_api.peoples p ON p.pk = l.people_pk
ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC;
