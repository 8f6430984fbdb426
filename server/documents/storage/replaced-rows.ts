import type { StoredUpdate } from './storage.ts'

/**
 * Whether `row` holds exactly the stored rows in its range (`DocumentStorage.thin`). Their instants are compared too: a document
 * deleted and made anew meanwhile may have as many rows, but not of the same milliseconds.
 */
export function isReplacedBy(
	stored: readonly Pick<StoredUpdate, 'sequence' | 'count' | 'from' | 'at'>[],
	row: StoredUpdate,
	thinnedThrough: number
): boolean {
	const [first] = stored
	const last = stored.at(-1)
	if (first === undefined || last === undefined) return false
	const count = stored.reduce((sum, replaced) => sum + replaced.count, 0)
	if (count !== row.count || last.sequence !== row.sequence || first.from !== row.from || last.at !== row.at)
		return false
	return stored.length > 1 || row.sequence > thinnedThrough
}
