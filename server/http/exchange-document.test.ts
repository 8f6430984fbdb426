import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addMeeting } from '#domain/plan/meeting.ts'
import type { ExchangeDocument } from '#protocol/exchange.ts'
import { base64 } from '../../tests/support/exchange-device.ts'
import { createHolding } from '../holding.ts'
import { openRegistry } from '../registry/database.ts'
import { registryMigrations } from '../registry/migrations.ts'
import { insertMunicipality } from '../registry/municipalities.ts'
import { openDatabase } from '../storage/database.ts'
import { createMemoryHoldingLog } from '../storage/memory-holding-log.ts'
import { createMemoryDeviceStates, createMemoryDisk, createMemoryStorage } from '../storage/memory.ts'
import { migrate } from '../storage/migrate.ts'
import { createDocumentExchange, type ExchangeVisit } from './exchange-document.ts'

const at = '2026-09-30T05:00:00.000Z'
const visit: ExchangeVisit = {
	device: { personId: 'viktor', deviceId: 'phone', appVersion: '1', freeBytes: null, isPersisted: null },
	standing: { memberships: [{ programId: 'program-1', role: 'mentor' }], endedMemberships: [], assignments: [] }
}

function written(): string {
	const doc = new Y.Doc()
	addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, { personId: 'viktor', at })
	return base64(Y.encodeStateAsUpdate(doc))
}

function asked(changes: Partial<ExchangeDocument> = {}): ExchangeDocument {
	return {
		documentId: 'plan:program-1',
		epoch: null,
		stateVector: 'AA==',
		update: written(),
		unsent: 0,
		run: null,
		haveSequence: 0,
		seenSequence: 0,
		isCheck: false,
		...changes
	}
}

/** A registry with program-1, and a relay that does as it is told. */
async function open(isFailing = false) {
	const database = openDatabase(':memory:')
	migrate(database, 'registry', registryMigrations)
	const registry = openRegistry(database)
	const disk = createMemoryDisk()
	const storage = createMemoryStorage(disk)
	await storage.createDocument('plan:program-1')
	const program = { id: 'program-1', municipality_id: 'town', title: '', roadmap_id: '', organisation: '' }
	registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		registry.query
			.insertInto('programs')
			.values({ ...program, starts_on: '2026-09-01', term_months: 24, created_at: at })
	])
	const stored: Uint8Array[] = []
	const logged: string[] = []
	const exchange = createDocumentExchange({
		registry,
		storage,
		devices: createMemoryDeviceStates(),
		holding: createHolding({ log: createMemoryHoldingLog(disk), now: () => new Date(at), onHeld() {} }),
		relay: {
			async store(_documentId, _author, update) {
				if (isFailing) throw new Error('disk full')
				stored.push(update)
				return { outcome: 'stored', sequence: 1 }
			},
			read: () => Promise.reject(new Error('disk gone')),
			report: async () => [],
			readmit() {},
			deleteDocument: async () => {}
		},
		log: { debug() {}, error: (_details, message) => void logged.push(message) }
	})
	return { ...exchange, storage, stored, logged }
}

describe('one document of an exchange', () => {
	it('[R1] that the disk does not take is not said to be stored: the device is to come again', async () => {
		const { bring, logged } = await open(true)
		expect(await bring(visit, asked())).toMatchObject({ outcome: 'refused', reason: 'storage-failed', isHeld: false })
		expect(logged).toEqual(['A document could not be exchanged'])
	})

	it('that cannot be read is asked for again, though what was brought is stored', async () => {
		const { bring, answer, stored } = await open()
		expect(await bring(visit, asked())).toBeNull()
		expect(stored).toHaveLength(1)
		expect(await answer(visit, asked(), true)).toMatchObject({ outcome: 'refused', reason: 'storage-failed' })
	})

	it('for which there is no room in the answer is to be asked for again', async () => {
		const { answer } = await open()
		expect(await answer(visit, asked(), false)).toMatchObject({ outcome: 'refused', reason: 'overloaded' })
	})

	it('[R15] of an earlier epoch brings nothing into the one made anew, also from a device that knows no epoch', async () => {
		const { bring, storage, stored } = await open()
		await storage.deleteDocument('plan:program-1', at)
		expect(await bring(visit, asked())).toMatchObject({ reason: 'gone' })
		await storage.createDocument('plan:program-1')
		const epoch = (await storage.findDocument('plan:program-1'))?.epoch ?? 0
		expect(epoch).toBeGreaterThan(1)
		for (const old of [null, 1])
			expect(await bring(visit, asked({ epoch: old }))).toMatchObject({ reason: 'other-epoch' })
		expect(stored).toEqual([])
		expect(await bring(visit, asked({ epoch }))).toBeNull()
		expect(await bring(visit, asked({ epoch: null, update: null }))).toBeNull()
	})

	it('of an ended participant in another epoch is not held: it could never be accepted', async () => {
		const { bring } = await open()
		const former = {
			...visit,
			standing: { ...visit.standing, memberships: [], endedMemberships: visit.standing.memberships }
		}
		expect(await bring(former, asked({ epoch: 7 }))).toMatchObject({ reason: 'other-epoch', isHeld: false })
		expect(await bring(former, asked())).toMatchObject({ reason: 'revoked', isHeld: true })
	})
})
