\set workspace random(:first_writer, :last_writer)
\set person (:workspace - 1) * :people + random(1, :people)
\set connector (:workspace - 1) * :connectors + random(1, :connectors)
INSERT INTO core_api.people_workspace_connectors
    (people_workspace_connector_id, direction, people_pk, workspace_connector_pk, created_at, updated_at)
SELECT CAST(lpad(CAST(nextval('public.bench_links') AS text), 32, '01980000000070008000000000000000') AS uuid),
    'input', p.pk, w.pk, now(), now()
FROM core_api.peoples p, core_api.workspace_connectors w
WHERE p.workspace_pk = :workspace AND p.deleted_at IS NULL
    AND p.people_id = CAST(lpad(:person, 32, '01960000000070008000000000000000') AS uuid)
    AND w.workspace_pk = :workspace AND w.deleted_at IS NULL
    AND w.workspace_connector_id = CAST(lpad(:connector, 32, '01950000000070008000000000000000') AS uuid);
