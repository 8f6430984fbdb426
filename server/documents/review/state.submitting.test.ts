import { expect, it } from 'vitest'
import { createReview } from './state.ts'
import { createMemoryDisk, createMemoryReviewLog, createMemoryStorage } from '../storage/testing/memory.ts'

const documentId = 'plan:program-1'
const byIrina = { documentId, epoch: 1, personId: 'irina', deviceId: 'phone', bytes: Uint8Array.of(7) }

it('[P15] what Irina’s phone brings again and again is held, and rings the board once', async () => {
	const disk = createMemoryDisk()
	await createMemoryStorage(disk).createDocument(documentId)
	const rung: string[] = []
	const review = createReview({
		log: createMemoryReviewLog(disk),
		now: () => new Date('2026-11-21T09:30:00.000Z'),
		onSubmitted: (changed) => void rung.push(changed)
	})
	for (let count = 0; count < 3; count++) expect(await review.submit(byIrina)).toBe('under-review')
	expect(rung).toEqual([documentId])
	expect(await review.submit({ ...byIrina, bytes: new Uint8Array(16 * 1024 * 1024) })).toBe('too-large')
	expect(await review.submit({ ...byIrina, epoch: 2, bytes: Uint8Array.of(8) })).toBe('gone')
	expect(rung).toEqual([documentId])
})
