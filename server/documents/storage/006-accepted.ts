/**
 * Who accepted an update from the holding log (sync.md R3): a list of person ids, as a merged row has several. Null: nobody, or
 * it was before this was written down.
 */
export const accepted = `
	ALTER TABLE updates ADD COLUMN accepted_by TEXT;
	ALTER TABLE arrivals ADD COLUMN accepted_by TEXT;
`
