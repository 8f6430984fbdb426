/**
 * The relay over a real database file, in a process of its own that can be killed. Arguments: the file,
 * and the port to come back on (0: any). Everybody is who `x-person` says. Prints its port when ready.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startRelay } from '../../server/relay/relay.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { createSqliteDeviceStates, createSqliteStorage } from '../../server/storage/sqlite.ts'

const [path = ':memory:', port = '0'] = process.argv.slice(2)
const database = openDatabase(path)
const storage = createSqliteStorage(database)
await storage.createDocument('plan:program-1')

const relay = startRelay({
	storage,
	devices: createSqliteDeviceStates(database),
	admit: async (headers) => ({ outcome: 'admitted', personId: headers.get('x-person') ?? 'nobody', right: 'edit' }),
	participantsOf: async () => ['viktor', 'irina'],
	isAllowedOrigin: () => true,
	now: () => new Date(),
	log: { info() {}, warn: console.error, error: console.error },
	onStored() {},
	onDeviceChanged() {}
})
const server = createServer()
server.on('upgrade', relay.handleUpgrade)
server.listen(Number(port), '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
