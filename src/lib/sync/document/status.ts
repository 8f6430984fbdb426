/**
 * The tick as it is shown, calm while a person types: an edit shows at once as on its way, the calmer words come when
 * nothing has changed for a second. What is shown is never safer than what is.
 */
import type { Partner, SyncSnapshot } from './snapshot.ts'
import type { SyncRecord } from './store-records.ts'

export type CalmTick = Tick | 'sending'

export interface CalmTickView {
	/** Of the tick as it is now. */
	take(tick: Tick): CalmTick
	stop(): void
}

const CALM_MS = 1_000

/** `onDue`: another tick may have to be shown, though nothing has happened. */
export function createCalmTick(onDue: () => void): CalmTickView {
	let shown: CalmTick | null = null
	let last: Tick | null = null
	let since = 0
	let timer: ReturnType<typeof setTimeout> | undefined

	function next(tick: Tick): CalmTick {
		const isOwing = tick === 'saving' || tick === 'onDevice'
		// What a person must act on, and what is found at opening, is told at once.
		const isCalm = shown === null || shown === 'opening' || shown === tick || Date.now() - since >= CALM_MS
		if (isCalm || !(isOwing || (shown === 'sending' && isSafe(tick)))) return tick
		clearTimeout(timer)
		timer = setTimeout(onDue, since + CALM_MS - Date.now())
		return 'sending'
	}

	return {
		take(tick) {
			if (last === null || kindOf(tick) !== kindOf(last)) since = Date.now()
			last = tick
			return (shown = next(tick))
		},
		stop: () => clearTimeout(timer)
	}
}

function isSafe(tick: Tick): boolean {
	return tick === 'onServer' || tick === 'delivered' || tick === 'seen'
}

/** How far on the server and beyond, does not make it less calm. */
function kindOf(tick: Tick): Tick {
	return isSafe(tick) ? 'onServer' : tick
}

/** What of the person's newest acknowledged edit has reached the others. Without such an edit: nothing. */
export function partnersOf({ participants, ownSequence }: SyncRecord, personId: string): Partner[] {
	// Sequences begin at 1: an ACK that named none covers the edit, but does not say who has it.
	const isKnown = ownSequence !== null && ownSequence > 0
	return participants
		.filter((participant) => participant.personId !== personId)
		.map(({ personId: id, haveSequence, seenSequence, lastSeenAt }) => ({
			personId: id,
			has: isKnown && haveSequence >= ownSequence,
			sees: isKnown && seenSequence >= ownSequence,
			lastSeenAt
		}))
}

export type Tick =
	| 'opening'
	| 'notSaved'
	| 'saving'
	| 'onDevice'
	| 'onServer'
	| 'delivered'
	| 'seen'
	| 'refused'
	| 'held'
	| 'setAside'
	| 'gone'

/**
 * One mark for the whole document, for its least safe edit: nothing is ever shown as safer than it is
 * (sync.md R1–R4). `notSaved`: edits are on their way to the server and the local store takes none.
 * `held`: refused, for the curator to decide, who has decided against it when it is `setAside`. `gone`: the server has it
 * no more. `delivered` and `seen`: this person's newest edit, by every other participant.
 */
export function tickOf(s: SyncSnapshot): Tick {
	if (s.isGone && (s.unsent === 0 || (s.localStore === 'ready' && s.unsaved === 0))) return 'gone'
	if (s.refused > 0) return refusedTickOf(s)
	if (s.localStore === 'opening' || !s.isLoaded) return 'opening'
	if (s.unsent === 0) return deliveryOf(s)
	if (s.localStore === 'failed') return 'notSaved'
	return s.unsaved > 0 ? 'saving' : 'onDevice'
}

function refusedTickOf({ isHeld, decision }: SyncSnapshot): Tick {
	if (!isHeld) return 'refused'
	return decision === 'set-aside' ? 'setAside' : 'held'
}

function deliveryOf({ partners }: SyncSnapshot): Tick {
	if (partners.length === 0) return 'onServer'
	if (partners.every(({ sees }) => sees)) return 'seen'
	return partners.every(({ has }) => has) ? 'delivered' : 'onServer'
}
