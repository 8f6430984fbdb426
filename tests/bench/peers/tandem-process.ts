/**
 * The whole product, as `npm start` runs it, but for its limits per person and address: one process makes the whole load.
 * `node tandem-process.ts`, configured by the environment like the server.
 */
import { readConfig } from '../../../server/config.ts'
import { startServer } from '../../../server/wire.ts'

await startServer(readConfig(process.env), {
	relaySettings: {
		connectionsPerPerson: Infinity,
		connectionsPerAddress: Infinity,
		connectionsPerPersonAndDocument: Infinity,
		connectionsPerDocument: Infinity,
		admissions: Infinity,
		admissionsPerAddress: Infinity,
		framesPerSecond: Infinity,
		bytesPerSecond: Infinity
	}
})
