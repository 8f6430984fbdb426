import { expect, it } from 'vitest'
import { createHolding } from './state.ts'
import { createMemoryDisk, createMemoryHoldingLog, createMemoryStorage } from '../storage/memory.ts'

const documentId = 'plan:program-1'
const byIrina = { documentId, epoch: 1, personId: 'irina', deviceId: 'phone', bytes: Uint8Array.of(7) }

it('[P15] what Irina’s phone brings again and again is held, and rings the board once', async () => {
	const disk = createMemoryDisk()
	await createMemoryStorage(disk).createDocument(documentId)
	const rung: string[] = []
	const holding = createHolding({
		log: createMemoryHoldingLog(disk),
		now: () => new Date('2026-11-21T09:30:00.000Z'),
		onHeld: (changed) => void rung.push(changed)
	})
	for (let count = 0; count < 3; count++) expect(await holding.hold(byIrina)).toBe('held')
	expect(rung).toEqual([documentId])
	expect(await holding.hold({ ...byIrina, bytes: new Uint8Array(16 * 1024 * 1024) })).toBe('too-large')
	expect(await holding.hold({ ...byIrina, epoch: 2, bytes: Uint8Array.of(8) })).toBe('gone')
	expect(rung).toEqual([documentId])
})
