import type { FieldState, WholeChange } from './whole-change.ts'

/**
 * What one person did in several stretches with another's edits in between, told as if done in one: a field from its
 * first value to its last, the last mark, nothing of what was taken back. However many stretches: of each field two are kept.
 */
export interface JoinedChanges {
	/** Of the next stretch, in order of time. */
	add(changes: readonly WholeChange[]): void
	read(): WholeChange[]
}

export function createJoinedChanges(): JoinedChanges {
	const joined = new Map<string, Joined>()
	let stretches = 0
	let only: readonly WholeChange[] = []

	/**
	 * What was written apart from the value before is done with: taken instead of it, or gone with it. What stands apart from the
	 * new one is told behind it.
	 */
	function settleRivalry({ field, kind, itemId, meetingId, before, after }: WholeChange & { type: 'changed' }): void {
		for (const [key, { last }] of joined) {
			if (last.type !== 'apart' || last.field !== field) continue
			if (last.kind !== kind || last.itemId !== itemId || last.meetingId !== meetingId) continue
			joined.delete(key)
			if (last.rival.value !== after.value) continue
			const settled: WholeChange = { ...last, type: 'settled', value: after, rival: before }
			joined.set(keyOf(settled), { first: settled, last: settled, isTouched: false })
		}
	}

	return {
		add(changes) {
			stretches += 1
			only = stretches === 1 ? changes : []
			for (const change of changes) {
				if (change.type === 'changed') settleRivalry(change)
				const key = keyOf(change)
				const earlier = joined.get(key)
				if (earlier === undefined) joined.set(key, { first: change, last: change, isTouched: false })
				else
					joined.set(key, {
						first: earlier.first,
						last: change,
						isTouched: earlier.isTouched || !follows(change, earlier)
					})
			}
		},
		read() {
			if (stretches === 1) return [...only]
			const gone = new Set([...joined.values()].filter(cameToNothing).map(({ last }) => `${last.kind} ${last.itemId}`))
			return [...joined.values()].filter(({ last }) => !isGone(last, gone)).flatMap(tell)
		}
	}
}

/** Changes of one key take each other's place. */
export function keyOf(change: WholeChange): string {
	const item = `${change.kind} ${change.meetingId ?? ''} ${change.itemId}`
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
		case 'apart':
		case 'settled':
			return `${item} ${change.field} ${change.rival.value} apart`
		case 'stranded':
		case 'dropped':
			return `${item} ${change.field} ${change.wordsId} stranded`
	}
}

interface Joined {
	first: WholeChange
	last: WholeChange
	/** Somebody else changed the same in between. */
	isTouched: boolean
}

function follows(change: WholeChange, { last }: Joined): boolean {
	return change.type !== 'changed' || last.type !== 'changed' || change.before.value === last.after.value
}

/** An item that was not there before and is not there now. */
function cameToNothing({ first, last }: Joined): boolean {
	return (first.type === 'added' || first.type === 'restored') && last.type === 'deleted'
}

function isGone({ kind, itemId, meetingId }: WholeChange, gone: ReadonlySet<string>): boolean {
	return gone.has(`${kind} ${itemId}`) || (meetingId !== null && gone.has(`meeting ${meetingId}`))
}

function tell({ first, last, isTouched }: Joined): WholeChange[] {
	if (first === last) return [last]
	if (first.type === 'changed' && last.type === 'changed') {
		if (first.before.value === last.after.value) return []
		// Of a text that both wrote in, nobody can say any more which words are whose.
		const isMixed = isTouched && last.after.isLong
		return [{ ...last, ...(isMixed ? { before: unsaid, after: unsaid } : { before: first.before }) }]
	}
	if (first.type === 'marked' && last.type === 'marked') {
		return first.before === last.status ? [] : [{ ...last, before: first.before }]
	}
	if (first.type === 'deleted') return last.type === 'deleted' ? [last] : []
	// Added, deleted and brought back: it is there, and was not.
	return [first.type === 'added' || first.type === 'restored' ? { ...first, label: last.label } : last]
}

const unsaid: FieldState = { value: '', words: '', isLong: true }
