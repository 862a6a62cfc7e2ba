-- Who PostGraphile is in the database. Its policies let through what the service's do, written as a user would: those of the
-- service ask for each link's connector where there are more than 32, which its own statements never wait for, but a list of
-- all links would read the links of all workspaces.
DROP ROLE IF EXISTS wellhead_bench_peer;
CREATE ROLE wellhead_bench_peer NOLOGIN;
GRANT USAGE ON SCHEMA core_api TO wellhead_bench_peer;
GRANT SELECT ON core_api.peoples, core_api.workspace_connectors TO wellhead_bench_peer;
GRANT SELECT, INSERT ON core_api.people_workspace_connectors TO wellhead_bench_peer;
CREATE POLICY peer ON core_api.peoples TO wellhead_bench_peer
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
CREATE POLICY peer ON core_api.workspace_connectors TO wellhead_bench_peer
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
CREATE POLICY peer ON core_api.people_workspace_connectors TO wellhead_bench_peer
    USING (workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w)))
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.peoples p WHERE p.pk = people_pk)
    );
