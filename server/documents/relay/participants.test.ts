import { expect, it } from 'vitest'
import { createMemoryDeviceStates } from '../storage/testing/memory.ts'
import { openParticipants } from './participants.ts'

it('[DS6] a person who names a new device at each visit does not fill the room, and the last ones are known', async () => {
	const documentId = 'plan:program-1'
	const participants = await openParticipants(
		{ devices: createMemoryDeviceStates(), participantsOf: async () => ['irina'], onFailed: expect.unreachable },
		documentId
	)
	const address = (index: number) => ({ documentId, personId: 'irina', deviceId: `device-${index}` })
	for (let index = 0; index < 100; index++) {
		const lastSeenAt = new Date(Date.UTC(2026, 10, 21, 9, index)).toISOString()
		if (index % 2 === 0) participants.touch(address(index), lastSeenAt)
		else {
			const said = {
				appVersion: '1.0',
				haveSequence: index,
				seenSequence: 0,
				unsent: 0,
				freeBytes: null,
				isPersisted: null
			}
			participants.record({ ...address(index), ...said, lastSeenAt })
		}
	}
	const known = Array.from({ length: 100 }, (_, index) => index).filter((index) => participants.find(address(index)))
	expect(known).toEqual(Array.from({ length: 20 }, (_, index) => 80 + index))
	expect(participants.list()).toMatchObject([{ personId: 'irina', haveSequence: 99 }])
})
