/** No presence and no content of ours comes near it, and every reader that follows its own call stack copes with it. */
export const MOST_NESTED = 64

/** Whether arrays and plain objects lie deeper in each other than MOST_NESTED. Does not recurse itself. */
export function isTooDeep(value: unknown): boolean {
	let level: unknown[] = [value]
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MOST_NESTED) return true
		level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
	}
	return false
}
