/** The programme's card on «Мои программы», made from what the device has stored, whether a tab has the programme open or not. */
import { readStoredProgram, type StoredProgram } from '../../../src/lib/sync/stored/stored-programs.ts'
import type { Tab } from './device.ts'
import { NOTES, PLAN } from './documents.ts'
import type { World } from './world.ts'

export type ReadCard = typeof readStoredProgram

export function lookAtCard({ clock, bugs, oracle, trace }: World, tab: Tab): void {
	const { device } = tab
	const read: ReadCard = bugs.readCard ?? readStoredProgram
	async function look(): Promise<void> {
		const kept = new Map(device.kept)
		const documents = device.documentIds.includes(NOTES) ? { plan: PLAN, notes: NOTES } : { plan: PLAN }
		const card: StoredProgram | null = await read(device.personId, documents)
		trace.operation('a card is read', tab.name)
		if (card !== null) oracle.lookAtCard(device, card.snapshot, kept)
	}
	clock.schedule(0, () => void look(), tab.owner)
}
