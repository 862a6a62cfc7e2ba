\set link 10 * random(0, :workspaces * :links / 10 - 1) + random(1, 9)
\set workspace (:link - 1) / :links + 1
SELECT l.people_workspace_connector_id, p.people_id, w.workspace_connector_id, l.direction, l.created_at, l.updated_at, l.deleted_at
FROM core_api.people_workspace_connectors l
JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
JOIN core_api.peoples p ON p.pk = l.people_pk
WHERE l.people_workspace_connector_id = CAST(lpad(:link, 32, '01970000000070008000000000000000') AS uuid)
    AND w.workspace_pk = :workspace AND p.workspace_pk = :workspace AND l.deleted_at IS NULL;
