import type { PlanChange } from './plan-change.ts'

/**
 * What one person did in several stretches with another's edits in between, told as if done in one: a field from its
 * first value to its last, the last mark, nothing of what was taken back.
 */
export function joinChanges(stretches: readonly (readonly PlanChange[])[]): PlanChange[] {
	if (stretches.length === 1) return [...(stretches[0] ?? [])]
	const joined = new Map<string, PlanChange>()
	for (const change of stretches.flat()) {
		const key = keyOf(change)
		const earlier = joined.get(key)
		const whole = earlier === undefined ? change : join(earlier, change)
		if (whole === null) joined.delete(key)
		else joined.set(key, whole)
	}
	return [...joined.values()]
}

function keyOf(change: PlanChange): string {
	const item = `${change.kind} ${change.itemId}`
	switch (change.type) {
		case 'changed':
			return `${item} ${change.field}`
		case 'added':
		case 'deleted':
		case 'restored':
			return `${item} life`
		case 'marked':
		case 'moved':
			return `${item} ${change.type}`
	}
}

/** Null: they cancel each other out. */
function join(earlier: PlanChange, change: PlanChange): PlanChange | null {
	if (earlier.type === 'changed' && change.type === 'changed') {
		const isBack = earlier.before === change.after && change.after !== null
		return isBack ? null : { ...change, before: earlier.before }
	}
	if (change.type === 'deleted') return null
	// Added, deleted and brought back: it is there, and was not.
	return change.type === 'restored' && earlier.type === 'deleted' ? null : change
}
