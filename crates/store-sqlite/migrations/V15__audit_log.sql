-- The audit log: who changed what, and who read what about a person. It is only added to.

-- The last entry of each workspace and its hash, which each new hash is over.
CREATE TABLE audit_heads (
    workspace_pk INTEGER PRIMARY KEY REFERENCES workspaces (pk) ON UPDATE CASCADE,
    head INTEGER NOT NULL DEFAULT 0,
    hash BLOB NOT NULL DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000'
        CHECK (length(hash) = 32),
    -- The last entry that is kept no more.
    forgotten INTEGER NOT NULL DEFAULT 0,
    forgotten_hash BLOB NOT NULL DEFAULT x'0000000000000000000000000000000000000000000000000000000000000000'
        CHECK (length(forgotten_hash) = 32),
    CHECK (forgotten BETWEEN 0 AND head)
) STRICT;
INSERT INTO audit_heads (workspace_pk) SELECT pk FROM workspaces;
CREATE TRIGGER workspaces_audited AFTER INSERT ON workspaces
BEGIN
    INSERT INTO audit_heads (workspace_pk) VALUES (NEW.pk);
END;

-- Words are text: the hash is over them, and a new one needs no migration.
CREATE TABLE audit_events (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    position INTEGER NOT NULL,
    audit_event_id BLOB NOT NULL CHECK (length(audit_event_id) = 16),
    created_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    -- As it was: the key may be gone.
    api_key_id BLOB CHECK (length(api_key_id) = 16),
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB CHECK (length(subject_id) = 16),
    outcome TEXT NOT NULL,
    status INTEGER,
    address TEXT,
    trace_id BLOB CHECK (length(trace_id) = 16),
    sha256 BLOB CHECK (length(sha256) = 32),
    -- JSON, of ids and numbers.
    detail TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (workspace_pk, position),
    UNIQUE (workspace_pk, audit_event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_audit_events_workspace_created ON audit_events (workspace_pk, created_at, audit_event_id);
CREATE INDEX idx_audit_events_subject ON audit_events (workspace_pk, subject_id, created_at, audit_event_id)
    WHERE subject_id IS NOT NULL;

-- Nobody changes entries, or deletes any but those that the log no longer counts.
CREATE TRIGGER audit_events_not_changed BEFORE UPDATE ON audit_events
BEGIN
    SELECT raise(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_events_not_deleted BEFORE DELETE ON audit_events
    WHEN OLD.position > ifnull((SELECT forgotten FROM audit_heads WHERE workspace_pk = OLD.workspace_pk), 0)
BEGIN
    SELECT raise(ABORT, 'the audit log is only added to');
END;
-- A log grows, and what it has forgotten stays forgotten.
CREATE TRIGGER audit_heads_grow BEFORE UPDATE ON audit_heads
    WHEN NEW.head < OLD.head OR NEW.forgotten < OLD.forgotten OR (NEW.head = OLD.head AND NEW.hash <> OLD.hash)
BEGIN
    SELECT raise(ABORT, 'the audit log is only added to');
END;
