/**
 * The relay over a database of two-year plans, for `open-documents.ts`. What a plan covers is that of a real one; its bytes,
 * which nobody here asks for, are left out, or preparing would take longer than measuring.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import * as Y from 'yjs'
import { silentMeter } from '../../server/relay/meter.ts'
import { startRelay } from '../../server/relay/relay.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { createSqliteDeviceStates } from '../../server/storage/sqlite-devices.ts'
import { createSqliteStorage } from '../../server/storage/sqlite.ts'
import { writeTwoYears } from './two-year-plan.ts'

const [directory = '', documents = '0'] = process.argv.slice(2)
const database = openDatabase(join(directory, 'bench.sqlite'))
const storage = createSqliteStorage(database)

const plan = new Y.Doc()
for (const { bytes } of writeTwoYears()) Y.applyUpdate(plan, bytes)
const covers = Y.encodeSnapshot(Y.snapshot(plan))
/** What a device answers the relay's question with: nothing new, and all that was ever deleted. */
const offer = Y.encodeStateAsUpdate(plan, Y.encodeStateVector(plan))
plan.destroy()

const by = { personId: 'server', deviceId: 'server', at: '2026-09-01T00:00:00.000Z' }
await Promise.all(
	Array.from({ length: Number(documents) }, async (_, index) => {
		const documentId = `plan:bench-${index}`
		await storage.createDocument(documentId)
		const sequence = await storage.append(documentId, { ...by, bytes: Uint8Array.of(0, 0) })
		await storage.saveSnapshot(documentId, { epoch: 1, sequence, bytes: Uint8Array.of(0, 0), covers })
	})
)

const relay = startRelay({
	storage,
	devices: createSqliteDeviceStates(database),
	admit: async (headers) => ({
		outcome: 'admitted',
		personId: headers.get('x-person') ?? 'nobody',
		right: 'edit',
		mayHold: false
	}),
	participantsOf: async (documentId) => ['mentor', 'mentee'].map((role) => `${role}-${documentId}`),
	isAllowedOrigin: () => true,
	addressOf: () => '127.0.0.1',
	hold: async () => 'held',
	now: () => new Date(),
	meter: silentMeter,
	log: { info() {}, warn() {}, error: console.error },
	onStored() {},
	onDeviceChanged() {}
})
const server = createServer()
server.on('upgrade', relay.handleUpgrade)
server.listen(0, '127.0.0.1', () => {
	const address = server.address()
	const port = typeof address === 'object' && address !== null ? address.port : 0
	process.send?.({ port, run: storage.run, coverBytes: covers.length, offer: Buffer.from(offer).toString('base64') })
})
process.on('message', () => {
	globalThis.gc?.()
	const { heapUsed, rss, external } = process.memoryUsage()
	const { user, system } = process.cpuUsage()
	const { connections, rooms } = relay.stats()
	process.send?.({ heapUsed, rss, external, connections, rooms, cpuSeconds: (user + system) / 1e6 })
})
process.on('disconnect', () => process.exit(0))
