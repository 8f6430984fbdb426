/**
 * Held edits that come into their document without being accepted are told from those that wait. The index finds what may
 * still come in so, and counts it, without reading what is held or what is done with, which only grows.
 */
export const entered = `
	ALTER TABLE held_updates ADD COLUMN entered_at TEXT;

	CREATE INDEX held_undecided ON held_updates (document_id, person_id, state) WHERE state IN ('waiting', 'set-aside');
`
