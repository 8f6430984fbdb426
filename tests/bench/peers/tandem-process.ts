/**
 * The product's relay over a real database file: `node tandem-process.ts <port> <directory>`. Everybody is admitted, and
 * a document is created when it is first requested, as the peers do. One person at one address makes the whole load, so
 * the limits per person and address are off. The rest is what the server runs.
 */
import { join } from 'node:path'
import { createHttpServer, listen } from '../../../server/http/serve/listen.ts'
import { createBackground } from '../../../server/jobs/background.ts'
import { startCompaction } from '../../../server/jobs/compaction.ts'
import { silentMeter } from '../../../server/documents/relay/options.ts'
import { startRelay } from '../../../server/documents/relay/relay.ts'
import { openMigrated } from '../../../server/data.ts'
import { startCheckpoints } from '../../../server/database/sqlite/checkpoints.ts'
import { createSqliteDeviceStates } from '../../../server/documents/storage/sqlite/devices.ts'
import { createSqliteStorage } from '../../../server/documents/storage/sqlite/storage.ts'

const [port = '0', directory = '.'] = process.argv.slice(2)
const path = join(directory, 'tandem.sqlite')
const database = openMigrated(path)
startCheckpoints(database, path)
const storage = createSqliteStorage(database)
const log = { info() {}, warn() {}, error: console.error }
const compaction = startCompaction({ background: createBackground({ log }), storage, now: () => new Date(), log })
const relay = startRelay(
	{
		storage,
		devices: createSqliteDeviceStates(database),
		async admit(_headers, documentId) {
			await storage.createDocument(documentId)
			return { outcome: 'admitted', personId: 'person', right: 'edit', canSubmitForReview: false }
		},
		participantsOf: async () => ['person'],
		isAllowedOrigin: () => true,
		addressOf: () => '127.0.0.1',
		submitForReview: async () => 'under-review',
		now: () => new Date(),
		meter: silentMeter,
		log,
		onStored: compaction.noteStored,
		onDeviceChanged() {},
		onReadmitted() {}
	},
	{
		connectionsPerPerson: Infinity,
		connectionsPerAddress: Infinity,
		connectionsPerPersonAndDocument: Infinity,
		connectionsPerDocument: Infinity,
		admissions: Infinity,
		admissionsPerAddress: Infinity,
		framesPerSecond: Infinity,
		bytesPerSecond: Infinity
	}
)
const { server } = createHttpServer((_request, response) => void response.writeHead(404).end())
server.on('upgrade', relay.handleUpgrade)
await listen(server, { host: '127.0.0.1', port: Number(port) })
