/**
 * The tick that is shown. It is calm while a person types: a new edit shows as `sending` at once, and the other ticks
 * follow when nothing has changed for a second. The tick never shows an edit as safer than it is.
 */
import type { Partner, SyncSnapshot } from './snapshot.ts'
import type { LogState } from './log-records.ts'

export type CalmTick = Tick | 'sending'

export interface CalmTickView {
	/** Takes the current tick and returns the one to show. */
	take(tick: Tick): CalmTick
	stop(): void
}

const CALM_MS = 1_000

/** `onDue`: call `take` again; another tick may be due though nothing has happened. */
export function createCalmTick(onDue: () => void): CalmTickView {
	let shown: CalmTick | null = null
	let last: Tick | null = null
	let since = 0
	let timer: ReturnType<typeof setTimeout> | undefined

	function next(tick: Tick): CalmTick {
		const isOwing = tick === 'saving' || tick === 'onDevice'
		// A tick that needs the person, and the first one after opening, shows at once.
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

/** How far an edit gets beyond the server does not restart the second. */
function kindOf(tick: Tick): Tick {
	return isSafe(tick) ? 'onServer' : tick
}

/** How far the person's newest acknowledged edit has reached the others. Without such an edit: not at all. */
export function partnersOf(
	{ peers, ackedSequence }: Pick<LogState, 'peers' | 'ackedSequence'>,
	personId: string
): Partner[] {
	// Sequences begin at 1. An ACK with sequence 0 covers the edit, but does not say who has it.
	const isKnown = ackedSequence !== null && ackedSequence > 0
	return peers
		.filter((participant) => participant.personId !== personId)
		.map(({ personId: id, haveSequence, seenSequence, lastSeenAt }) => ({
			personId: id,
			has: isKnown && haveSequence >= ackedSequence,
			sees: isKnown && seenSequence >= ackedSequence,
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
	| 'underReview'
	| 'setAside'
	| 'gone'

/**
 * One mark for the whole document, for its least safe edit: it never shows an edit as safer than it is (sync.md R1–R4).
 * `notSaved`: edits go to the server, and the local store takes none. `underReview`: refused, and the curator has not
 * decided. `setAside`: the curator decided against it. `gone`: the server has deleted the document. `delivered` and
 * `seen`: this person's newest edit, by every other participant.
 */
export function tickOf(s: SyncSnapshot): Tick {
	if (s.isGone && (s.unsent === 0 || (s.localStore === 'ready' && s.unsaved === 0))) return 'gone'
	if (s.refused > 0) return refusedTickOf(s)
	if (s.localStore === 'opening' || !s.isLoaded) return 'opening'
	if (s.unsent === 0) return deliveryOf(s)
	if (s.localStore === 'failed') return 'notSaved'
	return s.unsaved > 0 ? 'saving' : 'onDevice'
}

function refusedTickOf({ isUnderReview, reviewOutcome }: SyncSnapshot): Tick {
	if (!isUnderReview) return 'refused'
	return reviewOutcome === 'set-aside' ? 'setAside' : 'underReview'
}

function deliveryOf({ partners }: SyncSnapshot): Tick {
	if (partners.length === 0) return 'onServer'
	if (partners.every(({ sees }) => sees)) return 'seen'
	return partners.every(({ has }) => has) ? 'delivered' : 'onServer'
}
