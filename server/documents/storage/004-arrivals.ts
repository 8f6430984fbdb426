/**
 * Updates land here first, in the order they come: a commit of thirty documents' edits writes a page or two at the end of one
 * tree, not two pages for each document. They are moved to their documents later, many of one at a time (../sqlite-arrivals.ts).
 */
export const arrivals = `
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
