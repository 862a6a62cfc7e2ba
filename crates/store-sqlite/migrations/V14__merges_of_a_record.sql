-- What a record was called in the past: the merges into it, and those that made it part of another one.
CREATE INDEX idx_merges_survivor ON merges (survivor_pk);
CREATE INDEX idx_merged_records_record ON merged_records (record_pk);
