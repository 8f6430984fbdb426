import type { Heap } from './bounds.ts'
import { collecting, startWatched, type Worst } from './server.ts'
import { runSocketStorm, type SocketsReport } from './sockets.ts'
import { foundLargeTown } from './town.ts'

export interface ServerSocketsReport extends SocketsReport, Worst {
	/** The server's heap at rest, bytes: before and after. */
	heap: Heap
	/** Device connections that the server still counts a moment after the honest ones have gone. */
	left: number | null
}

/** The server lets devices live for two pings, which are 25 s apart; a busy machine takes longer. */
const PATIENCE_MS = 150_000

export async function runSocketStormOnServer(): Promise<ServerSocketsReport> {
	const town = await foundLargeTown({ pairs: 20, networks: 4 })
	const watched = await startWatched(town, collecting)
	try {
		const before = await watched.restingHeap()
		watched.takeWorst()
		const report = await runSocketStorm({
			url: watched.url,
			honest: town.inhabitants.slice(0, 2),
			sleepers: town.inhabitants.slice(2),
			counts: {
				'sends headers byte by byte': 500,
				'stops in the handshake': 500,
				'says nothing': 500,
				'sends a frame byte by byte': 200,
				'never reads': 200
			},
			patienceMs: PATIENCE_MS
		})
		const worst = watched.takeWorst()
		const after = await watched.restingHeap()
		return { ...report, ...worst, heap: { before, after }, left: await watched.read('tandem_connections') }
	} finally {
		await watched.dispose()
	}
}
