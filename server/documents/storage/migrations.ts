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

/**
 * Updates are clustered by document (WITHOUT ROWID): a document is read as one run of pages, and an
 * row put there touches one tree instead of a table and its index.
 */
export const documents = `
	CREATE TABLE documents (
		document_id TEXT PRIMARY KEY,
		epoch INTEGER NOT NULL DEFAULT 1,
		sequence INTEGER NOT NULL DEFAULT 0,
		bytes INTEGER NOT NULL DEFAULT 0,
		deleted_at TEXT
	) STRICT, WITHOUT ROWID;

	CREATE TABLE updates (
		document_id TEXT NOT NULL REFERENCES documents,
		sequence INTEGER NOT NULL,
		bytes BLOB NOT NULL,
		person_id TEXT NOT NULL,
		device_id TEXT NOT NULL,
		at TEXT NOT NULL,
		PRIMARY KEY (document_id, sequence)
	) STRICT, WITHOUT ROWID;

	CREATE TABLE device_states (
		document_id TEXT NOT NULL,
		person_id TEXT NOT NULL,
		device_id TEXT NOT NULL,
		app_version TEXT NOT NULL,
		have_sequence INTEGER NOT NULL,
		seen_sequence INTEGER NOT NULL,
		unsent INTEGER,
		last_seen_at TEXT NOT NULL,
		PRIMARY KEY (document_id, person_id, device_id)
	) STRICT, WITHOUT ROWID;
`

/**
 * What is held of a deleted document is deleted with it (sync.md R15); until now it stayed. The index counts what waits without
 * reading what is held, and without what is decided, which only grows.
 */
const held = `
	DELETE FROM held_updates
	WHERE document_id NOT IN (SELECT document_id FROM documents WHERE deleted_at IS NULL);

	CREATE INDEX held_waiting ON held_updates (document_id, person_id) WHERE state = 'waiting';
`

/**
 * Updates land here first, in the order they come: a commit of thirty documents' edits writes a page or two at the end of one
 * tree, not two pages for each document. They are moved to their documents later, many of one at a time (../sqlite-arrivals.ts).
 */
const arrivals = `
	CREATE TABLE arrivals (
		number INTEGER PRIMARY KEY,
		document_id TEXT NOT NULL,
		sequence INTEGER NOT NULL,
		bytes BLOB NOT NULL,
		person_id TEXT NOT NULL,
		device_id TEXT NOT NULL,
		at TEXT NOT NULL,
		run INTEGER NOT NULL
	) STRICT;
`

/**
 * Snapshots by their rowid, with an index of the document ids. WITHOUT ROWID keeps whole rows in the tree of the ids: to compare
 * one id SQLite first reads its row to the end, hundreds of kilobytes, and finding one among thousands compares a dozen.
 *
 * `covers` stays before `bytes`, which now really is left on the disk when only the first is asked for. A row of no document,
 * as a repaired file may have, was never read and goes with the old table.
 */
const snapshots = `
	CREATE TABLE snapshots_by_rowid (
		document_id TEXT PRIMARY KEY REFERENCES documents,
		sequence INTEGER NOT NULL,
		covers BLOB NOT NULL,
		bytes BLOB NOT NULL
	) STRICT;

	INSERT INTO snapshots_by_rowid SELECT document_id, sequence, covers, bytes FROM snapshots
	WHERE document_id IN (SELECT document_id FROM documents);
	DROP TABLE snapshots;
	ALTER TABLE snapshots_by_rowid RENAME TO snapshots;
`

/**
 * Who accepted an update from the holding log (sync.md R3): a list of person ids, as a merged row has several. Null: nobody, or
 * it was before this was written down.
 */
const accepted = `
	ALTER TABLE updates ADD COLUMN accepted_by TEXT;
	ALTER TABLE arrivals ADD COLUMN accepted_by TEXT;
`

/**
 * Held edits that come into their document without being accepted are told from those that wait. The table is made anew for
 * `entered_at` to stand before `bytes`: SQLite reads a row from its front, and what is held is then left on the disk. Rows keep
 * their numbers, by which those of one instant are in order.
 *
 * `held_waiting` is as it was. `held_undecided` finds what may still come in, and counts it, without reading what is held or what is
 * done with, which only grows.
 */
const entered = `
	CREATE TABLE held_updates_in_order (
		id TEXT PRIMARY KEY,
		document_id TEXT NOT NULL,
		person_id TEXT NOT NULL,
		device_id TEXT NOT NULL,
		received_at TEXT NOT NULL,
		hash BLOB NOT NULL,
		state TEXT NOT NULL DEFAULT 'waiting',
		decided_by TEXT,
		decided_at TEXT,
		entered_at TEXT,
		bytes BLOB NOT NULL,
		UNIQUE (document_id, person_id, hash)
	) STRICT;

	INSERT INTO held_updates_in_order
		(rowid, id, document_id, person_id, device_id, received_at, hash, state, decided_by, decided_at, bytes)
	SELECT rowid, id, document_id, person_id, device_id, received_at, hash, state, decided_by, decided_at, bytes FROM held_updates;
	DROP TABLE held_updates;
	ALTER TABLE held_updates_in_order RENAME TO held_updates;

	CREATE INDEX held_waiting ON held_updates (document_id, person_id) WHERE state = 'waiting';
	CREATE INDEX held_undecided ON held_updates (document_id, person_id, state) WHERE state IN ('waiting', 'set-aside');
`

/** The steps of the relay's own tables, in order; a new one is added at the end. */
export const documentMigrations: readonly string[] = [documents, history, held, arrivals, snapshots, accepted, entered]
