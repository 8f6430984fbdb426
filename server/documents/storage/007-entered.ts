/**
 * Held edits that come into their document without being accepted are told from those that wait. The table is made anew for
 * `entered_at` to stand before `bytes`: SQLite reads a row from its front, and what is held is then left on the disk. Rows keep
 * their numbers, by which those of one instant are in order.
 *
 * `held_waiting` is as it was. `held_undecided` finds what may still come in, and counts it, without reading what is held or what is
 * done with, which only grows.
 */
export const entered = `
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
