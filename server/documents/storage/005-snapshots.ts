/**
 * Snapshots by their rowid, with an index of the document ids. WITHOUT ROWID keeps whole rows in the tree of the ids: to compare
 * one id SQLite first reads its row to the end, hundreds of kilobytes, and finding one among thousands compares a dozen.
 *
 * `covers` stays before `bytes`, which now really is left on the disk when only the first is asked for. A row of no document,
 * as a repaired file may have, was never read and goes with the old table.
 */
export const snapshots = `
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
