import type { OpenDocument } from './open-document.ts'
import type { Partner, SyncSnapshot } from './snapshot.ts'

/**
 * A programme is as safe as the least safe of its documents. What there is to see, and the connection as far as both
 * have one, are the plan's. Answers the same object until one of the two changes.
 */
export function leastSafe(
	plan: Pick<OpenDocument, 'snapshot'>,
	notes: Pick<OpenDocument, 'snapshot'> | undefined
): () => SyncSnapshot {
	let known: [SyncSnapshot, SyncSnapshot] | null = null
	let joined: SyncSnapshot
	return () => {
		const p = plan.snapshot()
		const n = notes?.snapshot()
		if (n === undefined) return p
		if (known?.[0] === p && known[1] === n) return joined
		known = [p, n]
		return (joined = joinSnapshots(p, n))
	}
}

export function joinSnapshots(plan: SyncSnapshot, notes: SyncSnapshot): SyncSnapshot {
	const worseStore = storeOrder.indexOf(notes.localStore) < storeOrder.indexOf(plan.localStore) ? notes : plan
	const worseLine = plan.connection !== 'refused' && notes.connection === 'refused' ? notes : plan
	const instants = [plan.lastSyncedAt, notes.lastSyncedAt].filter((instant) => instant !== null)
	return {
		...plan,
		localStore: worseStore.localStore,
		localStoreFailure: worseStore.localStoreFailure,
		localStoreLost: plan.localStoreLost || notes.localStoreLost,
		connection: worseLine.connection,
		refusal: worseLine.refusal,
		isGone: plan.isGone || notes.isGone,
		unsaved: plan.unsaved + notes.unsaved,
		unsent: plan.unsent + notes.unsent,
		unsentOfOthers: plan.unsentOfOthers + notes.unsentOfOthers,
		refused: plan.refused + notes.refused,
		isHeld: [plan, notes].every(({ refused, isHeld }) => refused === 0 || isHeld) && plan.refused + notes.refused > 0,
		decision: decisionOn(plan, notes),
		lastSyncedAt: instants.sort()[0] ?? null,
		hasOwn: plan.hasOwn || notes.hasOwn,
		bytesLeft: fullerOf(plan.bytesLeft, notes.bytesLeft),
		partners: plan.partners.map((partner) => both(partner, plan.hasOwn, notes))
	}
}

/** What is refused of one is not decided by what was of the other. */
function decisionOn(...snapshots: SyncSnapshot[]): SyncSnapshot['decision'] {
	const refused = snapshots.filter((snapshot) => snapshot.refused > 0)
	if (refused.length > 0) return refused.every(({ decision }) => decision === 'set-aside') ? 'set-aside' : null
	return snapshots.some(({ decision }) => decision === 'accepted') ? 'accepted' : null
}

function fullerOf(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.min(one, other)
}

const storeOrder: readonly SyncSnapshot['localStore'][] = ['failed', 'opening', 'ready']

/** A document I never wrote in says nothing of what has reached them. */
function both(inPlan: Partner, isOfPlan: boolean, notes: SyncSnapshot): Partner {
	const inNotes = notes.hasOwn ? notes.partners.find(({ personId }) => personId === inPlan.personId) : undefined
	if (inNotes === undefined) return inPlan
	if (!isOfPlan) return { ...inNotes, lastSeenAt: inPlan.lastSeenAt }
	return { ...inPlan, has: inPlan.has && inNotes.has, sees: inPlan.sees && inNotes.sees }
}
