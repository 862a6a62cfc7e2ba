-- Who did what, and when: a cause for every link, each state that a link ever had, and a journal of all changes.

-- Who made a link, saw it or ended it. An operator has no id.
CREATE TYPE core_api.cause_enum AS ENUM ('run', 'job', 'api_key', 'operator');
-- Why a link ended.
CREATE TYPE core_api.reason_enum AS ENUM (
    'swept', 'disconnected', 'invalidated', 'deduplicated', 'deleted', 'record_deleted', 'merged', 'erased'
);
CREATE TYPE core_api.act_enum AS ENUM ('created', 'updated', 'restored', 'deleted');

-- The states that links were in before they were restored, pointed to another end, or turned around. The present state
-- is the link's own row; so a link that was made and ended once has no row here.
CREATE TABLE core_api.link_history (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record text NOT NULL REFERENCES core_api.record_kinds (record),
    link_pk bigint NOT NULL,
    link_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    record_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL
        REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    -- The link's own time and maker.
    created_at timestamptz NOT NULL,
    created_as core_api.cause_enum,
    created_by uuid,
    -- From when until when the link was so, and who made it so. It was active until it was deleted, if it was.
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    changed_as core_api.cause_enum,
    changed_by uuid,
    seen_by uuid,
    seen_at timestamptz,
    deleted_at timestamptz,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);
CREATE INDEX idx_link_history_link ON core_api.link_history (record, link_pk, since);
CREATE INDEX idx_link_history_record ON core_api.link_history (record, record_pk, created_at);
CREATE INDEX idx_link_history_wc
    ON core_api.link_history (workspace_connector_pk, record, created_at, link_id);
CREATE INDEX idx_link_history_created_by ON core_api.link_history (created_by, record, created_at, link_id);

-- Nobody but this trigger writes history, and it runs as the owner: the service cannot make up a state, nor leave one
-- out. Its arguments are the kind, the link's columns for its public id and its record, and the table of the records.
CREATE FUNCTION core_api.supersede() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    follows boolean;
BEGIN
    -- A link that only follows the new pk of one of its ends says what it said.
    EXECUTE format(
        'SELECT ($1).direction = ($2).direction AND ($1).deleted_at IS NOT DISTINCT FROM ($2).deleted_at
           AND (($1).%1$I = ($2).%1$I OR NOT EXISTS (SELECT FROM core_api.%2$I r WHERE r.pk = ($1).%1$I))
           AND (($1).workspace_connector_pk = ($2).workspace_connector_pk OR NOT EXISTS (
             SELECT FROM core_api.workspace_connectors w WHERE w.pk = ($1).workspace_connector_pk))',
        TG_ARGV[2], TG_ARGV[3]
    ) INTO follows USING OLD, NEW;
    IF follows THEN
        RETURN NULL;
    END IF;
    IF NEW.since IS NULL OR NEW.since <= coalesce(OLD.since, OLD.created_at) THEN
        RAISE EXCEPTION 'a link changes without saying since when'
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    EXECUTE format(
        'INSERT INTO core_api.link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
           created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
           deleted_at, deleted_as, deleted_by, reason)
         SELECT %L, ($1).pk, ($1).%I, ($1).direction, ($1).%I, ($1).workspace_connector_pk,
           ($1).created_at, ($1).created_as, ($1).created_by, coalesce(($1).since, ($1).created_at), $2,
           CASE WHEN ($1).since IS NULL THEN ($1).created_as ELSE ($1).changed_as END,
           CASE WHEN ($1).since IS NULL THEN ($1).created_by ELSE ($1).changed_by END,
           ($1).seen_by, coalesce(($1).seen_at, CASE WHEN ($1).deleted_at IS NULL THEN ($1).updated_at END),
           ($1).deleted_at, ($1).deleted_as, ($1).deleted_by, ($1).reason',
        TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]
    ) USING OLD, NEW.since;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.supersede FROM PUBLIC;

-- Refuses to change when a state began, and when, through whom and why it ended.
CREATE FUNCTION core_api.said_once() RETURNS trigger
    LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    RAISE EXCEPTION 'when a state began and ended, and through whom, is not changed'
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.said_once FROM PUBLIC;

-- Makes the links of one kind remember who made, saw and ended them, and every state that they were in.
CREATE PROCEDURE core_api.keep_history(kind text, records text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    links text := kind || '_workspace_connectors';
    link_id text := kind || '_workspace_connector_id';
    record_pk text := kind || '_pk';
    made text := 'journal_' || links || '_made';
BEGIN
    -- seen_by is a run: the last that delivered the link, if not its maker. seen_at is when, once something else than a
    -- delivery has moved updated_at on. The link is as it is since it was made, or, if it was restored, pointed to
    -- another end or turned around, through whom that was.
    EXECUTE format(
        'ALTER TABLE core_api.%I
           ADD COLUMN created_as core_api.cause_enum,
           ADD COLUMN created_by uuid,
           ADD COLUMN seen_by uuid,
           ADD COLUMN seen_at timestamptz,
           ADD COLUMN since timestamptz,
           ADD COLUMN changed_as core_api.cause_enum,
           ADD COLUMN changed_by uuid,
           ADD COLUMN deleted_as core_api.cause_enum,
           ADD COLUMN deleted_by uuid,
           ADD COLUMN reason core_api.reason_enum',
        links
    );
    -- A run made links of its own stream, in the order of that stream. Others need an index, and so do the ended links.
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (created_by, created_at, %I) WHERE created_as <> ''run''',
        'idx_' || links || '_created_by', links, link_id
    );
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (deleted_by, created_at, %I) WHERE deleted_by IS NOT NULL',
        'idx_' || links || '_deleted_by', links, link_id
    );
    EXECUTE format(
        'CREATE TRIGGER superseded
         AFTER UPDATE OF %2$I, workspace_connector_pk, direction, deleted_at ON core_api.%1$I
         FOR EACH ROW WHEN (
           (OLD.%2$I, OLD.workspace_connector_pk, OLD.direction)
             IS DISTINCT FROM (NEW.%2$I, NEW.workspace_connector_pk, NEW.direction)
           OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS DISTINCT FROM OLD.deleted_at
         )
         EXECUTE FUNCTION core_api.supersede(%3$L, %4$L, %2$L, %5$L)',
        links, record_pk, kind, link_id, records
    );
    EXECUTE format(
        'CREATE TRIGGER said_once
         BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.%1$I
         FOR EACH ROW WHEN (
           (OLD.%2$I, OLD.workspace_connector_pk, OLD.direction)
             IS NOT DISTINCT FROM (NEW.%2$I, NEW.workspace_connector_pk, NEW.direction)
           AND (OLD.deleted_at IS NULL OR NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at)
           AND (
             (OLD.since, OLD.changed_as, OLD.changed_by)
               IS DISTINCT FROM (NEW.since, NEW.changed_as, NEW.changed_by)
             OR NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at
               AND (OLD.deleted_as, OLD.deleted_by, OLD.reason)
                 IS DISTINCT FROM (NEW.deleted_as, NEW.deleted_by, NEW.reason)
             OR OLD.deleted_at IS NULL AND NEW.deleted_at <= coalesce(OLD.updated_at, OLD.created_at)
           )
         )
         EXECUTE FUNCTION core_api.said_once()',
        links, record_pk
    );
    -- Who made a link, and when, is nobody's to change.
    EXECUTE format('REVOKE UPDATE ON core_api.%I FROM wellhead_service', links);
    EXECUTE format(
        'GRANT UPDATE (direction, %I, workspace_connector_pk, updated_at, deleted_at, changed_epoch, made_epoch,
           seen_by, seen_at, since, changed_as, changed_by, deleted_as, deleted_by, reason)
         ON core_api.%I TO wellhead_service',
        record_pk, links
    );
    -- Writes down which of these links the transaction made, for all the workspaces that they are of, whose counters it
    -- raises in the order of the workspaces. It runs as the owner, since none of them may raise another's; so it takes
    -- nobody's word: whose a link is and who made it, the link says, and one that the transaction did not write does not
    -- count. Without a counter it fails. It is called once, with each link once, before the commit.
    EXECUTE format(
        'CREATE FUNCTION core_api.%2$I(ids uuid[]) RETURNS void
             LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''''
         AS $function$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.%3$I l
                     WHERE l.%4$I = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, %1$L, true, ''created'',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $function$',
        kind, made, links, link_id
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', made);
    EXECUTE format('GRANT EXECUTE ON FUNCTION core_api.%I TO wellhead_service', made);
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.keep_history FROM PUBLIC;
CALL core_api.keep_history('people', 'peoples');
CALL core_api.keep_history('company', 'companies');
CALL core_api.keep_history('account', 'accounts');
CALL core_api.keep_history('invoice', 'invoices');
CALL core_api.keep_history('transaction', 'transactions');
CALL core_api.keep_history('document', 'documents');

-- When the newest link was made that the run made.
ALTER TABLE core_api.workspace_connector_sync_logs ADD COLUMN last_link_at timestamptz;

-- One row for each transaction and act, with the pks of all that it was done to. They have the positions from the row's
-- own on.
CREATE TABLE core_api.journal (
    workspace_pk bigint NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    -- No reference: each check would lock the kind's row, which all tenants share.
    record text NOT NULL,
    -- Whether it was done to links, or to the records themselves.
    is_link boolean NOT NULL,
    act core_api.act_enum NOT NULL,
    reason core_api.reason_enum,
    cause_as core_api.cause_enum NOT NULL,
    cause_by uuid,
    pks bigint[] NOT NULL,
    PRIMARY KEY (workspace_pk, position)
);

-- The last position of each workspace. Whoever changes something raises it last before the commit, and whoever else does
-- so waits for that commit: so positions are in the order of the commits, and none is missing.
CREATE TABLE core_api.journal_heads (
    workspace_pk bigint PRIMARY KEY REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    head bigint NOT NULL DEFAULT 0,
    -- The last position that is kept no more, and the time of its row.
    forgotten bigint NOT NULL DEFAULT 0,
    forgotten_at timestamptz
) WITH (fillfactor = 50);
INSERT INTO core_api.journal_heads (workspace_pk) SELECT pk FROM core_api.workspaces;

CREATE FUNCTION core_api.begin_journal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO core_api.journal_heads (workspace_pk) VALUES (NEW.pk);
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.begin_journal FROM PUBLIC;
CREATE TRIGGER journaled AFTER INSERT ON core_api.workspaces
    FOR EACH ROW EXECUTE FUNCTION core_api.begin_journal();

-- Removes the oldest rows of the transaction's own workspace, if they are older than `before`: at most so many. The
-- service may not delete others.
CREATE FUNCTION core_api.journal_forget(before timestamptz, most bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    workspace bigint := core_api.current_workspace_pk();
    last record;
    removed bigint;
BEGIN
    PERFORM FROM core_api.journal_heads h WHERE h.workspace_pk = workspace FOR UPDATE;
    -- Times are not in the order of positions, so the first row that is not old ends it.
    SELECT j.position, j.position + cardinality(j.pks) - 1 AS upto, j.at INTO last
    FROM (
        SELECT o.*, bool_and(o.at < before) OVER (ORDER BY o.position) AS is_old
        FROM (
            SELECT * FROM core_api.journal i WHERE i.workspace_pk = workspace
            ORDER BY i.position LIMIT most
        ) o
    ) j
    WHERE j.is_old ORDER BY j.position DESC LIMIT 1;
    IF last IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM core_api.journal j WHERE j.workspace_pk = workspace AND j.position <= last.position;
    GET DIAGNOSTICS removed = ROW_COUNT;
    UPDATE core_api.journal_heads h SET forgotten = last.upto, forgotten_at = last.at
    WHERE h.workspace_pk = workspace;
    RETURN removed;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.journal_forget FROM PUBLIC;

-- Whose oldest row is older than `before`. Like `neglected`, it tells no more of a workspace.
CREATE FUNCTION core_api.journal_old(
    before timestamptz,
    OUT workspace_id uuid, OUT workspace_pk bigint
) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    BEGIN ATOMIC
        SELECT w.workspace_id, w.pk
        FROM core_api.workspaces w
        WHERE (
            SELECT j.at FROM core_api.journal j WHERE j.workspace_pk = w.pk ORDER BY j.position LIMIT 1
        ) < before
        ORDER BY w.pk;
    END;
REVOKE EXECUTE ON FUNCTION core_api.journal_old FROM PUBLIC;

ALTER TABLE core_api.link_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON core_api.link_history FOR SELECT TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    );
ALTER TABLE core_api.journal ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.journal TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.journal_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.journal_heads TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

-- A tenant reads its own keys; what a key's token is no one reads.
CREATE POLICY own ON core_api.api_keys FOR SELECT TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
CREATE INDEX idx_api_keys_workspace_created ON core_api.api_keys (workspace_pk, created_at, api_key_id);
GRANT SELECT (pk, api_key_id, workspace_pk, role, created_at, revoked_at)
    ON core_api.api_keys TO wellhead_service;

GRANT SELECT ON core_api.link_history TO wellhead_service;
GRANT SELECT, INSERT ON core_api.journal TO wellhead_service;
GRANT SELECT ON core_api.journal_heads TO wellhead_service;
GRANT UPDATE (head) ON core_api.journal_heads TO wellhead_service;
GRANT EXECUTE ON FUNCTION core_api.journal_forget, core_api.journal_old TO wellhead_service;
