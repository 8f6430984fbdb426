/**
 * Snapshots by number, with an index of their names. WITHOUT ROWID keeps whole rows in the tree of the names: to compare one
 * name SQLite first reads its row to the end, hundreds of kilobytes, and finding one among thousands compares a dozen.
 *
 * `covers` stays before `bytes`, which is then left on the disk when only the first is asked for.
 */
export const snapshots = `
	CREATE TABLE numbered_snapshots (
		document_id TEXT PRIMARY KEY REFERENCES documents,
		sequence INTEGER NOT NULL,
		covers BLOB NOT NULL,
		bytes BLOB NOT NULL
	) STRICT;

	INSERT INTO numbered_snapshots SELECT document_id, sequence, covers, bytes FROM snapshots;
	DROP TABLE snapshots;
	ALTER TABLE numbered_snapshots RENAME TO snapshots;
`
