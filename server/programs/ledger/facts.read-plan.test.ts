import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { readPlan, readStoredPlan } from './facts.ts'
import { begin, openCouncil } from './testing/council.ts'

const EDITS = 40

/** One update for each word Viktor wrote. */
function writePlan(): Uint8Array[] {
	const doc = new Y.Doc()
	const updates: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => updates.push(update))
	for (let word = 0; word < EDITS; word++) doc.getText('text').insert(0, 'слово ')
	return updates
}

/** How many turns of the event loop others had during the reading. */
async function turnsDuring(reading: Promise<Y.Doc | null>): Promise<{ doc: Y.Doc | null; turns: number }> {
	let turns = 0
	let isRead = false
	const count = async () => {
		while (!isRead) {
			await setImmediate()
			turns += 1
		}
	}
	const counting = count()
	const doc = await reading
	isRead = true
	await counting
	return { doc, turns }
}

it('the plan a statement is judged by is read with rests: nobody waits for all of it', async () => {
	const reading = {
		epoch: 1,
		updates: writePlan(),
		sequence: EDITS,
		stateVector: Uint8Array.of(0),
		snapshot: null,
		bytesLeft: null
	}
	const relay = { read: () => Promise.resolve(reading) }
	const { doc, turns } = await turnsDuring(readPlan(relay, 'program-a'))
	expect(doc?.getText('text').length).toBe(EDITS * 'слово '.length)
	expect(turns).toBeGreaterThanOrEqual(EDITS)
})

it('a stored plan is read whole; where there is none yet, or one that is deleted, there is none', async () => {
	const council = await openCouncil()
	expect(await readStoredPlan(council.storage, 'program-a')).toBeNull()
	await begin(council)
	expect(await readStoredPlan(council.storage, 'program-a')).not.toBeNull()
	await council.storage.deleteDocument('plan:program-a', '2026-11-20T06:00:00.000Z')
	expect(await readStoredPlan(council.storage, 'program-a')).toBeNull()
	expect(await readPlan({ read: () => Promise.resolve(null) }, 'program-a')).toBeNull()
})
