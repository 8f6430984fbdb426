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
