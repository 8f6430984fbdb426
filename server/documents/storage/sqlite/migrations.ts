/** The relay's tables in SQLite: one constant per step of `documentMigrations`, at the end. A released step never changes. */

/**
 * History and resuming: merged rows, which run of the server stored a row (sync.md R16), snapshots (R5), the review log (R3).
 * A row that was never merged has null in `from_at` (as `at`) and in `author_ids` (as `person_id`). A row older than this
 * step has run 0, before every named run.
 *
 * `covers` stands before `bytes`: SQLite reads a row from its front, so the large column stays on the disk.
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
 * Updates are clustered by document (WITHOUT ROWID): a document is read as one run of pages, and a new row touches one tree
 * instead of a table and its index.
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
 * Deletes the late edits of deleted documents (sync.md R15). The index counts those that wait without reading their contents,
 * and leaves out the decided ones, whose number only grows.
 */
const review = `
	DELETE FROM held_updates
	WHERE document_id NOT IN (SELECT document_id FROM documents WHERE deleted_at IS NULL);

	CREATE INDEX held_waiting ON held_updates (document_id, person_id) WHERE state = 'waiting';
`

/**
 * Updates are stored here first, in the order they come: a commit with edits of thirty documents writes a page or two at the
 * end of one tree, not two pages for each document. Later they are moved to their documents, many of one together
 * (arrivals.ts).
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
 * Snapshots by rowid, with an index of the document ids. WITHOUT ROWID keeps whole rows in the tree of the ids: to compare
 * one id SQLite reads its row to the end, hundreds of kilobytes, and finding one among thousands takes a dozen comparisons.
 *
 * `covers` stays before `bytes`, which now really stay on the disk when only `covers` is read. A row without a document, as a
 * repaired file may have, was never read and is dropped.
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
 * Who accepted an update from the review log (sync.md R3): a list of person ids, because a merged row may have several. Null:
 * nobody, or the row is older than this column.
 */
const accepted = `
	ALTER TABLE updates ADD COLUMN accepted_by TEXT;
	ALTER TABLE arrivals ADD COLUMN accepted_by TEXT;
`

/**
 * Distinguishes late edits that enter their document without being accepted. The table is created again so that `entered_at`
 * stands before `bytes`: SQLite reads a row from its front, so the contents stay on the disk. Rows keep their rowids, which
 * order those of one instant.
 *
 * `held_waiting` is as it was. `held_undecided` finds and counts what may still enter, without reading contents, and without
 * the decided edits, whose number only grows.
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

/** The steps of the relay's tables, in order; add a new one at the end. */
export const documentMigrations: readonly string[] = [
	documents,
	history,
	review,
	arrivals,
	snapshots,
	accepted,
	entered
]
