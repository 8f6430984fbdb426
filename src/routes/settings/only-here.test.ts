import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Me } from '#protocol/api/program.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../tests/support/eventually.ts'
import { isAllSent, readOnlyHere } from './only-here.ts'

const documents = { plan: 'plan:1', notes: 'notes:1' }
const me = {
	person: { id: 'mentor-1' },
	programs: [{ id: '1', role: 'mentor', documents }]
} as unknown as Me

let device: ReturnType<typeof createFakeDevice>
beforeEach(() => void (device = createFakeDevice('mentor-1')))
afterEach(async () => {
	await device.closeAll()
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

async function writeInto(documentId: string): Promise<void> {
	const tab = device.open(undefined, { documentId })
	await eventually(() => expect(tab.open.snapshot().localStore).toBe('ready'))
	tab.write('only here')
	await tab.close()
}

it('[D4] what would be lost with a sign-out is counted by programme', async () => {
	await writeInto('plan:1')
	await writeInto('plan:2')
	const only = await readOnlyHere(me)
	expect(only).toMatchObject({ programs: [{ listing: { id: '1' }, unsent: 1 }], elsewhere: 1, isUnsure: false })
	expect(isAllSent(only)).toBe(false)
})

it('[D4] a document that cannot be read stops nobody from signing out, and is not taken for sent', async () => {
	await writeInto('plan:1')
	await writeInto('notes:1')
	const open = indexedDB.open.bind(indexedDB)
	vi.spyOn(indexedDB, 'open').mockImplementation((name, version) => {
		if (name.includes('notes')) throw new DOMException('The disk cannot be read', 'UnknownError')
		return open(name, version)
	})
	expect(await readOnlyHere(me)).toMatchObject({ programs: [{ unsent: 1 }], isUnsure: true })
})
