/** The process of server-host.ts: runs a server for each story as main.ts starts it, on the parent's orders. */
import { readConfig } from '../../server/config.ts'
import { startServer, type StartedServer } from '../../server/wire.ts'

/** `start` with the environment of a server; `stop` the one that was started last. */
export type Order = { do: 'start'; env: Record<string, string> } | { do: 'stop' }

/** `origin` null: it is stopped. */
export interface Done {
	origin: string | null
}

process.umask(0o077)
let server: StartedServer | null = null

process.on('message', (order: Order) => {
	void carryOut(order).then((done) => process.send?.(done))
})
// The parent has ended, for whatever reason.
process.once('disconnect', () => process.exit(0))

async function carryOut(order: Order): Promise<Done> {
	switch (order.do) {
		case 'start':
			server = await startServer(readConfig({ ...process.env, ...order.env }))
			return { origin: server.address }
		case 'stop':
			await server?.stop()
			return { origin: null }
	}
}
