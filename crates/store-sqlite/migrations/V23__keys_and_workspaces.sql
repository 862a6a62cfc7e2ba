-- Keys have a name, an end, and a beginning by which they are recognised; it is known when they were last used. Workspaces can be
-- suspended.

ALTER TABLE api_keys ADD COLUMN name TEXT;
-- How the token begins, in clear text.
ALTER TABLE api_keys ADD COLUMN token_prefix TEXT CHECK (
    length(token_prefix) = 12 AND token_prefix GLOB 'whk_*' AND substr(token_prefix, 5) NOT GLOB '*[^0-9a-f]*'
);
ALTER TABLE api_keys ADD COLUMN updated_at INTEGER;
ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;
-- How long it was made to last: a rotation brings the end forward, and the key in its place lasts as long.
ALTER TABLE api_keys ADD COLUMN lifetime_us INTEGER;
ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;
-- The keys of a workspace that have not ended; the number is for those that do not end by themselves.
CREATE INDEX idx_api_keys_good ON api_keys (workspace_pk, ifnull(expires_at, 9223372036854775807))
    WHERE revoked_at IS NULL;

ALTER TABLE workspaces ADD COLUMN suspended_at INTEGER;

-- A key that has ended stays ended, and one that is to end does so no later, whoever writes it.
CREATE TRIGGER api_keys_kept BEFORE UPDATE OF revoked_at, expires_at ON api_keys
WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at
    OR OLD.expires_at IS NOT NULL AND (NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at)
BEGIN
    SELECT RAISE(ABORT, 'a key that ends is not brought back');
END;
