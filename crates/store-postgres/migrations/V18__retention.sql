-- How long a workspace keeps what is over, and how a whole workspace is removed.

ALTER TYPE core_api.job_kind_enum ADD VALUE 'retain';
-- What a retention goes through, and the journal's last position that it has looked at; the rest of its place is in the
-- columns of the cursor. And what it has removed: an object of numbers.
ALTER TABLE core_api.jobs
    ADD COLUMN holding text,
    ADD COLUMN after_position bigint NOT NULL DEFAULT 0,
    ADD COLUMN removed jsonb;
-- A run is removed with its sweeps.
CREATE INDEX idx_jobs_run ON core_api.jobs (workspace_connector_sync_log_pk)
    WHERE workspace_connector_sync_log_pk IS NOT NULL;

-- Those that have ever set a rule.
CREATE TABLE core_api.retention_policies (
    workspace_pk bigint PRIMARY KEY REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    updated_at timestamptz NOT NULL,
    -- When the last job that removes by the rules was opened.
    begun_at timestamptz
);

-- What is kept so long after it is over. A holding is a category of a kind of record, as links/people, or the journal.
CREATE TABLE core_api.retention_rules (
    workspace_pk bigint NOT NULL REFERENCES core_api.retention_policies (workspace_pk) ON UPDATE CASCADE,
    holding text NOT NULL,
    days integer NOT NULL CHECK (days BETWEEN 1 AND 36500),
    PRIMARY KEY (workspace_pk, holding)
);

-- Up to when what was over was removed, where something was.
CREATE TABLE core_api.retention_cuts (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    holding text NOT NULL,
    upto timestamptz NOT NULL,
    PRIMARY KEY (workspace_pk, holding)
);

ALTER TABLE core_api.retention_policies ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.retention_policies TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.retention_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.retention_rules TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.retention_cuts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.retention_cuts TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
GRANT SELECT, INSERT, UPDATE ON core_api.retention_policies TO wellhead_service;
GRANT SELECT, INSERT, DELETE ON core_api.retention_rules TO wellhead_service;
GRANT SELECT ON core_api.retention_cuts TO wellhead_service;

-- In which workspaces a job is due. Like `neglected`, it tells no more of a workspace.
CREATE FUNCTION core_api.retention_due(
    before timestamptz,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.retention_policies p
        JOIN core_api.workspaces w ON w.pk = p.workspace_pk
        WHERE w.deleted_at IS NULL AND (p.begun_at IS NULL OR p.begun_at < before)
            AND EXISTS (SELECT FROM core_api.retention_rules r WHERE r.workspace_pk = p.workspace_pk)
        ORDER BY w.pk;
    END;
REVOKE EXECUTE ON FUNCTION core_api.retention_due FROM PUBLIC;

-- The service may delete neither links nor history, records or runs. The functions below do, as the owner: what a rule of
-- the transaction's own workspace does not keep, for an unfinished job of it that is no dry run. For a dry run they only
-- count. Each looks at rows of one interval of time, at about `most`, and answers how many it looked at, how many it
-- removed, and the time of the last one if there may be more.

-- Before when a job removes a holding: null if no rule says so.
CREATE FUNCTION core_api.retention_cutoff(job uuid, holding text) RETURNS timestamptz
    LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT j.created_at - r.days * interval '24 hours'
        FROM core_api.jobs j
        JOIN core_api.retention_rules r ON r.workspace_pk = j.workspace_pk
        WHERE j.workspace_pk = core_api.current_workspace_pk() AND j.job_id = retention_cutoff.job
            AND j.kind::text = 'retain' AND j.completed_at IS NULL AND r.holding = retention_cutoff.holding
    );
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.retention_cutoff FROM PUBLIC;

-- Whether a job only counts.
CREATE FUNCTION core_api.retention_only_counts(job uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT coalesce((
            SELECT j.dry_run FROM core_api.jobs j
            WHERE j.workspace_pk = core_api.current_workspace_pk() AND j.job_id = retention_only_counts.job
        ), true);
    END;
REVOKE EXECUTE ON FUNCTION core_api.retention_only_counts FROM PUBLIC;

-- The pk of one of the workspace's connectors, deleted or not.
CREATE FUNCTION core_api.own_connector(connector uuid) RETURNS bigint
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT w.pk FROM core_api.workspace_connectors w
        WHERE w.workspace_pk = core_api.current_workspace_pk() AND w.workspace_connector_id = connector;
    END;
REVOKE EXECUTE ON FUNCTION core_api.own_connector FROM PUBLIC;

-- Writes down that a holding was cut off, if something was removed.
CREATE FUNCTION core_api.note_cut(job uuid, holding text, upto timestamptz, removed bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    IF removed > 0 AND NOT core_api.retention_only_counts(job) THEN
        INSERT INTO core_api.retention_cuts AS c (workspace_pk, holding, upto)
        VALUES (core_api.current_workspace_pk(), note_cut.holding, note_cut.upto)
        ON CONFLICT ON CONSTRAINT retention_cuts_pkey DO UPDATE SET upto = greatest(c.upto, excluded.upto);
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.note_cut FROM PUBLIC;

-- Ended links, with their history.
CREATE FUNCTION core_api.expire_links(
    job uuid, kind text, connector uuid, way core_api.direction_enum, above timestamptz, most bigint,
    OUT looked bigint, OUT removed bigint, OUT last timestamptz
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    cutoff timestamptz := core_api.retention_cutoff(job, 'links/' || kind);
    own bigint := core_api.own_connector(connector);
    links text := kind || '_workspace_connectors';
    upto timestamptz := cutoff - interval '1 microsecond';
    in_range text;
    pks bigint[];
BEGIN
    looked := 0;
    removed := 0;
    IF cutoff IS NULL OR own IS NULL THEN
        RETURN;
    END IF;
    in_range := format(
        'l.workspace_connector_pk = $1 AND l.direction = %L AND l.deleted_at IS NOT NULL
           AND l.created_at > coalesce($2, ''-infinity'') AND l.created_at <= $3', way
    );
    EXECUTE format(
        'SELECT l.created_at FROM core_api.%I l WHERE %s ORDER BY l.created_at OFFSET $4 - 1 LIMIT 1', links, in_range
    ) INTO last USING own, above, upto, most;
    upto := coalesce(last, upto);
    EXECUTE format(
        'SELECT count(*), count(*) FILTER (WHERE l.deleted_at < $4) FROM core_api.%I l WHERE %s', links, in_range
    ) INTO looked, removed USING own, above, upto, cutoff;
    IF removed > 0 AND NOT core_api.retention_only_counts(job) THEN
        EXECUTE format(
            'WITH ended AS (DELETE FROM core_api.%I l WHERE %s AND l.deleted_at < $4 RETURNING l.pk)
             SELECT coalesce(array_agg(e.pk), ''{}'') FROM ended e', links, in_range
        ) INTO pks USING own, above, upto, cutoff;
        removed := cardinality(pks);
        DELETE FROM core_api.link_history h WHERE h.record = kind AND h.link_pk = ANY (pks);
    END IF;
    PERFORM core_api.note_cut(job, 'links/' || kind, cutoff, removed);
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.expire_links FROM PUBLIC;

-- States that links were in before.
CREATE FUNCTION core_api.expire_history(
    job uuid, kind text, connector uuid, above timestamptz, most bigint,
    OUT looked bigint, OUT removed bigint, OUT last timestamptz
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    cutoff timestamptz := core_api.retention_cutoff(job, 'history/' || kind);
    own bigint := core_api.own_connector(connector);
    upto timestamptz := cutoff - interval '1 microsecond';
BEGIN
    looked := 0;
    removed := 0;
    IF cutoff IS NULL OR own IS NULL THEN
        RETURN;
    END IF;
    above := coalesce(above, '-infinity');
    SELECT h.created_at INTO last FROM core_api.link_history h
    WHERE h.workspace_connector_pk = own AND h.record = kind AND h.created_at > above AND h.created_at <= upto
    ORDER BY h.created_at OFFSET most - 1 LIMIT 1;
    upto := coalesce(last, upto);
    SELECT count(*), count(*) FILTER (WHERE h.until < cutoff) INTO looked, removed FROM core_api.link_history h
    WHERE h.workspace_connector_pk = own AND h.record = kind AND h.created_at > above AND h.created_at <= upto;
    IF removed > 0 AND NOT core_api.retention_only_counts(job) THEN
        DELETE FROM core_api.link_history h
        WHERE h.workspace_connector_pk = own AND h.record = kind AND h.created_at > above AND h.created_at <= upto
            AND h.until < cutoff;
        GET DIAGNOSTICS removed = ROW_COUNT;
    END IF;
    PERFORM core_api.note_cut(job, 'history/' || kind, cutoff, removed);
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.expire_history FROM PUBLIC;

-- The condition that the record `r`, which was soft-deleted, is a tombstone: it was not merged, and has no links any more.
CREATE FUNCTION core_api.is_tombstone(kind text) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT format(
            'r.survivor_pk IS NULL AND NOT EXISTS (SELECT FROM core_api.%I t WHERE t.%I = r.pk)',
            kind || '_workspace_connectors', kind || '_pk'
        );
    END;
REVOKE EXECUTE ON FUNCTION core_api.is_tombstone FROM PUBLIC;

-- Tombstones that nothing refers to that is kept, with what is left of their links, identities and merges.
CREATE FUNCTION core_api.expire_tombstones(
    job uuid, kind text, above timestamptz, most bigint,
    OUT looked bigint, OUT removed bigint, OUT last timestamptz
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    workspace bigint := core_api.current_workspace_pk();
    cutoff timestamptz := core_api.retention_cutoff(job, 'tombstones/' || kind);
    upto timestamptz := cutoff - interval '1 microsecond';
    links text := kind || '_workspace_connectors';
    record_pk text := kind || '_pk';
    records text;
    in_range text := 'r.workspace_pk = $1 AND r.deleted_at IS NOT NULL
        AND r.created_at > coalesce($2, ''-infinity'') AND r.created_at <= $3';
    gone bigint[];
    of_merges bigint[];
BEGIN
    looked := 0;
    removed := 0;
    IF cutoff IS NULL THEN
        RETURN;
    END IF;
    SELECT k.records INTO STRICT records FROM core_api.record_kinds k WHERE k.record = kind;
    EXECUTE format(
        'SELECT r.created_at FROM core_api.%I r WHERE %s ORDER BY r.created_at OFFSET $4 - 1 LIMIT 1', records, in_range
    ) INTO last USING workspace, above, upto, most;
    upto := coalesce(last, upto);
    EXECUTE format('SELECT count(*) FROM core_api.%I r WHERE %s', records, in_range)
        INTO looked USING workspace, above, upto;
    -- Locked, so that nobody restores one of them.
    EXECUTE format(
        'SELECT coalesce(array_agg(l.pk), ''{}'') FROM (
             SELECT r.pk FROM core_api.%1$I r
             WHERE %2$s AND r.deleted_at < $4 AND %3$s
               AND NOT EXISTS (SELECT FROM core_api.%4$I l
                   WHERE l.%5$I = r.pk AND (l.deleted_at IS NULL OR l.deleted_at >= $4))
               AND NOT EXISTS (SELECT FROM core_api.link_history h
                   WHERE h.record = %6$L AND h.record_pk = r.pk AND h.until >= $4)
               AND NOT EXISTS (SELECT FROM core_api.%1$I o WHERE o.survivor_pk = r.pk)
               AND NOT EXISTS (SELECT FROM core_api.merges m
                   WHERE m.workspace_pk = $1 AND m.record = %6$L AND m.moved_at IS NULL)
             %7$s) l',
        records, in_range, core_api.is_tombstone(kind), links, record_pk, kind,
        CASE WHEN core_api.retention_only_counts(job) THEN '' ELSE 'FOR UPDATE OF r' END
    ) INTO gone USING workspace, above, upto, cutoff;
    removed := cardinality(gone);
    IF removed > 0 AND NOT core_api.retention_only_counts(job) THEN
        of_merges := ARRAY(
            SELECT m.pk FROM core_api.merges m WHERE m.record = kind AND m.survivor_pk = ANY (gone)
            UNION
            SELECT m.pk FROM core_api.merged_records o JOIN core_api.merges m ON m.pk = o.merge_pk
            WHERE o.record_pk = ANY (gone) AND m.record = kind
        );
        DELETE FROM core_api.merged_records o WHERE o.merge_pk = ANY (of_merges);
        DELETE FROM core_api.merges m WHERE m.pk = ANY (of_merges);
        EXECUTE format(
            'WITH ended AS (DELETE FROM core_api.%I l WHERE l.%I = ANY ($1) RETURNING l.pk)
             DELETE FROM core_api.link_history h USING ended e WHERE h.record = %L AND h.link_pk = e.pk',
            links, record_pk, kind
        ) USING gone;
        DELETE FROM core_api.link_history h WHERE h.record = kind AND h.record_pk = ANY (gone);
        EXECUTE format('DELETE FROM core_api.%I i WHERE i.%I = ANY ($1)', kind || '_identities', record_pk) USING gone;
        UPDATE core_api.recalls c SET record_pk = NULL WHERE c.record = kind AND c.record_pk = ANY (gone);
        EXECUTE format('DELETE FROM core_api.%I r WHERE r.pk = ANY ($1)', records) USING gone;
    END IF;
    PERFORM core_api.note_cut(job, 'tombstones/' || kind, cutoff, removed);
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.expire_tombstones FROM PUBLIC;

-- The time of the last of the next runs of a connector and kind that were started before `cutoff`; null if there are not
-- so many.
CREATE FUNCTION core_api.next_runs(own bigint, kind text, above timestamptz, cutoff timestamptz, most bigint)
    RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT r.started_at FROM core_api.workspace_connector_sync_logs r
        WHERE r.workspace_connector_pk = own AND r.record = kind
            AND r.started_at > coalesce(above, '-infinity') AND r.started_at < cutoff
        ORDER BY r.started_at OFFSET most - 1 LIMIT 1;
    END;
REVOKE EXECUTE ON FUNCTION core_api.next_runs FROM PUBLIC;

-- The closed ones of them, but those that a job still works on.
CREATE FUNCTION core_api.closed_runs(own bigint, kind text, above timestamptz, upto timestamptz)
    RETURNS TABLE (pk bigint, completed_at timestamptz)
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT r.pk, r.completed_at FROM core_api.workspace_connector_sync_logs r
        WHERE r.workspace_connector_pk = own AND r.record = kind
            AND r.started_at > coalesce(above, '-infinity') AND r.started_at <= upto
            AND r.completed_at IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM core_api.jobs j
                WHERE j.workspace_connector_sync_log_pk = r.pk AND j.completed_at IS NULL
            );
    END;
REVOKE EXECUTE ON FUNCTION core_api.closed_runs FROM PUBLIC;

-- Rejected lines of closed runs, also of those that are removed next. It removes at most `most`, of at most `runs` runs;
-- if there are more, it has to be called again for the same runs.
CREATE FUNCTION core_api.expire_rejections(
    job uuid, kind text, connector uuid, above timestamptz, runs bigint, most bigint,
    OUT looked bigint, OUT removed bigint, OUT last timestamptz
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    by_line timestamptz := core_api.retention_cutoff(job, 'rejections/' || kind);
    by_run timestamptz := core_api.retention_cutoff(job, 'runs/' || kind);
    cutoff timestamptz := greatest(by_line, by_run);
    own bigint := core_api.own_connector(connector);
    upto timestamptz;
BEGIN
    looked := 0;
    removed := 0;
    IF cutoff IS NULL OR own IS NULL THEN
        RETURN;
    END IF;
    last := core_api.next_runs(own, kind, above, cutoff, runs);
    upto := coalesce(last, cutoff);
    IF core_api.retention_only_counts(job) THEN
        SELECT count(*) INTO removed
        FROM core_api.closed_runs(own, kind, above, upto) c
        JOIN core_api.sync_rejections l ON l.workspace_connector_sync_log_pk = c.pk
        WHERE l.created_at < by_line OR c.completed_at < by_run;
    ELSE
        DELETE FROM core_api.sync_rejections d WHERE d.pk = ANY (ARRAY(
            SELECT l.pk
            FROM core_api.closed_runs(own, kind, above, upto) c
            JOIN core_api.sync_rejections l ON l.workspace_connector_sync_log_pk = c.pk
            WHERE l.created_at < by_line OR c.completed_at < by_run
            LIMIT most
        ));
        GET DIAGNOSTICS removed = ROW_COUNT;
    END IF;
    looked := removed;
    PERFORM core_api.note_cut(job, 'rejections/' || kind, cutoff, removed);
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.expire_rejections FROM PUBLIC;

-- Closed runs, with what is left of their deliveries and rejected lines, and their sweeps. As long as it has removed
-- `most` of what belongs to them, it removes no run, and has to be called again for the same runs.
CREATE FUNCTION core_api.expire_runs(
    job uuid, kind text, connector uuid, above timestamptz, runs bigint, most bigint,
    OUT looked bigint, OUT removed bigint, OUT last timestamptz, OUT rejections bigint, OUT is_full boolean
)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    cutoff timestamptz := core_api.retention_cutoff(job, 'runs/' || kind);
    own bigint := core_api.own_connector(connector);
    upto timestamptz;
    over bigint[];
    deliveries bigint;
BEGIN
    looked := 0;
    removed := 0;
    rejections := 0;
    is_full := false;
    IF cutoff IS NULL OR own IS NULL THEN
        RETURN;
    END IF;
    last := core_api.next_runs(own, kind, above, cutoff, runs);
    upto := coalesce(last, cutoff);
    over := ARRAY(
        SELECT c.pk FROM core_api.closed_runs(own, kind, above, upto) c WHERE c.completed_at < cutoff
    );
    looked := cardinality(over);
    removed := looked;
    IF looked > 0 AND NOT core_api.retention_only_counts(job) THEN
        DELETE FROM core_api.sync_deliveries o WHERE o.pk = ANY (ARRAY(
            SELECT d.pk FROM core_api.sync_deliveries d WHERE d.workspace_connector_sync_log_pk = ANY (over) LIMIT most
        ));
        GET DIAGNOSTICS deliveries = ROW_COUNT;
        -- Some are left if the rule was made while the job was past them.
        DELETE FROM core_api.sync_rejections o WHERE o.pk = ANY (ARRAY(
            SELECT d.pk FROM core_api.sync_rejections d WHERE d.workspace_connector_sync_log_pk = ANY (over) LIMIT most
        ));
        GET DIAGNOSTICS rejections = ROW_COUNT;
        PERFORM core_api.note_cut(job, 'rejections/' || kind, cutoff, rejections);
        is_full := greatest(deliveries, rejections) >= most;
        IF is_full THEN
            removed := 0;
            RETURN;
        END IF;
        DELETE FROM core_api.jobs j WHERE j.workspace_connector_sync_log_pk = ANY (over);
        DELETE FROM core_api.workspace_connector_sync_logs r WHERE r.pk = ANY (over);
    END IF;
    PERFORM core_api.note_cut(job, 'runs/' || kind, cutoff, removed);
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.expire_runs FROM PUBLIC;

GRANT EXECUTE ON FUNCTION
    core_api.retention_due, core_api.expire_links, core_api.expire_history, core_api.expire_tombstones,
    core_api.expire_rejections, core_api.expire_runs
    TO wellhead_service;

-- Workspaces that were removed, or are being removed. Nothing here names one.
CREATE TABLE core_api.deleted_workspaces (
    workspace_id uuid PRIMARY KEY,
    deleted_as core_api.cause_enum NOT NULL,
    begun_at timestamptz NOT NULL,
    -- NULL while rows are still to be removed.
    completed_at timestamptz,
    -- How many rows of each table were removed.
    removed jsonb NOT NULL
);
ALTER TABLE core_api.deleted_workspaces ENABLE ROW LEVEL SECURITY;
CREATE POLICY every ON core_api.deleted_workspaces TO wellhead_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON core_api.deleted_workspaces TO wellhead_operator;
GRANT UPDATE (updated_at, deleted_at) ON core_api.workspaces TO wellhead_operator;

-- Every table with rows of workspaces, in the order in which they are emptied: what refers to a row goes before it. `owned`
-- is the condition that a row `t` is the workspace's with the pk $1, and `free` another one: that nothing of the same table
-- refers to it. A migration that adds such a table replaces this function; the tests require it.
CREATE FUNCTION core_api.workspace_tables(OUT name text, OUT owned text, OUT free text) RETURNS SETOF record
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
REVOKE EXECUTE ON FUNCTION core_api.workspace_tables FROM PUBLIC;

-- How many rows a workspace has in each table.
CREATE FUNCTION core_api.workspace_contents(workspace uuid, OUT name text, OUT number bigint) RETURNS SETOF record
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    workspace_pk bigint := (SELECT w.pk FROM core_api.workspaces w WHERE w.workspace_id = workspace);
    listed record;
BEGIN
    FOR listed IN SELECT * FROM core_api.workspace_tables() LOOP
        name := listed.name;
        EXECUTE format('SELECT count(*) FROM core_api.%I t WHERE %s', listed.name, listed.owned)
            INTO number USING workspace_pk;
        RETURN NEXT;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.workspace_contents FROM PUBLIC;

-- Removes rows of a closed workspace: at most so many. It begins with the first table each time: somebody who was at work
-- when the workspace was closed may have written since.
CREATE FUNCTION core_api.workspace_empty(workspace uuid, most bigint, OUT name text, OUT number bigint)
    RETURNS SETOF record
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    workspace_pk bigint := (
        SELECT w.pk FROM core_api.workspaces w WHERE w.workspace_id = workspace AND w.deleted_at IS NOT NULL
    );
    listed record;
BEGIN
    IF workspace_pk IS NULL THEN
        RETURN;
    END IF;
    -- The audit log lets only go what it has forgotten.
    EXECUTE 'UPDATE core_api.audit_heads h SET forgotten = h.head, forgotten_hash = h.hash WHERE h.workspace_pk = $1'
        USING workspace_pk;
    FOR listed IN SELECT * FROM core_api.workspace_tables() LOOP
        name := listed.name;
        -- Rows of one table may have to go one after the other.
        WHILE most > 0 LOOP
            EXECUTE format(
                'DELETE FROM core_api.%1$I d
                 WHERE d.ctid = ANY (ARRAY(SELECT t.ctid FROM core_api.%1$I t WHERE %2$s AND %3$s LIMIT $2))',
                listed.name, listed.owned, listed.free
            ) USING workspace_pk, most;
            GET DIAGNOSTICS number = ROW_COUNT;
            EXIT WHEN number = 0;
            most := most - number;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.workspace_empty FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.workspace_contents, core_api.workspace_empty TO wellhead_operator;
