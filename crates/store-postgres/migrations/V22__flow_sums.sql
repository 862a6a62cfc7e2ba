-- Flows are kept as they are shown: so many records came from this source, went to that destination, or both. They no longer cost
-- the different ways that records went, of which there can be as many as records. And all links of a workspace are counted
-- by hour together, too, so that its chart does not cost its connectors.

-- Nobody folds meanwhile.
LOCK TABLE core_api.unfolded, core_api.record_ways, core_api.stream_days IN ACCESS EXCLUSIVE MODE;

-- How many records of a workspace have links with both of these connectors, the first as a source and the second as a destination;
-- 0 stands for any or none. Links count that are active, or ever were made, or are soft-deleted.
CREATE TABLE core_api.flow_sums (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL,
    source bigint NOT NULL,
    destination bigint NOT NULL,
    active bigint NOT NULL,
    ever bigint NOT NULL,
    deleted bigint NOT NULL,
    PRIMARY KEY (workspace_pk, record, source, destination)
) WITH (fillfactor = 70);

-- How many links of a workspace were made in each hour of a day, as in stream_days.
CREATE TABLE core_api.workspace_days (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL,
    direction core_api.direction_enum NOT NULL,
    day timestamptz NOT NULL,
    links bigint[] NOT NULL CHECK (cardinality(links) = 24),
    PRIMARY KEY (workspace_pk, record, direction, day)
) WITH (fillfactor = 80);
INSERT INTO core_api.workspace_days
SELECT d.workspace_pk, d.record, d.direction, d.day, array_agg(d.links ORDER BY d.hour)
FROM (
    SELECT d.workspace_pk, d.record, d.direction, d.day, u.hour, sum(u.links)::bigint AS links
    FROM core_api.stream_days d CROSS JOIN unnest(d.links) WITH ORDINALITY u (links, hour)
    GROUP BY 1, 2, 3, 4, 5
) d
GROUP BY 1, 2, 3, 4;

-- Only functions that run as the owner read and write sums.
ALTER TABLE core_api.flow_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_api.workspace_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.workspace_days TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
GRANT SELECT ON core_api.workspace_days TO wellhead_service;

-- A record's ends are kept with it. They are found anew by the fold, and added up.
DROP FUNCTION core_api.reroute, core_api.ways_gone, core_api.way_sizes;
DROP TYPE core_api.rerouted;
INSERT INTO core_api.unfolded (workspace_pk, record, made, joined, pks)
SELECT r.workspace_pk, r.record, 0, false, array_agg(r.record_pk)
FROM (
    SELECT r.workspace_pk, r.record, r.record_pk,
        row_number() OVER (PARTITION BY r.workspace_pk, r.record ORDER BY r.record_pk) AS place
    FROM core_api.record_ways r
) r
GROUP BY r.workspace_pk, r.record, r.place / 1000;
TRUNCATE core_api.record_ways;
ALTER TABLE core_api.record_ways DROP COLUMN way_pk, ADD COLUMN ends bigint[] NOT NULL;
DROP TABLE core_api.ways;

-- A record, the ends that it is counted with, and those that it has now.
CREATE TYPE core_api.rerouted AS (record_pk bigint, was bigint[], ends bigint[]);

-- So many records with these ends.
CREATE TYPE core_api.turn AS (ends bigint[], records bigint);

-- In which sums these records are counted, and in which of their three numbers.
CREATE FUNCTION core_api.sums_of(
    turns core_api.turn[],
    OUT source bigint, OUT destination bigint, OUT active bigint, OUT ever bigint, OUT deleted bigint
) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE ROWS 100 SET search_path = ''
    BEGIN ATOMIC
        WITH ends AS (
            SELECT t.place, t.records, c >> 2 AS connector, c & 2 = 2 AS is_destination,
                bool_or(c & 1 = 0) AS active, bool_or(c & 1 = 1) AS deleted
            FROM unnest(turns) WITH ORDINALITY t (ends, records, place) CROSS JOIN unnest(t.ends) c
            GROUP BY 1, 2, 3, 4
        ), ways AS (
            -- 0 has the links of all connectors.
            SELECT e.records, bool_or(e.active) AS active, bool_or(e.deleted) AS deleted,
                array_agg(e.connector) FILTER (WHERE NOT e.is_destination) AS sources,
                array_agg(e.active) FILTER (WHERE NOT e.is_destination) AS sources_active,
                array_agg(e.deleted) FILTER (WHERE NOT e.is_destination) AS sources_deleted,
                array_agg(e.connector) FILTER (WHERE e.is_destination) AS destinations,
                array_agg(e.active) FILTER (WHERE e.is_destination) AS destinations_active,
                array_agg(e.deleted) FILTER (WHERE e.is_destination) AS destinations_deleted
            FROM ends e GROUP BY e.place, e.records
        )
        SELECT s.connector, d.connector,
            coalesce(sum(w.records) FILTER (WHERE s.active AND d.active), 0)::bigint,
            sum(w.records)::bigint,
            coalesce(sum(w.records) FILTER (WHERE s.deleted AND d.deleted), 0)::bigint
        FROM ways w
        CROSS JOIN LATERAL unnest(
            w.sources || 0::bigint, w.sources_active || w.active, w.sources_deleted || w.deleted
        ) s (connector, active, deleted)
        CROSS JOIN LATERAL unnest(
            w.destinations || 0::bigint, w.destinations_active || w.active, w.destinations_deleted || w.deleted
        ) d (connector, active, deleted)
        GROUP BY s.connector, d.connector;
    END;
REVOKE EXECUTE ON FUNCTION core_api.sums_of FROM PUBLIC;

-- What these records change in the sums.
CREATE FUNCTION core_api.sums_changed(
    rerouted core_api.rerouted[],
    OUT source bigint, OUT destination bigint, OUT active bigint, OUT ever bigint, OUT deleted bigint
) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE ROWS 100 SET search_path = ''
    BEGIN ATOMIC
        SELECT s.source, s.destination, s.active, s.ever, s.deleted
        FROM core_api.sums_of(ARRAY(
            -- Many records take few turns.
            SELECT ROW(t.ends, sum(t.records))::core_api.turn
            FROM unnest(rerouted) r CROSS JOIN LATERAL (VALUES (r.ends, 1), (r.was, -1)) t (ends, records)
            WHERE r.was IS DISTINCT FROM r.ends AND t.ends IS NOT NULL
            GROUP BY t.ends
        )) s
        WHERE (s.active, s.ever, s.deleted) <> (0, 0, 0);
    END;
REVOKE EXECUTE ON FUNCTION core_api.sums_changed FROM PUBLIC;

-- The ends with which the records of these notes are counted, which are all of one kind and workspace, and those that they have
-- now. Who only joined has one more end; of others all links are read.
CREATE FUNCTION core_api.reroute(workspace bigint, kind text, notes core_api.unfolded[]) RETURNS SETOF core_api.rerouted
    LANGUAGE plpgsql STABLE ROWS 1000 SET search_path = ''
AS $$
DECLARE
    due bigint[] := ARRAY(SELECT DISTINCT p FROM unnest(notes) n CROSS JOIN unnest(n.pks) p WHERE NOT n.joined);
BEGIN
    IF cardinality(due) > 0 THEN
        RETURN QUERY EXECUTE format(
            'SELECT d.pk, r.ends, e.ends
             FROM unnest($2) d (pk)
             LEFT JOIN LATERAL (
                 SELECT r.ends FROM core_api.record_ways r
                 WHERE r.workspace_pk = $1 AND r.record = %L AND r.record_pk = d.pk OFFSET 0
             ) r ON true
             LEFT JOIN core_api.%I($1, $2) e ON e.record_pk = d.pk',
            kind, kind || '_ends'
        ) USING workspace, due;
    END IF;
    RETURN QUERY
        WITH joined AS (
            SELECT p AS pk, array_agg(DISTINCT c.code ORDER BY c.code) AS codes
            FROM unnest(notes) n
            CROSS JOIN LATERAL (
                SELECT 4 * n.workspace_connector_pk + CASE n.direction WHEN 'output' THEN 2 ELSE 0 END AS code
            ) c
            CROSS JOIN unnest(n.pks) p
            WHERE n.joined AND NOT EXISTS (SELECT FROM unnest(due) d WHERE d = p)
            GROUP BY p
        )
        SELECT j.pk, r.ends, CASE
            WHEN r.ends IS NULL THEN j.codes
            WHEN r.ends @> j.codes THEN r.ends
            ELSE ARRAY(SELECT DISTINCT c FROM unnest(r.ends || j.codes) c ORDER BY c)
        END
        FROM joined j
        LEFT JOIN LATERAL (
            SELECT r.ends FROM core_api.record_ways r
            WHERE r.workspace_pk = workspace AND r.record = kind AND r.record_pk = j.pk OFFSET 0
        ) r ON true;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.reroute FROM PUBLIC;

-- As before, into what is kept now.
CREATE OR REPLACE FUNCTION core_api.fold_of(workspace bigint, most bigint) RETURNS bigint
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    taken core_api.unfolded[];
    kind text;
    rerouted core_api.rerouted[];
    gone bigint;
    empty record;
BEGIN
    -- Two folds of one workspace would count a record twice.
    IF NOT pg_catalog.pg_try_advisory_xact_lock(17192511, pg_catalog.hashint8(workspace)) THEN
        RETURN 0;
    END IF;
    WITH done AS (
        DELETE FROM core_api.unfolded u
        WHERE u.workspace_pk = workspace AND u.pk = ANY (ARRAY(
            SELECT o.pk FROM (
                SELECT o.pk, sum(o.number) OVER (ORDER BY o.pk) - o.number AS before FROM (
                    SELECT c.pk, cardinality(c.pks) + 1 AS number FROM core_api.unfolded c
                    WHERE c.workspace_pk = workspace ORDER BY c.pk LIMIT most
                ) o
            ) o
            WHERE o.before < most
        ))
        RETURNING u.*
    )
    SELECT array_agg(d::core_api.unfolded) INTO taken FROM done d;
    IF taken IS NULL THEN
        RETURN 0;
    END IF;
    WITH more AS MATERIALIZED (
        SELECT t.record, w.pk AS connector, t.direction, t.hour, sum(t.made) AS links
        FROM unnest(taken) t
        JOIN core_api.workspace_connectors w ON w.pk = t.workspace_connector_pk AND w.workspace_pk = workspace
        WHERE t.made <> 0 GROUP BY 1, 2, 3, 4 HAVING sum(t.made) <> 0
    ), of_streams AS (
        INSERT INTO core_api.stream_days AS t (workspace_pk, record, workspace_connector_pk, direction, day, links)
        SELECT workspace, d.record, d.connector, d.direction, d.day, ARRAY(
            SELECT coalesce(m.links, 0) FROM generate_series(0, 23) h
            LEFT JOIN more m ON (m.record, m.connector, m.direction) = (d.record, d.connector, d.direction)
                AND m.hour = d.day + h * interval '1 hour'
            ORDER BY h
        )
        FROM (SELECT DISTINCT m.record, m.connector, m.direction, core_api.day_of(m.hour) AS day FROM more m) d
        ON CONFLICT (workspace_connector_pk, record, direction, day) DO UPDATE
        SET links = ARRAY(
            SELECT u.kept + u.more FROM unnest(t.links, excluded.links) WITH ORDINALITY u (kept, more, hour) ORDER BY u.hour
        )
    )
    INSERT INTO core_api.workspace_days AS t (workspace_pk, record, direction, day, links)
    SELECT workspace, d.record, d.direction, d.day, ARRAY(
        SELECT coalesce(sum(m.links), 0) FROM generate_series(0, 23) h
        LEFT JOIN more m ON (m.record, m.direction) = (d.record, d.direction) AND m.hour = d.day + h * interval '1 hour'
        GROUP BY h ORDER BY h
    )
    FROM (SELECT DISTINCT m.record, m.direction, core_api.day_of(m.hour) AS day FROM more m) d
    ON CONFLICT (workspace_pk, record, direction, day) DO UPDATE
    SET links = ARRAY(
        SELECT u.kept + u.more FROM unnest(t.links, excluded.links) WITH ORDINALITY u (kept, more, hour) ORDER BY u.hour
    );
    FOR kind IN SELECT DISTINCT t.record FROM unnest(taken) t LOOP
        rerouted := ARRAY(
            SELECT r FROM core_api.reroute(workspace, kind, ARRAY(SELECT t FROM unnest(taken) t WHERE t.record = kind)) r
            WHERE r.was IS DISTINCT FROM r.ends);
        -- One by one, so that each is found by its key, whatever the planner knows of the table; they are few.
        FOR gone IN SELECT r.record_pk FROM unnest(rerouted) r WHERE r.ends IS NULL LOOP
            DELETE FROM core_api.record_ways r
            WHERE r.workspace_pk = workspace AND r.record = kind AND r.record_pk = gone;
        END LOOP;
        INSERT INTO core_api.record_ways AS r (workspace_pk, record, record_pk, ends)
        SELECT workspace, kind, r.record_pk, r.ends FROM unnest(rerouted) r WHERE r.ends IS NOT NULL
        ON CONFLICT (workspace_pk, record, record_pk) DO UPDATE SET ends = excluded.ends;
        FOR empty IN
            WITH came AS (
                INSERT INTO core_api.flow_sums AS t (workspace_pk, record, source, destination, active, ever, deleted)
                SELECT workspace, kind, c.* FROM core_api.sums_changed(rerouted) c
                ON CONFLICT (workspace_pk, record, source, destination) DO UPDATE
                SET active = t.active + excluded.active, ever = t.ever + excluded.ever, deleted = t.deleted + excluded.deleted
                RETURNING t.source, t.destination, t.ever
            )
            SELECT c.source, c.destination FROM came c WHERE c.ever <= 0
        LOOP
            DELETE FROM core_api.flow_sums t
            WHERE (t.workspace_pk, t.record, t.source, t.destination) = (workspace, kind, empty.source, empty.destination);
        END LOOP;
    END LOOP;
    RETURN (SELECT sum(cardinality(t.pks) + 1) FROM unnest(taken) t);
END
$$;

-- The sums of the transaction's own workspace of one state: active, ever or deleted. What is not folded is added, if it is of at
-- most so many records; else a row without a source says how many records it is of.
CREATE FUNCTION core_api.flows_kept(
    kind text, state text, most bigint, OUT source bigint, OUT destination bigint, OUT records bigint
) RETURNS SETOF record
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    workspace bigint := core_api.current_workspace_pk();
    waiting bigint := (
        SELECT sum(cardinality(u.pks)) FROM core_api.unfolded u WHERE u.workspace_pk = workspace AND u.record = kind);
BEGIN
    IF waiting <= most AND waiting > 0 THEN
        RETURN QUERY
            SELECT s.source, s.destination, sum(c.records)::bigint FROM (
                SELECT t.source, t.destination, t.active, t.ever, t.deleted FROM core_api.flow_sums t
                WHERE t.workspace_pk = workspace AND t.record = kind
                UNION ALL
                SELECT c.* FROM core_api.sums_changed(ARRAY(
                    SELECT r FROM core_api.reroute(workspace, kind, ARRAY(
                        SELECT u FROM core_api.unfolded u WHERE u.workspace_pk = workspace AND u.record = kind)) r)) c
            ) s
            CROSS JOIN LATERAL (
                SELECT CASE state WHEN 'active' THEN s.active WHEN 'deleted' THEN s.deleted ELSE s.ever END AS records
            ) c
            GROUP BY s.source, s.destination HAVING sum(c.records) > 0;
        RETURN;
    END IF;
    RETURN QUERY
        SELECT t.source, t.destination, c.records FROM core_api.flow_sums t
        CROSS JOIN LATERAL (
            SELECT CASE state WHEN 'active' THEN t.active WHEN 'deleted' THEN t.deleted ELSE t.ever END AS records
        ) c
        WHERE t.workspace_pk = workspace AND t.record = kind AND c.records > 0;
    IF waiting > most THEN
        source := NULL;
        destination := NULL;
        records := waiting;
        RETURN NEXT;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.flows_kept FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.flows_kept TO wellhead_service;

-- What the sums of a workspace should be, by the ends that are kept with its records.
CREATE FUNCTION core_api.sums_due(
    workspace bigint, kind text,
    OUT source bigint, OUT destination bigint, OUT active bigint, OUT ever bigint, OUT deleted bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT s.source, s.destination, s.active, s.ever, s.deleted
        FROM core_api.sums_of(ARRAY(
            SELECT ROW(r.ends, count(*))::core_api.turn FROM core_api.record_ways r
            WHERE r.workspace_pk = workspace AND r.record = kind GROUP BY r.ends
        )) s;
    END;
REVOKE EXECUTE ON FUNCTION core_api.sums_due FROM PUBLIC;

-- What a workspace's days should be, by those of its streams.
CREATE FUNCTION core_api.days_due(
    workspace bigint, kind text, OUT direction core_api.direction_enum, OUT day timestamptz, OUT links bigint[]
) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT h.direction, h.day, array_agg(h.links ORDER BY h.hour)
        FROM (
            SELECT d.direction, d.day, u.hour, sum(u.links)::bigint AS links
            FROM core_api.stream_days d CROSS JOIN unnest(d.links) WITH ORDINALITY u (links, hour)
            WHERE d.workspace_pk = workspace AND d.record = kind GROUP BY 1, 2, 3
        ) h
        GROUP BY 1, 2;
    END;
REVOKE EXECUTE ON FUNCTION core_api.days_due FROM PUBLIC;

-- As before, by the ends that are kept now.
CREATE OR REPLACE FUNCTION core_api.misled(workspace bigint, kind text, records text) RETURNS bigint[]
    LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    found bigint[];
BEGIN
    EXECUTE format(
        'WITH due AS MATERIALIZED (
             SELECT DISTINCT p AS pk FROM core_api.unfolded u CROSS JOIN unnest(u.pks) p
             WHERE u.workspace_pk = $1 AND u.record = %1$L
         ), kept AS MATERIALIZED (
             SELECT r.record_pk, r.ends FROM core_api.record_ways r WHERE r.workspace_pk = $1 AND r.record = %1$L
         )
         SELECT array_agg(coalesce(k.record_pk, e.record_pk))
         FROM kept k
         FULL JOIN core_api.%2$I($1, ARRAY(
             SELECT r.pk FROM core_api.%3$I r WHERE r.workspace_pk = $1
             UNION SELECT k.record_pk FROM kept k
         )) e ON e.record_pk = k.record_pk
         WHERE k.ends IS DISTINCT FROM e.ends
             AND coalesce(k.record_pk, e.record_pk) NOT IN (SELECT d.pk FROM due d)',
        kind, kind || '_ends', records
    ) INTO found USING workspace;
    RETURN coalesce(found, '{}');
END
$$;

-- As before, with the tables that are new.
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
            (212, 'unfolded', 'workspace', 'true'),
            (213, 'record_ways', 'workspace', 'true'),
            (214, 'flow_sums', 'workspace', 'true'),
            (215, 'stream_days', 'workspace', 'true'),
            (216, 'workspace_days', 'workspace', 'true'),
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

-- Compares the hours and ways of a workspace, which are folded, with what is there, as recount does its counts. What has a
-- connector is about the hours of a stream, and the rest about ways: how many records are on a wrong one, and how many sums and
-- days of the workspace are wrong.
CREATE OR REPLACE FUNCTION core_api.recount_folds(
    workspace uuid, repair boolean,
    OUT record text, OUT connector uuid, OUT direction core_api.direction_enum,
    OUT kept_number bigint, OUT found_number bigint
) RETURNS SETOF record
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    own bigint := (SELECT w.pk FROM core_api.workspaces w WHERE w.workspace_id = workspace);
    kind record;
    hours text;
    wrong bigint[];
    off bigint;
BEGIN
    IF repair THEN
        -- A fold adds an end to the kept ones of who only joined a stream, be they right or wrong. So nothing may wait to be folded.
        PERFORM core_api.fold_all(own);
    END IF;
    FOR kind IN SELECT k.record AS name, k.records FROM core_api.record_kinds k ORDER BY k.record LOOP
        -- What is not folded yet is neither right nor wrong.
        hours := format(
            'SELECT l.workspace_connector_pk AS connector, l.direction, core_api.hour_of(l.created_at) AS hour,
                 count(*) AS links
             FROM core_api.workspace_connectors w
             JOIN core_api.%I l ON l.workspace_connector_pk = w.pk
             WHERE w.workspace_pk = $1 GROUP BY 1, 2, 3', kind.name || '_workspace_connectors'
        );
        RETURN QUERY EXECUTE format(
            'SELECT %2$L::text, w.workspace_connector_id, d.direction,
                 sum(d.kept)::bigint, sum(d.found)::bigint
             FROM (
                 SELECT coalesce(k.connector, f.connector) AS connector, coalesce(k.direction, f.direction) AS direction,
                     coalesce(k.links, 0) AS kept, coalesce(f.links, 0) AS found
                 FROM core_api.hours_kept($1, %2$L) k
                 FULL JOIN (%1$s) f ON f.connector = k.connector AND f.direction = k.direction AND f.hour = k.hour
                 WHERE coalesce(k.links, 0) <> coalesce(f.links, 0)
             ) d
             JOIN core_api.workspace_connectors w ON w.pk = d.connector
             GROUP BY w.pk, w.workspace_connector_id, d.direction ORDER BY w.pk, d.direction', hours, kind.name
        ) USING own;
        IF repair AND FOUND THEN
            PERFORM core_api.before_counting(ARRAY[own]);
            EXECUTE format(
                'INSERT INTO core_api.unfolded
                   (workspace_pk, record, workspace_connector_pk, direction, hour, made, joined, pks)
                 SELECT $1, %2$L, coalesce(k.connector, f.connector), coalesce(k.direction, f.direction),
                     coalesce(k.hour, f.hour), coalesce(f.links, 0) - coalesce(k.links, 0), false, ''{}''
                 FROM core_api.hours_kept($1, %2$L) k
                 FULL JOIN (%1$s) f ON f.connector = k.connector AND f.direction = k.direction AND f.hour = k.hour
                 WHERE coalesce(k.links, 0) <> coalesce(f.links, 0)', hours, kind.name
            ) USING own;
            PERFORM core_api.fold_all(own);
        END IF;
        wrong := core_api.misled(own, kind.name, kind.records);
        off := (
            SELECT count(*) FROM core_api.sums_due(own, kind.name) f
            FULL JOIN (
                SELECT t.* FROM core_api.flow_sums t WHERE t.workspace_pk = own AND t.record = kind.name
            ) t ON (t.source, t.destination) = (f.source, f.destination)
            WHERE (t.active, t.ever, t.deleted) IS DISTINCT FROM (f.active, f.ever, f.deleted)
        ) + (
            SELECT count(*) FROM core_api.days_due(own, kind.name) f
            FULL JOIN (
                SELECT t.* FROM core_api.workspace_days t WHERE t.workspace_pk = own AND t.record = kind.name
            ) t ON (t.direction, t.day) = (f.direction, f.day)
            WHERE t.links IS DISTINCT FROM f.links
        );
        IF cardinality(wrong) + off > 0 THEN
            record := kind.name;
            connector := NULL;
            direction := NULL;
            kept_number := cardinality(wrong) + off;
            found_number := 0;
            RETURN NEXT;
        END IF;
        IF repair AND cardinality(wrong) + off > 0 THEN
            INSERT INTO core_api.unfolded (workspace_pk, record, made, joined, pks)
            SELECT own, kind.name, 0, false, array_agg(u.pk)
            FROM unnest(wrong) WITH ORDINALITY u (pk, place) GROUP BY u.place / 1000;
            PERFORM core_api.fold_all(own);
            DELETE FROM core_api.flow_sums t WHERE t.workspace_pk = own AND t.record = kind.name;
            INSERT INTO core_api.flow_sums SELECT own, kind.name, f.* FROM core_api.sums_due(own, kind.name) f;
            DELETE FROM core_api.workspace_days t WHERE t.workspace_pk = own AND t.record = kind.name;
            INSERT INTO core_api.workspace_days SELECT own, kind.name, f.* FROM core_api.days_due(own, kind.name) f;
        END IF;
    END LOOP;
END
$$;
