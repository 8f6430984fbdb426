/** What every store of device states promises (server/documents/storage/devices.ts). */
import { describe, expect, it } from 'vitest'
import type { DeviceStates, DeviceState } from '../../server/documents/storage/devices.ts'

const irinasPhone = { documentId: 'plan:program-1', personId: 'irina', deviceId: 'phone' }

const reported: DeviceState = {
	...irinasPhone,
	appVersion: '1.0',
	haveSequence: 7,
	seenSequence: 5,
	unsent: 2,
	freeBytes: 900_000_000,
	isPersisted: true,
	lastSeenAt: '2026-11-21T09:40:00.000Z'
}

export function describeDeviceStates(name: string, create: () => DeviceStates): void {
	describe(`${name} device states`, () => {
		it('[DS1] a later report of a device takes the place of the earlier one', async () => {
			const devices = create()
			await devices.record(reported)
			await devices.record({ ...reported, haveSequence: 9, unsent: 0 })
			expect(await devices.forDocument(reported.documentId)).toEqual([{ ...reported, haveSequence: 9, unsent: 0 }])
		})

		it('[DS1] what Irina has seen stays seen, though a hidden tab of the same phone reports less', async () => {
			const devices = create()
			await devices.record(reported)
			await devices.record({ ...reported, haveSequence: 9, seenSequence: 0 })
			expect(await devices.forDocument(reported.documentId)).toEqual([{ ...reported, haveSequence: 9 }])
		})

		it('[DS1] the phone and the laptop of one person are told apart', async () => {
			const devices = create()
			await devices.record(reported)
			await devices.record({ ...reported, deviceId: 'laptop' })
			const found = await devices.forDocument(reported.documentId)
			expect(found.map(({ deviceId }) => deviceId).sort()).toEqual(['laptop', 'phone'])
		})

		it('[DS1] a browser that promises nothing and one that says nothing are told apart', async () => {
			const devices = create()
			await devices.record({ ...reported, isPersisted: false })
			await devices.record({ ...reported, deviceId: 'laptop', freeBytes: null, isPersisted: null })
			const found = await devices.forDocument(reported.documentId)
			expect(found.map(({ deviceId, freeBytes, isPersisted }) => [deviceId, freeBytes, isPersisted]).sort()).toEqual([
				['laptop', null, null],
				['phone', 900_000_000, false]
			])
		})

		it('[DS2] a touch moves the last contact and nothing else, and never back', async () => {
			const devices = create()
			await devices.record(reported)
			await devices.touch(irinasPhone, '2026-11-21T10:00:00.000Z')
			await devices.touch(irinasPhone, '2026-11-21T08:00:00.000Z')
			expect(await devices.forDocument(reported.documentId)).toEqual([
				{ ...reported, lastSeenAt: '2026-11-21T10:00:00.000Z' }
			])
		})

		it('[DS2] a device that was only seen has nothing and has reported nothing', async () => {
			const devices = create()
			await devices.touch(irinasPhone, '2026-11-21T10:00:00.000Z')
			expect(await devices.forDocument(reported.documentId)).toEqual([
				{
					...irinasPhone,
					appVersion: '',
					haveSequence: 0,
					seenSequence: 0,
					unsent: null,
					freeBytes: null,
					isPersisted: null,
					lastSeenAt: '2026-11-21T10:00:00.000Z'
				}
			])
		})

		it('[DS5] what is known of an erased person is deleted, also what is still queued, and nothing is stored after it', async () => {
			const devices = create()
			const viktors = { ...reported, personId: 'viktor' }
			await devices.record(viktors)
			await devices.record(reported)
			const queued = devices.record({ ...reported, deviceId: 'laptop' })
			const forgotten = devices.forgetPerson('irina')
			expect(await devices.forDocument(reported.documentId)).toEqual([viktors])
			await devices.touch(irinasPhone, '2026-11-21T10:00:00.000Z')
			await devices.record(reported)
			await Promise.all([queued, forgotten])
			expect(await devices.forDocument(reported.documentId)).toEqual([viktors])
		})

		it('[DS3] what was just recorded is read even before it is stored', async () => {
			const devices = create()
			const stored = devices.record(reported)
			expect(await devices.forDocument(reported.documentId)).toEqual([reported])
			await stored
			expect(await devices.forDocument(reported.documentId)).toEqual([reported])
		})

		it('[DS4] many documents are read at once, those without devices being absent', async () => {
			const devices = create()
			await devices.record(reported)
			await devices.record({ ...reported, documentId: 'plan:program-2', deviceId: 'laptop' })
			const found = await devices.forDocuments(['plan:program-1', 'plan:program-2', 'plan:program-3'])
			expect([...found.keys()].sort()).toEqual(['plan:program-1', 'plan:program-2'])
			expect(found.get('plan:program-1')).toEqual([reported])
		})

		it('[DS6] of twenty devices of one person the longest silent is forgotten for another one, stored or not', async () => {
			const devices = create()
			const at = (minute: number) => `2026-11-21T09:${minute}:00.000Z`
			const names = async (documentId = irinasPhone.documentId, personId = 'irina') =>
				(await devices.forDocument(documentId))
					.filter((state) => state.personId === personId)
					.map(({ deviceId }) => deviceId)
					.sort()
			const viktors = { ...reported, personId: 'viktor', lastSeenAt: at(10) }
			await devices.record(viktors)
			await devices.record({ ...reported, documentId: 'plan:program-2', lastSeenAt: at(10) })
			const twenty = Array.from({ length: 20 }, (_, index) => `device-${10 + index}`)
			for (const [index, deviceId] of twenty.entries())
				await devices.record({ ...reported, deviceId, lastSeenAt: at(20 + index) })
			expect(await names()).toEqual(twenty)
			await devices.touch({ ...irinasPhone, deviceId: 'device-10' }, at(45))
			const stored = [
				devices.record({ ...reported, deviceId: 'device-90', lastSeenAt: at(46) }),
				devices.touch({ ...irinasPhone, deviceId: 'device-91' }, at(47))
			]
			const expected = [
				...twenty.filter((name) => !['device-11', 'device-12'].includes(name)),
				'device-90',
				'device-91'
			]
			expect(await names()).toEqual(expected)
			await Promise.all(stored)
			expect(await names()).toEqual(expected)
			expect(await names(irinasPhone.documentId, 'viktor')).toEqual([viktors.deviceId])
			expect(await names('plan:program-2')).toEqual(['phone'])
		})

		it('[DS5] closing stores what is queued; afterwards every call is refused', async () => {
			const devices = create()
			const queued = devices.record(reported)
			await devices.close()
			await queued
			await expect(devices.record(reported)).rejects.toThrow()
			await expect(devices.forDocument(reported.documentId)).rejects.toThrow()
		})
	})
}
