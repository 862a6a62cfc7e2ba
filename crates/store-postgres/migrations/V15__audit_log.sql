-- The audit log: who changed what, and who read what about a person. It is only added to.

-- The last entry of each workspace and its hash. Whoever adds entries locks the row, so positions are in the order of the
-- commits, none is missing, and each hash is over the one before.
CREATE TABLE core_api.audit_heads (
    workspace_pk bigint PRIMARY KEY REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    head bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(hash) = 32),
    -- The last entry that is kept no more.
    forgotten bigint NOT NULL DEFAULT 0,
    forgotten_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(forgotten_hash) = 32),
    CHECK (forgotten BETWEEN 0 AND head)
) WITH (fillfactor = 50);
INSERT INTO core_api.audit_heads (workspace_pk) SELECT pk FROM core_api.workspaces;

CREATE FUNCTION core_api.begin_audit_log() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO core_api.audit_heads (workspace_pk) VALUES (NEW.pk);
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.begin_audit_log FROM PUBLIC;
CREATE TRIGGER audited AFTER INSERT ON core_api.workspaces
    FOR EACH ROW EXECUTE FUNCTION core_api.begin_audit_log();

-- Words are text: the hash is over them, and a new one needs no migration.
CREATE TABLE core_api.audit_events (
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    position bigint NOT NULL,
    audit_event_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    actor text NOT NULL,
    -- As it was: the key may be gone.
    api_key_id uuid,
    act text NOT NULL,
    subject text NOT NULL,
    subject_id uuid,
    outcome text NOT NULL,
    status bigint,
    address text,
    trace_id uuid,
    sha256 bytea CHECK (octet_length(sha256) = 32),
    -- JSON, of ids and numbers.
    detail text NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (workspace_pk, position)
);
CREATE INDEX idx_audit_events_workspace_created
    ON core_api.audit_events (workspace_pk, created_at, audit_event_id);
CREATE INDEX idx_audit_events_subject
    ON core_api.audit_events (workspace_pk, subject_id, created_at, audit_event_id) WHERE subject_id IS NOT NULL;
ALTER TABLE core_api.audit_events ADD UNIQUE (workspace_pk, audit_event_id);

-- Not even their owner changes entries, or deletes any but those that the log no longer counts.
CREATE FUNCTION core_api.keep_audit_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.position <= (
            SELECT h.forgotten FROM core_api.audit_heads h WHERE h.workspace_pk = OLD.workspace_pk
        ) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is only added to';
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.keep_audit_event FROM PUBLIC;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON core_api.audit_events
    FOR EACH ROW EXECUTE FUNCTION core_api.keep_audit_event();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON core_api.audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION core_api.keep_audit_event();

-- A log grows, and what it has forgotten stays forgotten.
CREATE FUNCTION core_api.keep_audit_head() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.head < OLD.head OR NEW.forgotten < OLD.forgotten OR (NEW.head = OLD.head AND NEW.hash <> OLD.hash) THEN
        RAISE EXCEPTION 'the audit log is only added to';
    END IF;
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.keep_audit_head FROM PUBLIC;
CREATE TRIGGER kept BEFORE UPDATE ON core_api.audit_heads
    FOR EACH ROW EXECUTE FUNCTION core_api.keep_audit_head();

ALTER TABLE core_api.audit_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.audit_events TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));
ALTER TABLE core_api.audit_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.audit_heads TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

-- An operator adds what is done to workspaces and keys, and reads no log.
CREATE POLICY operator_adds ON core_api.audit_events FOR INSERT TO wellhead_operator WITH CHECK (true);
CREATE POLICY operator ON core_api.audit_heads TO wellhead_operator USING (true);

GRANT SELECT, INSERT ON core_api.audit_events TO wellhead_service;
GRANT SELECT ON core_api.audit_heads TO wellhead_service;
GRANT UPDATE (head, hash) ON core_api.audit_heads TO wellhead_service;
GRANT INSERT ON core_api.audit_events TO wellhead_operator;
GRANT SELECT ON core_api.audit_heads TO wellhead_operator;
GRANT UPDATE (head, hash) ON core_api.audit_heads TO wellhead_operator;
