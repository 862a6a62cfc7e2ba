-- How much a workspace may ask for and have, where an operator has said so: requests of each key in a second, deliveries at a time,
-- and active records and links. NULL is what the process allows all workspaces, and no quota.

ALTER TABLE workspaces ADD COLUMN requests_per_second INTEGER CHECK (requests_per_second BETWEEN 1 AND 4294967295);
ALTER TABLE workspaces ADD COLUMN max_deliveries INTEGER CHECK (max_deliveries BETWEEN 1 AND 4294967295);
ALTER TABLE workspaces ADD COLUMN max_records INTEGER CHECK (max_records >= 0);
ALTER TABLE workspaces ADD COLUMN max_links INTEGER CHECK (max_links >= 0);
