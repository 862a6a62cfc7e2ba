\set workspace random(1, :workspaces)
\set person (:workspace - 1) * :people + random(1, :people)
SELECT l.people_workspace_connector_id, p.people_id, w.workspace_connector_id, l.direction, l.created_at, l.updated_at, l.deleted_at
FROM core_api.peoples p
CROSS JOIN LATERAL (
    SELECT * FROM core_api.people_workspace_connectors l
    WHERE l.people_pk = p.pk AND l.deleted_at IS NULL
    ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC LIMIT 20
) l
JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
WHERE p.workspace_pk = :workspace
    AND p.people_id = CAST(lpad(:person, 32, '01960000000070008000000000000000') AS uuid)
ORDER BY l.created_at DESC, l.people_workspace_connector_id DESC;
