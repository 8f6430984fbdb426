/**
 * History and resuming: what a merged row holds, which run of the server stored a row (sync.md R16), snapshots (R5),
 * the holding log (R3). A row of before has null where it says the same as its neighbours: `from_at` as `at`,
 * `author_ids` as `person_id`; its run is 0, before every run with a name.
 *
 * `covers` stands before `bytes`: SQLite reads a row from its front, and the large column is then left on the disk.
 */
export const history = `
	CREATE TABLE runs (
		number INTEGER PRIMARY KEY,
		id TEXT NOT NULL UNIQUE
	) STRICT;

	ALTER TABLE documents ADD COLUMN thinned_through INTEGER NOT NULL DEFAULT 0;

	ALTER TABLE updates ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
	ALTER TABLE updates ADD COLUMN from_at TEXT;
	ALTER TABLE updates ADD COLUMN author_ids TEXT;
	ALTER TABLE updates ADD COLUMN run INTEGER NOT NULL DEFAULT 0;

	CREATE TABLE snapshots (
		document_id TEXT PRIMARY KEY REFERENCES documents,
		sequence INTEGER NOT NULL,
		covers BLOB NOT NULL,
		bytes BLOB NOT NULL
	) STRICT, WITHOUT ROWID;

	CREATE TABLE held_updates (
		id TEXT PRIMARY KEY,
		document_id TEXT NOT NULL,
		person_id TEXT NOT NULL,
		device_id TEXT NOT NULL,
		received_at TEXT NOT NULL,
		hash BLOB NOT NULL,
		state TEXT NOT NULL DEFAULT 'waiting',
		decided_by TEXT,
		decided_at TEXT,
		bytes BLOB NOT NULL,
		UNIQUE (document_id, person_id, hash)
	) STRICT;

	ALTER TABLE device_states ADD COLUMN free_bytes INTEGER;
	ALTER TABLE device_states ADD COLUMN is_persisted INTEGER;
`
