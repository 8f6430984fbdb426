/**
 * The relay over a real database file, in a process of its own, for load from another one. Everybody is
 * admitted under the name in `x-person`. Tells its port, and its memory when asked.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import * as Y from 'yjs'
import { fillPlanFromRoadmap } from '#domain/roadmaps/plan-from-roadmap.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk-beginner-head.ts'
import { silentMeter } from '../../server/relay/meter.ts'
import { startRelay } from '../../server/relay/relay.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { createSqliteDeviceStates } from '../../server/storage/sqlite-devices.ts'
import { createSqliteStorage } from '../../server/storage/sqlite.ts'

const [directory = '', documents = '0'] = process.argv.slice(2)
const database = openDatabase(join(directory, 'bench.sqlite'))
const storage = createSqliteStorage(database)
const silent = { info() {}, warn() {}, error: console.error }

const plan = new Y.Doc()
fillPlanFromRoadmap(
	plan,
	beginnerHead,
	{ title: 'Начинающий руководитель', startsOn: '2026-09-01', termMonths: 24 },
	{ personId: 'server', at: '2026-09-01T00:00:00.000Z' }
)
const firstUpdate = {
	bytes: Y.encodeStateAsUpdate(plan),
	personId: 'server',
	deviceId: 'server',
	at: '2026-09-01T00:00:00.000Z'
}
await Promise.all(
	Array.from({ length: Number(documents) }, async (_, index) => {
		await storage.createDocument(`plan:bench-${index}`)
		await storage.append(`plan:bench-${index}`, firstUpdate)
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
	participantsOf: async () => ['mentor', 'mentee'],
	isAllowedOrigin: () => true,
	addressOf: () => '127.0.0.1',
	hold: async () => 'held',
	now: () => new Date(),
	meter: silentMeter,
	log: silent,
	onStored() {},
	onDeviceChanged() {}
})
const server = createServer()
server.on('upgrade', relay.handleUpgrade)
server.listen(0, '127.0.0.1', () => {
	const address = server.address()
	process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
process.on('message', () => {
	globalThis.gc?.()
	const { heapUsed, rss } = process.memoryUsage()
	process.send?.({ heapUsed, rss })
})
process.on('disconnect', () => process.exit(0))
