-- Counts that are kept, so that a total costs the same in a large workspace, and lists that ask only the connectors that
-- can have something of a page.

-- The links of one connector, kind and direction.
CREATE TABLE core_api.streams (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    -- No reference: each check would lock the kind's row, which all tenants share.
    record text NOT NULL,
    workspace_connector_pk bigint NOT NULL REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    direction core_api.direction_enum NOT NULL,
    active bigint NOT NULL,
    deleted bigint NOT NULL,
    -- No link of the stream was made before or after; there may be none that was made just then.
    oldest_at timestamptz,
    newest_at timestamptz,
    PRIMARY KEY (workspace_pk, record, workspace_connector_pk, direction)
) WITH (fillfactor = 50);

-- The streams of a connector: for its active links, and for whoever removes it.
CREATE INDEX idx_streams_wc ON core_api.streams (workspace_connector_pk);

-- A workspace's records of one kind.
CREATE TABLE core_api.record_counts (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL,
    active bigint NOT NULL,
    deleted bigint NOT NULL,
    PRIMARY KEY (workspace_pk, record)
) WITH (fillfactor = 50);

ALTER TABLE core_api.streams ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.streams TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()))
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (SELECT true FROM core_api.workspace_connectors w WHERE w.pk = workspace_connector_pk)
    );
ALTER TABLE core_api.record_counts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.record_counts TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
GRANT SELECT, INSERT, UPDATE ON core_api.streams, core_api.record_counts TO wellhead_service;

-- Who writes counts has raised the counter of the workspace's journal, or waits for it here. The service does so last, and
-- so never waits in a circle with itself. Who is counted by a trigger and goes on to lock other rows may wait in one with the
-- service; then PostgreSQL ends one of them, and the service starts again.
CREATE FUNCTION core_api.before_counting(workspaces bigint[]) RETURNS void
    LANGUAGE sql SET search_path = ''
    BEGIN ATOMIC
        SELECT FROM core_api.journal_heads h WHERE h.workspace_pk = ANY (workspaces) ORDER BY h.workspace_pk FOR UPDATE;
    END;
REVOKE EXECUTE ON FUNCTION core_api.before_counting FROM PUBLIC;

-- The service counts what it writes, and these triggers what is written by whomever no policy binds: the tables' owner, and
-- functions that run as it. The argument is the kind.
CREATE FUNCTION core_api.count_links() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    more core_api.streams[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        more := ARRAY(
            SELECT ROW(
                w.workspace_pk, TG_ARGV[0], w.pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
                min(l.created_at), max(l.created_at)
            )::core_api.streams
            FROM come l JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
            GROUP BY w.workspace_pk, w.pk, l.direction
        );
    ELSIF TG_OP = 'DELETE' THEN
        more := ARRAY(
            SELECT ROW(
                w.workspace_pk, TG_ARGV[0], w.pk, l.direction, count(l.deleted_at) - count(*), -count(l.deleted_at),
                NULL, NULL
            )::core_api.streams
            FROM gone l JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
            GROUP BY w.workspace_pk, w.pk, l.direction
        );
    ELSE
        -- A link that follows the new pk of its connector is counted where it was: the stream follows, too.
        more := ARRAY(
            SELECT ROW(
                w.workspace_pk, TG_ARGV[0], w.pk, s.direction,
                coalesce(sum(s.by) FILTER (WHERE s.deleted_at IS NULL), 0),
                coalesce(sum(s.by) FILTER (WHERE s.deleted_at IS NOT NULL), 0),
                min(s.came_at), max(s.came_at)
            )::core_api.streams
            FROM gone o
            JOIN come n ON n.pk = o.pk
            CROSS JOIN LATERAL (
                VALUES
                    (1, n.workspace_connector_pk, n.direction, n.deleted_at, n.created_at),
                    (-1, o.workspace_connector_pk, o.direction, o.deleted_at, NULL)
            ) s (by, connector, direction, deleted_at, came_at)
            JOIN core_api.workspace_connectors w ON w.pk = s.connector
            WHERE (o.direction, o.deleted_at IS NULL, o.created_at)
                    IS DISTINCT FROM (n.direction, n.deleted_at IS NULL, n.created_at)
                OR o.workspace_connector_pk <> n.workspace_connector_pk AND EXISTS (
                    SELECT FROM core_api.workspace_connectors f WHERE f.pk = o.workspace_connector_pk)
            GROUP BY w.workspace_pk, w.pk, s.direction
        );
    END IF;
    IF cardinality(more) > 0 THEN
        PERFORM core_api.before_counting(ARRAY(SELECT DISTINCT m.workspace_pk FROM unnest(more) m));
        INSERT INTO core_api.streams AS t SELECT m.* FROM unnest(more) m
        ON CONFLICT (workspace_pk, record, workspace_connector_pk, direction) DO UPDATE
        SET active = t.active + excluded.active, deleted = t.deleted + excluded.deleted,
            oldest_at = least(t.oldest_at, excluded.oldest_at), newest_at = greatest(t.newest_at, excluded.newest_at);
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.count_links FROM PUBLIC;

-- The same for records.
CREATE FUNCTION core_api.count_records() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    more core_api.record_counts[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        more := ARRAY(
            SELECT ROW(
                r.workspace_pk, TG_ARGV[0], count(*) - count(r.deleted_at), count(r.deleted_at)
            )::core_api.record_counts
            FROM come r GROUP BY r.workspace_pk
        );
    ELSIF TG_OP = 'DELETE' THEN
        more := ARRAY(
            SELECT ROW(
                r.workspace_pk, TG_ARGV[0], count(r.deleted_at) - count(*), -count(r.deleted_at)
            )::core_api.record_counts
            FROM gone r GROUP BY r.workspace_pk
        );
    ELSE
        -- Those of a workspace that has got another pk are counted where they were: their count follows, too.
        more := ARRAY(
            SELECT ROW(
                n.workspace_pk, TG_ARGV[0],
                count(o.deleted_at) - count(n.deleted_at), count(n.deleted_at) - count(o.deleted_at)
            )::core_api.record_counts
            FROM gone o JOIN come n ON n.pk = o.pk
            WHERE (o.deleted_at IS NULL) <> (n.deleted_at IS NULL)
            GROUP BY n.workspace_pk
        );
    END IF;
    IF cardinality(more) > 0 THEN
        PERFORM core_api.before_counting(ARRAY(SELECT m.workspace_pk FROM unnest(more) m));
        INSERT INTO core_api.record_counts AS t SELECT m.* FROM unnest(more) m
        ON CONFLICT (workspace_pk, record) DO UPDATE
        SET active = t.active + excluded.active, deleted = t.deleted + excluded.deleted;
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.count_records FROM PUBLIC;

-- Links that a transaction has made for one workspace, of one stream and by one author.
CREATE TYPE core_api.made_links AS (
    workspace_pk bigint,
    connector bigint,
    direction core_api.direction_enum,
    created_as core_api.cause_enum,
    created_by uuid,
    pks bigint[],
    number bigint,
    first_at timestamptz,
    last_at timestamptz
);

-- Keeps the counts of one kind, and finds pages of its links.
CREATE PROCEDURE core_api.keep_counts(kind text, records text)
    LANGUAGE plpgsql SET search_path = ''
AS $procedure$
DECLARE
    links text := kind || '_workspace_connectors';
    link_id text := kind || '_workspace_connector_id';
    counted record;
    way record;
    range_of text;
    first_of text;
    ranges text;
    firsts text;
BEGIN
    -- Whoever writes waits until it is counted by the triggers.
    EXECUTE format('LOCK TABLE core_api.%I, core_api.%I IN SHARE ROW EXCLUSIVE MODE', records, links);
    EXECUTE format(
        'INSERT INTO core_api.streams
         SELECT w.workspace_pk, %L, l.workspace_connector_pk, l.direction,
           count(*) FILTER (WHERE l.deleted_at IS NULL), count(*) FILTER (WHERE l.deleted_at IS NOT NULL),
           min(l.created_at), max(l.created_at)
         FROM core_api.%I l JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
         GROUP BY 1, 3, 4', kind, links
    );
    EXECUTE format(
        'INSERT INTO core_api.record_counts
         SELECT r.workspace_pk, %L,
           count(*) FILTER (WHERE r.deleted_at IS NULL), count(*) FILTER (WHERE r.deleted_at IS NOT NULL)
         FROM core_api.%I r GROUP BY 1', kind, records
    );
    FOR counted IN SELECT * FROM (VALUES (links, 'count_links'), (records, 'count_records')) c (name, counter) LOOP
        EXECUTE format(
            'CREATE TRIGGER counted_made AFTER INSERT ON core_api.%1$I REFERENCING NEW TABLE AS come
             FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$I'')) EXECUTE FUNCTION core_api.%2$I(%3$L);
             CREATE TRIGGER counted_changed AFTER UPDATE ON core_api.%1$I REFERENCING OLD TABLE AS gone NEW TABLE AS come
             FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$I'')) EXECUTE FUNCTION core_api.%2$I(%3$L);
             CREATE TRIGGER counted_gone AFTER DELETE ON core_api.%1$I REFERENCING OLD TABLE AS gone
             FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$I'')) EXECUTE FUNCTION core_api.%2$I(%3$L)',
            counted.name, counted.counter, kind
        );
    END LOOP;
    -- The first links of a workspace in a list's order: the pks of at most so many. A stream is read only if it can have one
    -- of them: what it has begins at its newest link or, where a page begins later, at a link that is looked up. So many
    -- beginnings are as many links, and none that lies behind the last of them is of the page. If links are gone, a
    -- stream may begin later than it says; then too few are found, and all beginnings are looked up. It runs as the
    -- owner, because policies would be evaluated for each link that is passed over.
    FOR way IN
        SELECT * FROM (VALUES
            ('newest', 'DESC', '>=', 'newest_at', 'below_at', 'greatest', '-infinity'),
            ('oldest', 'ASC', '<=', 'oldest_at', 'above_at', 'least', 'infinity')
        ) w (name, sort, reaches, bound, start, nearer, never)
    LOOP
        ranges := '';
        firsts := '';
        FOR range_of, first_of IN
            SELECT
                format(
                    'FROM core_api.%1$I l WHERE l.workspace_connector_pk = s.pk AND l.direction = %2$L
                       AND l.deleted_at %3$s AND (l.created_at, l.%4$I) > (above_at, above_id)
                       AND (l.created_at, l.%4$I) < (below_at, below_id)',
                    links, d.direction, t.state, link_id
                ),
                format('s.direction = %L AND s.has_%s', d.direction, t.name)
            FROM (VALUES ('input'), ('output')) d (direction)
            CROSS JOIN (VALUES ('active', 'IS NULL'), ('deleted', 'IS NOT NULL')) t (name, state)
        LOOP
            ranges := concat_ws(' UNION ALL ', nullif(ranges, ''), format(
                '(SELECT l.pk, l.created_at, l.%1$I AS id %2$s AND %3$s AND l.created_at %4$s cut.at
                  ORDER BY l.created_at %5$s, l.%1$I %5$s LIMIT most)',
                link_id, range_of, first_of, way.reaches, way.sort
            ));
            firsts := concat_ws(', ', nullif(firsts, ''), format(
                'CASE WHEN %1$s THEN (SELECT l.created_at %2$s ORDER BY l.created_at %3$s, l.%4$I %3$s LIMIT 1) END',
                first_of, range_of, way.sort, link_id
            ));
        END LOOP;
        EXECUTE format(
            $create$
            CREATE FUNCTION core_api.%1$I(
                above_at timestamptz, above_id uuid, below_at timestamptz, below_id uuid,
                inputs boolean, outputs boolean, actives boolean, deleteds boolean, most bigint
            ) RETURNS bigint[]
                LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
            AS $function$
            DECLARE
                workspace bigint := core_api.current_workspace_pk();
                found bigint[];
                cut_at timestamptz;
            BEGIN
                FOR looks_up IN 0..1 LOOP
                    WITH streams AS MATERIALIZED (
                        SELECT s.*, CASE
                            WHEN looks_up = 1 OR s.bound %6$s %7$s THEN %8$s(%9$s)
                            ELSE s.bound
                        END AS at
                        FROM (
                            SELECT t.workspace_connector_pk AS pk, t.direction, t.%5$I AS bound,
                                actives AND t.active > 0 AS has_active, deleteds AND t.deleted > 0 AS has_deleted
                            FROM core_api.streams t
                            WHERE t.workspace_pk = workspace AND t.record = %2$L
                                AND t.newest_at >= above_at AND t.oldest_at <= below_at
                                AND (actives AND t.active > 0 OR deleteds AND t.deleted > 0)
                                AND CASE t.direction WHEN 'input' THEN inputs ELSE outputs END
                        ) s
                    ), cut AS MATERIALIZED (
                        SELECT coalesce(
                            (SELECT s.at FROM streams s WHERE s.at IS NOT NULL ORDER BY s.at %4$s OFFSET most - 1 LIMIT 1),
                            %10$L
                        ) AS at
                    ), page AS (
                        SELECT l.* FROM cut CROSS JOIN streams s CROSS JOIN LATERAL (%3$s) l
                        WHERE s.at %6$s cut.at
                        ORDER BY l.created_at %4$s, l.id %4$s LIMIT most
                    )
                    SELECT array_agg(p.pk ORDER BY p.created_at %4$s, p.id %4$s), (SELECT cut.at FROM cut)
                    INTO found, cut_at FROM page p;
                    EXIT WHEN cardinality(found) >= most OR cut_at = %10$L;
                END LOOP;
                RETURN found;
            END
            $function$
            $create$,
            kind || '_' || way.name, kind, ranges, way.sort, way.bound, way.reaches, way.start, way.nearer, firsts, way.never
        );
        EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', kind || '_' || way.name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION core_api.%I TO wellhead_service', kind || '_' || way.name);
    END LOOP;
    -- Writes down which of these links the transaction made, as before, and counts them.
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION core_api.%2$I(ids uuid[]) RETURNS void
             LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''''
         AS $function$
         DECLARE
             -- In the order of the workspaces.
             made core_api.made_links[] := ARRAY(
                 SELECT ROW(
                     w.workspace_pk, l.workspace_connector_pk, l.direction, l.created_as, l.created_by,
                     array_agg(l.pk), count(*), min(l.created_at), max(l.created_at)
                 )::core_api.made_links
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.direction, l.created_at, l.created_as, l.created_by
                     FROM core_api.%3$I l
                     WHERE l.%4$I = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.workspace_connector_pk, l.direction, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             );
             entry core_api.made_links;
             raised bigint;
         BEGIN
             FOREACH entry IN ARRAY made LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
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
             END LOOP;
         END
         $function$',
        kind, 'journal_' || links || '_made', links, link_id
    );
END
$procedure$;
REVOKE EXECUTE ON PROCEDURE core_api.keep_counts FROM PUBLIC;

-- A policy that compares a row's connector with an array of all the workspace's connectors costs every statement what they
-- are many. Now the array has a few of them, as many as most workspaces have, and others are looked up.
CREATE PROCEDURE core_api.look_up_connectors()
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    every text := '\(((?:\w+\.)?(\w+)) = ANY \(ARRAY\( SELECT w\.pk\s+FROM core_api\.workspace_connectors w\)\)\)';
    policy record;
BEGIN
    FOR policy IN
        SELECT p.polname, c.relname,
            ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')' AS reads,
            ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')' AS writes
        FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = 'core_api'::regnamespace
    LOOP
        IF concat(policy.reads, policy.writes) ~ every THEN
            EXECUTE format('ALTER POLICY %I ON core_api.%I', policy.polname, policy.relname) || regexp_replace(
                concat(policy.reads, policy.writes),
                every,
                format(
                    '(%1$I.\2 = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w LIMIT 32))
                      OR (SELECT true FROM core_api.workspace_connectors w WHERE w.pk = %1$I.\2))',
                    policy.relname
                ),
                'g'
            );
        END IF;
    END LOOP;
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.look_up_connectors FROM PUBLIC;
CALL core_api.look_up_connectors();

CALL core_api.keep_counts('people', 'peoples');
CALL core_api.keep_counts('company', 'companies');
CALL core_api.keep_counts('account', 'accounts');
CALL core_api.keep_counts('invoice', 'invoices');
CALL core_api.keep_counts('transaction', 'transactions');
CALL core_api.keep_counts('document', 'documents');

-- Links and records go first: each that goes is counted.
CREATE OR REPLACE FUNCTION core_api.workspace_tables(OUT name text, OUT owned text, OUT free text) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
AS $$
    WITH owner (whose, owned) AS (
        VALUES
            ('workspace', 't.workspace_pk = $1'),
            ('connector',
                't.workspace_connector_pk IN (SELECT w.pk FROM core_api.workspace_connectors w WHERE w.workspace_pk = $1)'),
            ('run',
                't.workspace_connector_sync_log_pk IN (
                    SELECT r.pk FROM core_api.workspace_connectors w
                    JOIN core_api.workspace_connector_sync_logs r ON r.workspace_connector_pk = w.pk
                    WHERE w.workspace_pk = $1)'),
            ('endpoint',
                't.webhook_endpoint_pk IN (SELECT e.pk FROM core_api.webhook_endpoints e WHERE e.workspace_pk = $1)'),
            ('merge', 't.merge_pk IN (SELECT m.pk FROM core_api.merges m WHERE m.workspace_pk = $1)'),
            ('itself', 't.pk = $1')
    ), listed (place, name, whose, free) AS (
        VALUES
            (100, 'webhook_attempts', 'endpoint', 'true'),
            (101, 'webhook_secrets', 'endpoint', 'true'),
            (102, 'webhook_endpoints', 'workspace', 'true'),
            (103, 'retention_rules', 'workspace', 'true'),
            (104, 'retention_cuts', 'workspace', 'true'),
            (105, 'retention_policies', 'workspace', 'true'),
            (106, 'recall_notifications', 'workspace', 'true'),
            (107, 'suppressions', 'workspace', 'true'),
            (108, 'recalls', 'workspace', 'true'),
            (109, 'journal', 'workspace', 'true'),
            (110, 'merged_records', 'merge', 'true'),
            (111, 'merges', 'workspace', 'true'),
            (112, 'link_history', 'connector', 'true'),
            (113, 'audit_events', 'workspace', 'true'),
            (210, 'streams', 'workspace', 'true'),
            (211, 'record_counts', 'workspace', 'true'),
            (300, 'sync_rejections', 'run', 'true'),
            (301, 'sync_deliveries', 'run', 'true'),
            (302, 'jobs', 'workspace', 'true'),
            (303, 'workspace_connector_sync_logs', 'connector', 'true'),
            (304, 'workspace_connector_legal_states', 'connector', 'true'),
            (305, 'workspace_connectors', 'workspace',
                'NOT EXISTS (SELECT FROM core_api.workspace_connectors c WHERE c.continues_pk = t.pk)
                 AND NOT EXISTS (SELECT FROM core_api.workspace_connectors c WHERE c.line_pk = t.pk)'),
            (306, 'api_keys', 'workspace', 'true'),
            (307, 'journal_heads', 'workspace', 'true'),
            (308, 'audit_heads', 'workspace', 'true'),
            (309, 'workspaces', 'itself', 'true')
        UNION ALL
        SELECT 200, k.record || '_workspace_connectors', 'connector', 'true' FROM core_api.record_kinds k
        UNION ALL
        SELECT 201, k.record || '_identities', 'connector', 'true' FROM core_api.record_kinds k
        UNION ALL
        SELECT 202, k.records::text, 'workspace', 'true' FROM core_api.record_kinds k
    )
    SELECT l.name, o.owned, l.free FROM listed l JOIN owner o ON o.whose = l.whose ORDER BY l.place, l.name
$$;

-- Compares the kept counts of a workspace with what is there. Each comparison sees one state of the ledger. If something
-- differs and is to be made right, nobody else may count from then on.
CREATE FUNCTION core_api.recount(
    workspace uuid, repair boolean,
    OUT record text, OUT connector uuid, OUT direction core_api.direction_enum,
    OUT kept_active bigint, OUT kept_deleted bigint, OUT found_active bigint, OUT found_deleted bigint
) RETURNS SETOF record
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    own bigint := (SELECT w.pk FROM core_api.workspaces w WHERE w.workspace_id = workspace);
    kind record;
    links text;
    records text;
BEGIN
    FOR kind IN SELECT k.record AS name, k.records FROM core_api.record_kinds k ORDER BY k.record LOOP
        links := format(
            'SELECT l.workspace_connector_pk, l.direction,
               count(*) FILTER (WHERE l.deleted_at IS NULL) AS active,
               count(*) FILTER (WHERE l.deleted_at IS NOT NULL) AS deleted,
               min(l.created_at) AS oldest_at, max(l.created_at) AS newest_at
             FROM core_api.workspace_connectors w
             JOIN core_api.%I l ON l.workspace_connector_pk = w.pk
             WHERE w.workspace_pk = $1 GROUP BY 1, 2', kind.name || '_workspace_connectors'
        );
        RETURN QUERY EXECUTE format(
            'SELECT %2$L::text, w.workspace_connector_id, coalesce(t.direction, f.direction),
               coalesce(t.active, 0), coalesce(t.deleted, 0), coalesce(f.active, 0), coalesce(f.deleted, 0)
             FROM (SELECT * FROM core_api.streams s WHERE s.workspace_pk = $1 AND s.record = %2$L) t
             FULL JOIN (%1$s) f
               ON f.workspace_connector_pk = t.workspace_connector_pk AND f.direction = t.direction
             JOIN core_api.workspace_connectors w
               ON w.pk = coalesce(t.workspace_connector_pk, f.workspace_connector_pk)
             WHERE (coalesce(t.active, 0), coalesce(t.deleted, 0)) <> (coalesce(f.active, 0), coalesce(f.deleted, 0))
               OR f.oldest_at < t.oldest_at OR f.newest_at > t.newest_at
             ORDER BY w.pk, 3', links, kind.name
        ) USING own;
        IF repair AND FOUND THEN
            PERFORM core_api.before_counting(ARRAY[own]);
            DELETE FROM core_api.streams s WHERE s.workspace_pk = own AND s.record = kind.name;
            EXECUTE format(
                'INSERT INTO core_api.streams
                   (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
                 SELECT $1, %2$L, f.* FROM (%1$s) f', links, kind.name
            ) USING own;
        END IF;
        records := format(
            'SELECT count(*) FILTER (WHERE r.deleted_at IS NULL) AS active,
               count(*) FILTER (WHERE r.deleted_at IS NOT NULL) AS deleted
             FROM core_api.%I r WHERE r.workspace_pk = $1', kind.records
        );
        RETURN QUERY EXECUTE format(
            'SELECT %2$L::text, NULL::uuid, NULL::core_api.direction_enum,
               coalesce(t.active, 0), coalesce(t.deleted, 0), f.active, f.deleted
             FROM (%1$s) f
             LEFT JOIN core_api.record_counts t ON t.workspace_pk = $1 AND t.record = %2$L
             WHERE (coalesce(t.active, 0), coalesce(t.deleted, 0)) <> (f.active, f.deleted)', records, kind.name
        ) USING own;
        IF repair AND FOUND THEN
            PERFORM core_api.before_counting(ARRAY[own]);
            EXECUTE format(
                'INSERT INTO core_api.record_counts (workspace_pk, record, active, deleted)
                 SELECT $1, %2$L, f.* FROM (%1$s) f
                 ON CONFLICT ON CONSTRAINT record_counts_pkey DO UPDATE
                 SET active = excluded.active, deleted = excluded.deleted', records, kind.name
            ) USING own;
        END IF;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.recount FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.recount TO wellhead_operator;
