/**
 * Two curators have changed one entry. A field that only one of them changed is taken from them; of a field that both
 * changed, each to something else, a person must choose: entries are not merged behind their backs.
 */
export interface EntryDifference<Field> {
	field: Field
	/** Whose change it is; `both`: a choice is asked for. */
	by: 'mine' | 'theirs' | 'both'
}

/** Of the fields in which mine and theirs differ; `base`: what both began from, null where there was no entry. */
export function compareEntries<Entry extends object>(
	base: Entry | null,
	mine: Entry,
	theirs: Entry
): EntryDifference<keyof Entry>[] {
	return (Object.keys(mine) as (keyof Entry)[])
		.filter((field) => !isSame(mine[field], theirs[field]))
		.map((field) => {
			const isMine = base === null || !isSame(base[field], mine[field])
			const isTheirs = base === null || !isSame(base[field], theirs[field])
			return { field, by: isMine && isTheirs ? 'both' : isMine ? 'mine' : 'theirs' }
		})
}

/** Theirs, with these fields of mine. */
export function takeFields<Entry extends object>(mine: Entry, theirs: Entry, fields: readonly (keyof Entry)[]): Entry {
	return { ...theirs, ...Object.fromEntries(fields.map((field) => [field, mine[field]])) }
}

/** Entries are plain JSON, their fields always in the order of the schema. */
function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other)
}
