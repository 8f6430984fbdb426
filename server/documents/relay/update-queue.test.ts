import { expect, it } from 'vitest'
import { anEdit } from '../../../tests/support/peer.ts'
import { openRooms } from '../../../tests/support/peer-in-process.ts'
import { createMemoryStorage } from '../storage/testing/memory.ts'
import type { Member } from './room.ts'

const plan = 'plan:program-1'

it('[R1][P7] what comes in while an update is let out, as the last word of a device that is closed by it, goes out behind it', async () => {
	const storage = createMemoryStorage()
	await storage.createDocument(plan)
	const events: string[] = []
	await openRooms(storage).use(plan, async (room) => {
		const person = { right: 'edit' as const, close() {}, reach() {}, greet() {}, send() {} }
		const named = (personId: string) => ({
			...person,
			personId,
			deviceId: 'phone',
			acknowledge: (counter: number) => void events.push(`${personId} is acknowledged ${counter}`)
		})
		const irina: Member = named('irina')
		const viktor: Member = {
			...named('viktor'),
			send() {
				events.push('viktor is sent it')
				if (events.length === 1) room.queue.receiveNothing(viktor, 0)
			}
		}
		for (const member of [irina, viktor]) room.join(member)
		room.queue.receive(irina, anEdit('goal'), { counter: 1, isOffer: false })
		await room.queue.settle()
	})
	expect(events).toEqual(['viktor is sent it', 'irina is acknowledged 1', 'viktor is acknowledged 0'])
})
