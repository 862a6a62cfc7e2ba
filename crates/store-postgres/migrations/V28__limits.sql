-- How much a workspace may ask for and have, where an operator has said so: requests of each key in a second, deliveries at a time,
-- and active records and links. NULL is what the process allows all workspaces, and no quota.

ALTER TABLE core_api.workspaces
    ADD COLUMN requests_per_second bigint CHECK (requests_per_second BETWEEN 1 AND 4294967295),
    ADD COLUMN max_deliveries bigint CHECK (max_deliveries BETWEEN 1 AND 4294967295),
    ADD COLUMN max_records bigint CHECK (max_records >= 0),
    ADD COLUMN max_links bigint CHECK (max_links >= 0);
GRANT UPDATE (requests_per_second, max_deliveries, max_records, max_links) ON core_api.workspaces TO wellhead_operator;

-- What `key_holder` says, and how fast the workspace may go.
CREATE FUNCTION core_api.key_holder_with_rates(
    hash bytea,
    OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text,
    OUT expires_at timestamptz, OUT is_suspended boolean, OUT requests_per_second bigint, OUT max_deliveries bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT h.*, w.requests_per_second, w.max_deliveries
        FROM core_api.key_holder(hash) h
        JOIN core_api.workspaces w ON w.pk = h.workspace_pk;
    END;
REVOKE EXECUTE ON FUNCTION core_api.key_holder_with_rates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.key_holder_with_rates TO wellhead_service;

-- Links that are made together are made for many workspaces at once, and are counted where all their journals are locked: there
-- it is also seen whether one of them would have more than it may. Then none of them is made, and each is made alone.
CREATE PROCEDURE core_api.keep_quota(kind text)
    LANGUAGE plpgsql SET search_path = ''
AS $procedure$
DECLARE
    links text := kind || '_workspace_connectors';
    record_pk text := kind || '_pk';
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION core_api.%2$I(ids uuid[]) RETURNS void
             LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''''
         AS $function$
         DECLARE
             -- In the order of the workspaces.
             made core_api.made_links[] := ARRAY(
                 SELECT ROW(
                     w.workspace_pk, l.workspace_connector_pk, l.direction, l.created_as, l.created_by,
                     array_agg(l.pk), count(*), min(l.created_at), max(l.created_at), array_agg(l.record_pk)
                 )::core_api.made_links
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.%5$I AS record_pk, l.workspace_connector_pk, l.direction, l.created_at, l.created_as,
                         l.created_by
                     FROM core_api.%3$I l
                     WHERE l.%4$I = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.workspace_connector_pk, l.direction, l.created_as, l.created_by,
                     core_api.hour_of(l.created_at)
                 ORDER BY w.workspace_pk
             );
             entry core_api.made_links;
             raised bigint;
             most bigint;
         BEGIN
             FOREACH entry IN ARRAY made LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head, (SELECT w.max_links FROM core_api.workspaces w WHERE w.pk = h.workspace_pk)
                 INTO STRICT raised, most;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.last_at, %1$L, true, ''created'',
                     entry.created_as, entry.created_by, entry.pks
                 );
                 -- There mostly is one, and to look first costs less than ON CONFLICT. Nobody else adds one meanwhile, as the
                 -- counter is locked.
                 UPDATE core_api.streams t
                 SET active = t.active + entry.number, oldest_at = least(t.oldest_at, entry.first_at),
                     newest_at = greatest(t.newest_at, entry.last_at)
                 WHERE t.workspace_pk = entry.workspace_pk AND t.record = %1$L
                     AND t.workspace_connector_pk = entry.connector AND t.direction = entry.direction;
                 IF NOT FOUND THEN
                     INSERT INTO core_api.streams VALUES (
                         entry.workspace_pk, %1$L, entry.connector, entry.direction, entry.number, 0,
                         entry.first_at, entry.last_at
                     );
                 END IF;
                 IF most IS NOT NULL AND most < (
                     SELECT sum(t.active) FROM core_api.streams t WHERE t.workspace_pk = entry.workspace_pk
                 ) THEN
                     RAISE EXCEPTION ''a workspace would have more links than it may'' USING ERRCODE = ''WHQ00'';
                 END IF;
                 INSERT INTO core_api.unfolded
                     (workspace_pk, record, workspace_connector_pk, direction, hour, made, joined, pks)
                 VALUES (
                     entry.workspace_pk, %1$L, entry.connector, entry.direction, core_api.hour_of(entry.last_at),
                     entry.number, true, entry.records
                 );
             END LOOP;
         END
         $function$',
        kind, 'journal_' || links || '_made', links, kind || '_workspace_connector_id', record_pk
    );
END
$procedure$;
REVOKE EXECUTE ON PROCEDURE core_api.keep_quota FROM PUBLIC;
CALL core_api.keep_quota('people');
CALL core_api.keep_quota('company');
CALL core_api.keep_quota('account');
CALL core_api.keep_quota('invoice');
CALL core_api.keep_quota('transaction');
CALL core_api.keep_quota('document');
