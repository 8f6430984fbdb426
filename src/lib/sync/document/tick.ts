import type { SyncSnapshot } from './snapshot.ts'

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
