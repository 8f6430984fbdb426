/** What every holding log promises (server/storage/holding-log.ts). */
import { describe, expect, it } from 'vitest'
import type { HoldingLog } from '../../server/storage/holding-log.ts'

const byViktor = {
	documentId: 'plan:program-1',
	personId: 'viktor',
	deviceId: 'laptop',
	receivedAt: '2026-11-21T09:30:00.000Z',
	bytes: Uint8Array.of(0, 255, 7)
}
const byElena = { decidedBy: 'elena', decidedAt: '2026-11-22T08:00:00.000Z' }

export function describeHoldingLog(name: string, create: () => HoldingLog): void {
	describe(`${name} holding log`, () => {
		it('[R3] holds what came byte for byte, waiting, with its author, device and time', async () => {
			const log = create()
			await log.hold(byViktor)
			const [held] = await log.list(['plan:program-1'])
			const { id, bytes, ...rest } = held ?? { id: '', bytes: [] }
			expect([...bytes]).toEqual([0, 255, 7])
			expect(rest).toEqual({
				documentId: 'plan:program-1',
				personId: 'viktor',
				deviceId: 'laptop',
				receivedAt: '2026-11-21T09:30:00.000Z',
				state: 'waiting',
				decidedBy: null,
				decidedAt: null
			})
			expect(await log.find(id)).toEqual(held)
		})

		it('[R3] holds the same bytes once, also from another device, also after a decision', async () => {
			const log = create()
			await log.hold(byViktor)
			await log.hold({ ...byViktor, deviceId: 'phone', receivedAt: '2026-11-21T09:31:00.000Z' })
			const [held] = await log.list(['plan:program-1'])
			await log.decide(held?.id ?? '', { state: 'set-aside', ...byElena })
			await log.hold(byViktor)
			const found = await log.list(['plan:program-1'])
			expect(found.map(({ deviceId, state }) => [deviceId, state])).toEqual([['laptop', 'set-aside']])
		})

		it('[R3] the same bytes of another person, or for another document, are something else', async () => {
			const log = create()
			await log.hold(byViktor)
			await log.hold({ ...byViktor, personId: 'irina' })
			await log.hold({ ...byViktor, documentId: 'notes:program-1' })
			expect(await log.list(['plan:program-1', 'notes:program-1'])).toHaveLength(3)
		})

		it('[R3] lists the newest first, of the documents asked for', async () => {
			const log = create()
			await log.hold({ ...byViktor, receivedAt: '2026-11-21T09:32:00.000Z', bytes: Uint8Array.of(1) })
			await log.hold({ ...byViktor, receivedAt: '2026-11-21T09:31:00.000Z', bytes: Uint8Array.of(2) })
			await log.hold({ ...byViktor, receivedAt: '2026-11-21T09:32:00.000Z', bytes: Uint8Array.of(3) })
			await log.hold({ ...byViktor, documentId: 'plan:program-2' })
			const found = await log.list(['plan:program-1'])
			expect(found.map(({ bytes }) => bytes[0])).toEqual([3, 1, 2])
			expect(await log.list([])).toEqual([])
		})

		it('[R3] what is set aside can be accepted later; what is accepted stays so', async () => {
			const log = create()
			await log.hold(byViktor)
			const id = (await log.list(['plan:program-1']))[0]?.id ?? ''
			expect(await log.decide(id, { state: 'set-aside', ...byElena })).toBe(true)
			expect(await log.find(id)).toMatchObject({ state: 'set-aside', ...byElena })
			const nextDay = { decidedBy: 'larisa', decidedAt: '2026-11-23T08:00:00.000Z' }
			expect(await log.decide(id, { state: 'accepted', ...nextDay })).toBe(true)
			expect(await log.decide(id, { state: 'set-aside', ...byElena })).toBe(false)
			expect(await log.find(id)).toMatchObject({ state: 'accepted', ...nextDay })
		})

		it('[R3] knows nothing of an edit nobody held', async () => {
			const log = create()
			expect(await log.find('held-99')).toBeNull()
			expect(await log.decide('held-99', { state: 'accepted', ...byElena })).toBe(false)
		})

		it('[R3] counts what waits for a decision, of all documents', async () => {
			const log = create()
			expect(await log.countWaiting()).toBe(0)
			await log.hold(byViktor)
			await log.hold({ ...byViktor, documentId: 'plan:program-2' })
			await log.hold({ ...byViktor, personId: 'irina' })
			expect(await log.countWaiting()).toBe(3)
			const [first, second] = await log.list(['plan:program-1'])
			await log.decide(first?.id ?? '', { state: 'accepted', ...byElena })
			await log.decide(second?.id ?? '', { state: 'set-aside', ...byElena })
			expect(await log.countWaiting()).toBe(1)
		})

		it('[R3] keeps its own copy of the bytes', async () => {
			const log = create()
			const bytes = Uint8Array.of(1)
			await log.hold({ ...byViktor, bytes })
			bytes[0] = 99
			expect((await log.list(['plan:program-1']))[0]?.bytes[0]).toBe(1)
		})
	})
}
