/**
 * The product's relay over a real database file: `node tandem-process.ts <port> <directory>`. Everybody is admitted, and
 * a document is made when it is first asked for, as the peers do; the rest is what the server runs.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { startRelay, type RelayParts } from '../../../server/relay/relay.ts'
import { openDatabase } from '../../../server/storage/database.ts'
import { createSqliteDeviceStates, createSqliteStorage } from '../../../server/storage/sqlite.ts'

const [port = '0', directory = '.'] = process.argv.slice(2)
const database = openDatabase(join(directory, 'tandem.sqlite'))
const storage = createSqliteStorage(database)
const parts: RelayParts = {
	storage,
	devices: createSqliteDeviceStates(database),
	async admit(_headers, documentId) {
		await storage.createDocument(documentId)
		return { outcome: 'admitted', personId: 'person', right: 'edit' }
	},
	participantsOf: async () => ['person'],
	isAllowedOrigin: () => true,
	addressOf: () => '127.0.0.1',
	hold: async () => 'held',
	now: () => new Date(),
	log: { info() {}, warn() {}, error: console.error },
	onStored() {},
	onDeviceChanged() {}
}
// All of the load is one person's, as the peers know no persons.
const relay = startRelay(parts, { connectionsPerPerson: Infinity, connectionsPerDocument: Infinity })
const server = createServer()
server.on('upgrade', relay.handleUpgrade)
server.listen(Number(port), '127.0.0.1')
