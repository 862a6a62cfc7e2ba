-- Flows that cost what they show, and links counted by hour. What a transaction changes in them it only writes down; a fold
-- works that in later, and whoever reads adds what the fold does not have yet. So both are exact, and no writer waits.

-- What a transaction changed, and no fold has yet: so many more links were made in this hour of a stream, and the ways of
-- these records may be others. If they joined, all that is new is that they have active links of the stream. It has no
-- references: each change would pay for their checks.
CREATE TABLE core_api.unfolded (
    workspace_pk bigint NOT NULL,
    pk bigint GENERATED ALWAYS AS IDENTITY,
    record text NOT NULL,
    -- Null if nothing changes in an hour.
    workspace_connector_pk bigint,
    direction core_api.direction_enum,
    hour timestamptz,
    made bigint NOT NULL,
    joined boolean NOT NULL,
    pks bigint[] NOT NULL,
    PRIMARY KEY (workspace_pk, pk)
);

-- The ways that records went: how many went each. An end of a way is four times the pk of a connector, plus 2 if it is a
-- destination, plus 1 if the record has soft-deleted links there. They are in order. An index has their digest, as there may
-- be more than fit in one.
CREATE TABLE core_api.ways (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL,
    digest bytea NOT NULL,
    ends bigint[] NOT NULL,
    records bigint NOT NULL,
    UNIQUE (workspace_pk, record, digest)
) WITH (fillfactor = 50);

-- The way that each record is counted on. A record without links has none.
CREATE TABLE core_api.record_ways (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL,
    record_pk bigint NOT NULL,
    way_pk bigint NOT NULL,
    PRIMARY KEY (workspace_pk, record, record_pk)
) WITH (fillfactor = 90);

-- How many links of a stream were made in each hour of a day, in UTC, whatever became of them since.
CREATE TABLE core_api.stream_days (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    record text NOT NULL,
    workspace_connector_pk bigint NOT NULL REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    direction core_api.direction_enum NOT NULL,
    day timestamptz NOT NULL,
    links integer[] NOT NULL CHECK (cardinality(links) = 24),
    PRIMARY KEY (workspace_connector_pk, record, direction, day)
) WITH (fillfactor = 80);
CREATE INDEX idx_stream_days_workspace ON core_api.stream_days (workspace_pk);

-- What references would do: a note follows the new pk of its workspace or connector.
CREATE FUNCTION core_api.follow_pk() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_TABLE_NAME = 'workspaces' THEN
        UPDATE core_api.unfolded u SET workspace_pk = NEW.pk WHERE u.workspace_pk = OLD.pk;
    ELSE
        UPDATE core_api.unfolded u SET workspace_connector_pk = NEW.pk
        WHERE u.workspace_pk = NEW.workspace_pk AND u.workspace_connector_pk = OLD.pk;
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.follow_pk FROM PUBLIC;
CREATE TRIGGER followed AFTER UPDATE OF pk ON core_api.workspaces
    FOR EACH ROW EXECUTE FUNCTION core_api.follow_pk();
CREATE TRIGGER followed AFTER UPDATE OF pk ON core_api.workspace_connectors
    FOR EACH ROW EXECUTE FUNCTION core_api.follow_pk();

ALTER TABLE core_api.unfolded ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.unfolded TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()))
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (
            workspace_connector_pk IS NULL
            OR (SELECT true FROM core_api.workspace_connectors w WHERE w.pk = workspace_connector_pk)
        )
    );
ALTER TABLE core_api.stream_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.stream_days TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
-- Only functions that run as the owner read and write ways.
ALTER TABLE core_api.ways ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_api.record_ways ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON core_api.unfolded TO wellhead_service;
GRANT SELECT ON core_api.stream_days TO wellhead_service;

CREATE FUNCTION core_api.hour_of(at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE
    RETURN date_bin(interval '1 hour', at, timestamptz '1970-01-01 00:00:00+00');
CREATE FUNCTION core_api.day_of(at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE
    RETURN date_bin(interval '24 hours', at, timestamptz '1970-01-01 00:00:00+00');

-- A record and its way.
CREATE TYPE core_api.record_ends AS (record_pk bigint, ends bigint[]);

-- Where a record was counted, and the way that it went.
CREATE TYPE core_api.rerouted AS (record_pk bigint, was bigint, digest bytea, ends bigint[]);

-- Notes what is to be folded, where count_links counts. The argument is the kind.
CREATE FUNCTION core_api.note_links() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    changed text;
BEGIN
    -- A link that follows the new pk of its connector was made where it was; and that may be another pk of its record.
    changed := CASE TG_OP
        WHEN 'INSERT' THEN
            'SELECT l.%1$I, l.workspace_connector_pk, l.direction, l.created_at, 1, l.deleted_at IS NULL FROM come l'
        WHEN 'DELETE' THEN
            'SELECT l.%1$I, l.workspace_connector_pk, l.direction, l.created_at, -1, false FROM gone l'
        ELSE
            'SELECT s.*, false FROM gone o JOIN come n ON n.pk = o.pk
             CROSS JOIN LATERAL (
                 SELECT o.workspace_connector_pk = n.workspace_connector_pk OR EXISTS (
                     SELECT FROM core_api.workspace_connectors f WHERE f.pk = o.workspace_connector_pk) AS stays
             ) w
             CROSS JOIN LATERAL (
                 VALUES
                     (n.%1$I, n.workspace_connector_pk, n.direction, n.created_at, CASE WHEN w.stays THEN 1 ELSE 0 END),
                     (o.%1$I, n.workspace_connector_pk, o.direction, o.created_at, 0),
                     (o.%1$I, o.workspace_connector_pk, o.direction, o.created_at, CASE WHEN w.stays THEN -1 ELSE 0 END)
             ) s
             WHERE (o.%1$I, o.workspace_connector_pk, o.direction, o.deleted_at IS NULL, o.created_at)
                 IS DISTINCT FROM (n.%1$I, n.workspace_connector_pk, n.direction, n.deleted_at IS NULL, n.created_at)'
    END;
    EXECUTE format(
        'INSERT INTO core_api.unfolded (workspace_pk, record, workspace_connector_pk, direction, hour, made, joined, pks)
         SELECT c.workspace_pk, $1, c.connector, c.direction, c.hour, sum(c.by), c.joined, array_agg(DISTINCT c.record_pk)
         FROM (
             SELECT w.workspace_pk, w.pk AS connector, c.direction, core_api.hour_of(c.created_at) AS hour, c.by, c.joined,
                 c.record_pk, row_number() OVER (PARTITION BY w.workspace_pk ORDER BY c.record_pk) AS place
             FROM (' || changed || ' OFFSET 0) c (record_pk, connector, direction, created_at, by, joined)
             JOIN core_api.workspace_connectors w ON w.pk = c.connector
             -- Of a workspace that is being removed, nothing is to be folded.
             JOIN core_api.workspaces s ON s.pk = w.workspace_pk AND s.deleted_at IS NULL
         ) c
         GROUP BY c.workspace_pk, c.connector, c.direction, c.hour, c.joined, c.place / 1000',
        TG_ARGV[0] || '_pk'
    ) USING TG_ARGV[0];
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.note_links FROM PUBLIC;

-- Finds the ways of one kind of record.
CREATE PROCEDURE core_api.keep_ways(kind text)
    LANGUAGE plpgsql SET search_path = ''
AS $procedure$
DECLARE
    links text := kind || '_workspace_connectors';
    record_pk text := kind || '_pk';
BEGIN
    -- The ways of those of these records that have links of the workspace.
    EXECUTE format(
        'CREATE FUNCTION core_api.%1$I(workspace bigint, pks bigint[]) RETURNS SETOF core_api.record_ends
             LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = ''''
         AS $function$
             SELECT l.record_pk, array_agg(DISTINCT l.code ORDER BY l.code)
             FROM unnest(pks) d (pk)
             CROSS JOIN LATERAL (
                 SELECT l.%3$I AS record_pk, l.workspace_connector_pk AS connector,
                     4 * l.workspace_connector_pk + CASE l.direction WHEN ''output'' THEN 2 ELSE 0 END
                         + CASE WHEN l.deleted_at IS NULL THEN 0 ELSE 1 END AS code
                 FROM core_api.%2$I l WHERE l.%3$I = d.pk OFFSET 0
             ) l
             CROSS JOIN LATERAL (
                 SELECT FROM core_api.workspace_connectors w WHERE w.pk = l.connector AND w.workspace_pk = workspace OFFSET 0
             ) w
             GROUP BY l.record_pk
         $function$',
        kind || '_ends', links, record_pk
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', kind || '_ends');

    -- Whoever writes waits until it is noted by the triggers.
    EXECUTE format('LOCK TABLE core_api.%I IN SHARE ROW EXCLUSIVE MODE', links);
    EXECUTE format(
        'CREATE TRIGGER noted_made AFTER INSERT ON core_api.%1$I REFERENCING NEW TABLE AS come
         FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$I'')) EXECUTE FUNCTION core_api.note_links(%2$L);
         CREATE TRIGGER noted_changed AFTER UPDATE ON core_api.%1$I REFERENCING OLD TABLE AS gone NEW TABLE AS come
         FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$I'')) EXECUTE FUNCTION core_api.note_links(%2$L);
         CREATE TRIGGER noted_gone AFTER DELETE ON core_api.%1$I REFERENCING OLD TABLE AS gone
         FOR EACH STATEMENT WHEN (NOT row_security_active(''core_api.%1$I'')) EXECUTE FUNCTION core_api.note_links(%2$L)',
        links, kind
    );
    EXECUTE format(
        'INSERT INTO core_api.stream_days (workspace_pk, record, workspace_connector_pk, direction, day, links)
         SELECT d.workspace_pk, %1$L, d.connector, d.direction, d.day, ARRAY(
             SELECT coalesce((d.links ->> h::text)::integer, 0) FROM generate_series(0, 23) h ORDER BY h)
         FROM (
             SELECT w.workspace_pk, h.connector, h.direction, core_api.day_of(h.hour) AS day,
                 jsonb_object_agg(extract(hour FROM h.hour AT TIME ZONE ''UTC'')::int, h.links) AS links
             FROM (
                 SELECT l.workspace_connector_pk AS connector, l.direction, core_api.hour_of(l.created_at) AS hour,
                     count(*) AS links
                 FROM core_api.%2$I l GROUP BY 1, 2, 3
             ) h
             JOIN core_api.workspace_connectors w ON w.pk = h.connector
             GROUP BY 1, 2, 3, 4
         ) d',
        kind, links
    );
    -- The ways of what is there are found by the fold, too.
    EXECUTE format(
        'INSERT INTO core_api.unfolded (workspace_pk, record, made, joined, pks)
         SELECT r.workspace_pk, %1$L, 0, false, array_agg(r.pk)
         FROM (
             SELECT r.workspace_pk, r.pk, row_number() OVER (PARTITION BY r.workspace_pk ORDER BY r.pk) AS place
             FROM core_api.%2$I r
             WHERE EXISTS (SELECT FROM core_api.%3$I l WHERE l.%4$I = r.pk)
         ) r
         GROUP BY r.workspace_pk, r.place / 1000',
        kind, (SELECT k.records::text FROM core_api.record_kinds k WHERE k.record = kind), links, record_pk
    );
    -- Writes down which of these links the transaction made, and counts them, in the journals and counts of all their
    -- workspaces at once. It locks the journals in order, so that nobody waits in a circle.
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
REVOKE EXECUTE ON PROCEDURE core_api.keep_ways FROM PUBLIC;

-- Their records.
ALTER TYPE core_api.made_links ADD ATTRIBUTE records bigint[];

CALL core_api.keep_ways('people');
CALL core_api.keep_ways('company');
CALL core_api.keep_ways('account');
CALL core_api.keep_ways('invoice');
CALL core_api.keep_ways('transaction');
CALL core_api.keep_ways('document');

-- Where the records of these notes, which are all of one kind and workspace, are counted, and the ways that they go now. Who only
-- joined goes the way it went and to one more end; of others all links are read.
CREATE FUNCTION core_api.reroute(workspace bigint, kind text, notes core_api.unfolded[]) RETURNS SETOF core_api.rerouted
    LANGUAGE plpgsql STABLE ROWS 1000 SET search_path = ''
AS $$
DECLARE
    due bigint[] := ARRAY(SELECT DISTINCT p FROM unnest(notes) n CROSS JOIN unnest(n.pks) p WHERE NOT n.joined);
BEGIN
    IF cardinality(due) > 0 THEN
        RETURN QUERY EXECUTE format(
            'SELECT d.pk, r.way_pk, sha256(array_send(e.ends)), e.ends
             FROM unnest($2) d (pk)
             LEFT JOIN LATERAL (
                 SELECT r.way_pk FROM core_api.record_ways r
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
        ), went AS MATERIALIZED (
            SELECT j.pk, j.codes, r.way_pk FROM joined j
            LEFT JOIN LATERAL (
                SELECT r.way_pk FROM core_api.record_ways r
                WHERE r.workspace_pk = workspace AND r.record = kind AND r.record_pk = j.pk OFFSET 0
            ) r ON true
        ), turns AS MATERIALIZED (
            -- Many records take few turns.
            SELECT t.way_pk, t.codes, e.ends, sha256(array_send(e.ends)) AS digest
            FROM (SELECT DISTINCT w.way_pk, w.codes FROM went w) t
            LEFT JOIN LATERAL (SELECT o.ends FROM core_api.ways o WHERE o.pk = t.way_pk OFFSET 0) o ON true
            CROSS JOIN LATERAL (
                SELECT ARRAY(SELECT DISTINCT c FROM unnest(coalesce(o.ends, '{}') || t.codes) c ORDER BY c) AS ends
            ) e
        )
        SELECT w.pk, w.way_pk, t.digest, t.ends
        FROM went w JOIN turns t ON t.codes = w.codes AND t.way_pk IS NOT DISTINCT FROM w.way_pk;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.reroute FROM PUBLIC;

-- Works in the oldest notes of a workspace: about so many, each of which counts one and its records. Returns how many; 0 if
-- there are none or somebody else is at it.
CREATE FUNCTION core_api.fold_of(workspace bigint, most bigint) RETURNS bigint
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    taken core_api.unfolded[];
    kind text;
    rerouted core_api.rerouted[];
    gone bigint;
    turn record;
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
    WITH more AS (
        SELECT t.record, t.workspace_connector_pk, t.direction, t.hour, sum(t.made) AS links
        FROM unnest(taken) t WHERE t.made <> 0 GROUP BY 1, 2, 3, 4 HAVING sum(t.made) <> 0
    ), days AS (
        SELECT DISTINCT m.record, m.workspace_connector_pk, m.direction, core_api.day_of(m.hour) AS day FROM more m
    )
    INSERT INTO core_api.stream_days AS t (workspace_pk, record, workspace_connector_pk, direction, day, links)
    SELECT workspace, d.record, w.pk, d.direction, d.day, ARRAY(
        SELECT coalesce(m.links, 0) FROM generate_series(0, 23) h
        LEFT JOIN more m ON (m.record, m.workspace_connector_pk, m.direction) = (d.record, w.pk, d.direction)
            AND m.hour = d.day + h * interval '1 hour'
        ORDER BY h
    )
    FROM days d
    JOIN core_api.workspace_connectors w ON w.pk = d.workspace_connector_pk AND w.workspace_pk = workspace
    ON CONFLICT (workspace_connector_pk, record, direction, day) DO UPDATE
    SET links = ARRAY(
        SELECT u.kept + u.more FROM unnest(t.links, excluded.links) WITH ORDINALITY u (kept, more, hour) ORDER BY u.hour
    );
    FOR kind IN SELECT DISTINCT t.record FROM unnest(taken) t LOOP
        rerouted := ARRAY(
            SELECT r FROM core_api.reroute(workspace, kind, ARRAY(SELECT t FROM unnest(taken) t WHERE t.record = kind)) r);
        INSERT INTO core_api.ways (workspace_pk, record, digest, ends, records)
        SELECT DISTINCT ON (r.digest) workspace, kind, r.digest, r.ends, 0 FROM unnest(rerouted) r WHERE r.ends IS NOT NULL
        ON CONFLICT (workspace_pk, record, digest) DO NOTHING;
        -- One by one, so that each is found by its key, whatever the planner knows of the tables; they are few.
        FOR gone IN SELECT r.record_pk FROM unnest(rerouted) r WHERE r.ends IS NULL AND r.was IS NOT NULL LOOP
            DELETE FROM core_api.record_ways r
            WHERE r.workspace_pk = workspace AND r.record = kind AND r.record_pk = gone;
        END LOOP;
        FOR turn IN
            WITH now AS MATERIALIZED (
                SELECT r.record_pk, r.was, w.pk AS goes FROM unnest(rerouted) r
                LEFT JOIN LATERAL (
                    SELECT w.pk FROM core_api.ways w
                    WHERE w.workspace_pk = workspace AND w.record = kind AND w.digest = r.digest OFFSET 0
                ) w ON true
                WHERE w.pk IS DISTINCT FROM r.was
            ), came AS (
                INSERT INTO core_api.record_ways AS r (workspace_pk, record, record_pk, way_pk)
                SELECT workspace, kind, n.record_pk, n.goes FROM now n WHERE n.goes IS NOT NULL
                ON CONFLICT (workspace_pk, record, record_pk) DO UPDATE SET way_pk = excluded.way_pk
            )
            SELECT s.way, sum(s.more) AS more
            FROM now n CROSS JOIN LATERAL (VALUES (n.goes, 1), (n.was, -1)) s (way, more)
            WHERE s.way IS NOT NULL GROUP BY s.way HAVING sum(s.more) <> 0
        LOOP
            UPDATE core_api.ways w SET records = w.records + turn.more WHERE w.pk = turn.way;
            DELETE FROM core_api.ways w WHERE w.pk = turn.way AND w.records <= 0;
        END LOOP;
    END LOOP;
    RETURN (SELECT sum(cardinality(t.pks) + 1) FROM unnest(taken) t);
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.fold_of FROM PUBLIC;

-- Works in all notes of a workspace, and keeps others from folding until the end of the transaction.
CREATE FUNCTION core_api.fold_all(workspace bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(17192511, pg_catalog.hashint8(workspace));
    WHILE core_api.fold_of(workspace, 1000) > 0 LOOP
        NULL;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.fold_all FROM PUBLIC;

-- The same for the transaction's own workspace.
CREATE FUNCTION core_api.fold(most bigint) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT core_api.fold_of(core_api.current_workspace_pk(), most);
    END;
REVOKE EXECUTE ON FUNCTION core_api.fold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.fold TO wellhead_service;

-- Which workspaces have changes that are not folded. Like `neglected`, it tells no more of a workspace.
CREATE FUNCTION core_api.unfolded_of(OUT workspace_id uuid, OUT workspace_pk bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        WITH RECURSIVE found AS (
            (SELECT u.workspace_pk FROM core_api.unfolded u ORDER BY u.workspace_pk LIMIT 1)
            UNION ALL
            SELECT (
                SELECT u.workspace_pk FROM core_api.unfolded u
                WHERE u.workspace_pk > f.workspace_pk ORDER BY u.workspace_pk LIMIT 1
            )
            FROM found f WHERE f.workspace_pk IS NOT NULL
        )
        SELECT w.workspace_id, w.pk FROM found f JOIN core_api.workspaces w ON w.pk = f.workspace_pk
        WHERE w.deleted_at IS NULL;
    END;
REVOKE EXECUTE ON FUNCTION core_api.unfolded_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.unfolded_of TO wellhead_service;

-- The ways of the records of the transaction's own workspace, and how many went each. What is not folded is added, if it
-- is of at most so many records; else a row without ends says how many records it is of.
CREATE FUNCTION core_api.ways_gone(kind text, most bigint, OUT ends bigint[], OUT records bigint) RETURNS SETOF record
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    workspace bigint := core_api.current_workspace_pk();
    waiting bigint := (
        SELECT sum(cardinality(u.pks)) FROM core_api.unfolded u WHERE u.workspace_pk = workspace AND u.record = kind);
BEGIN
    IF waiting <= most AND waiting > 0 THEN
        RETURN QUERY
            WITH rerouted AS MATERIALIZED (
                SELECT r.* FROM core_api.reroute(workspace, kind, ARRAY(
                    SELECT u FROM core_api.unfolded u WHERE u.workspace_pk = workspace AND u.record = kind)) r
            )
            SELECT s.ends, sum(s.records)::bigint FROM (
                SELECT w.ends, w.records FROM core_api.ways w WHERE w.workspace_pk = workspace AND w.record = kind
                UNION ALL
                SELECT w.ends, -1 FROM rerouted r
                CROSS JOIN LATERAL (SELECT w.ends FROM core_api.ways w WHERE w.pk = r.was OFFSET 0) w
                UNION ALL
                SELECT r.ends, 1 FROM rerouted r WHERE r.ends IS NOT NULL
            ) s
            GROUP BY s.ends HAVING sum(s.records) > 0;
        RETURN;
    END IF;
    RETURN QUERY
        SELECT w.ends, w.records FROM core_api.ways w
        WHERE w.workspace_pk = workspace AND w.record = kind AND w.records > 0;
    IF waiting > most THEN
        ends := NULL;
        records := waiting;
        RETURN NEXT;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.ways_gone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.ways_gone TO wellhead_service;

-- How many links of each stream were made in each hour: as folded, and what is not folded yet.
CREATE FUNCTION core_api.hours_kept(
    workspace bigint, kind text,
    OUT connector bigint, OUT direction core_api.direction_enum, OUT hour timestamptz, OUT links bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT s.connector, s.direction, s.hour, sum(s.links)::bigint FROM (
            SELECT d.workspace_connector_pk AS connector, d.direction, d.day + (u.place - 1) * interval '1 hour' AS hour, u.links
            FROM core_api.stream_days d CROSS JOIN unnest(d.links) WITH ORDINALITY u (links, place)
            WHERE d.workspace_pk = workspace AND d.record = kind AND u.links <> 0
            UNION ALL
            SELECT u.workspace_connector_pk, u.direction, u.hour, u.made FROM core_api.unfolded u
            WHERE u.workspace_pk = workspace AND u.record = kind AND u.made <> 0
        ) s
        GROUP BY 1, 2, 3;
    END;
REVOKE EXECUTE ON FUNCTION core_api.hours_kept FROM PUBLIC;

-- How many records of a workspace are counted on each way.
CREATE FUNCTION core_api.way_sizes(workspace bigint, kind text, OUT way_pk bigint, OUT records bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT r.way_pk, count(*) FROM core_api.record_ways r
        WHERE r.workspace_pk = workspace AND r.record = kind GROUP BY r.way_pk;
    END;
REVOKE EXECUTE ON FUNCTION core_api.way_sizes FROM PUBLIC;

-- The records of a workspace that are counted on another way than they went, and that no fold is about to look at.
CREATE FUNCTION core_api.misled(workspace bigint, kind text, records text) RETURNS bigint[]
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
             SELECT r.record_pk, w.ends FROM core_api.record_ways r LEFT JOIN core_api.ways w ON w.pk = r.way_pk
             WHERE r.workspace_pk = $1 AND r.record = %1$L
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
REVOKE EXECUTE ON FUNCTION core_api.misled FROM PUBLIC;

-- Links go first: each that goes is noted.
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
            (214, 'ways', 'workspace', 'true'),
            (215, 'stream_days', 'workspace', 'true'),
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
-- connector is about the hours of a stream, and the rest about ways: how many records are on a wrong one.
CREATE FUNCTION core_api.recount_folds(
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
        -- A fold adds to the way of who only joined a stream, be it right or wrong. So nothing may wait to be folded.
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
            SELECT count(*) FROM core_api.ways w LEFT JOIN core_api.way_sizes(own, kind.name) s ON s.way_pk = w.pk
            WHERE w.workspace_pk = own AND w.record = kind.name AND w.records <> coalesce(s.records, 0)
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
            UPDATE core_api.ways w SET records = c.records
            FROM (
                SELECT i.pk, coalesce(s.records, 0) AS records
                FROM core_api.ways i LEFT JOIN core_api.way_sizes(own, kind.name) s ON s.way_pk = i.pk
                WHERE i.workspace_pk = own AND i.record = kind.name
            ) c
            WHERE c.pk = w.pk AND c.records <> w.records;
        END IF;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.recount_folds FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.recount_folds TO wellhead_operator;
