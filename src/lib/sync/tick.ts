import type { SyncSnapshot } from './sync-snapshot.ts'

export type Tick = 'opening' | 'notSaved' | 'saving' | 'onDevice' | 'onServer' | 'delivered' | 'seen' | 'refused'

/**
 * One mark for the whole document, for its least safe edit: nothing is ever shown as safer than it is
 * (sync.md R1–R4). `notSaved`: some edits are neither in the local store nor on the server.
 * `delivered` and `seen`: by every other participant.
 */
export function tickOf(s: SyncSnapshot): Tick {
	if (s.refused > 0) return 'refused'
	if (s.localStore === 'opening') return 'opening'
	if (s.localStore === 'failed' && s.unsent > 0) return 'notSaved'
	if (s.unsaved > 0) return 'saving'
	if (s.unsent > 0) return 'onDevice'
	return s.partners.length === 0 ? 'onServer' : deliveryOf(s)
}

function deliveryOf({ partners }: SyncSnapshot): Tick {
	if (partners.every(({ sees }) => sees)) return 'seen'
	return partners.every(({ has }) => has) ? 'delivered' : 'onServer'
}
