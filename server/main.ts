/**
 * Starts the server from the environment and stops it on a signal. No other file handles signals. Besides this file, only
 * command-line.ts reads the environment.
 */
import { CannotStart, readConfig } from './config.ts'
import { startServer, type StartedServer } from './wire.ts'

// The files hold personal data: no other user of the machine may read them.
process.umask(0o077)
const server = await start()
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	// A second signal finds no listener and ends the process at once.
	process.once(signal, () => void server.stop().then(() => process.exit(0)))
}
for (const notice of server.notices) console.log(notice)
console.log(`Тандем: ${server.address}`)

async function start(): Promise<StartedServer> {
	try {
		return await startServer(readConfig(process.env))
	} catch (error) {
		if (!(error instanceof CannotStart)) throw error
		console.error(error.message)
		process.exit(1)
	}
}
