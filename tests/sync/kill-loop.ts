/**
 * `kill -9` of the real server, again and again, while Viktor edits without a pause. After every restart
 * it must give back every edit that was acknowledged, and what Irina was shown.
 *
 *   node tests/sync/kill-loop.ts 200
 */
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { encodeUpdate } from '#protocol/sync.ts'
import { startServer } from '../support/server-process.ts'
import { openLine, type Line } from '../support/peer.ts'

export interface KillReport {
	kills: number
	acknowledged: number
	/** Acknowledged, or seen by the partner, and not there after a restart. Must be empty. */
	missing: string[]
}

const documentId = 'plan:program-1'

/** Stops early, with fewer kills, when `mostMs` have passed. */
export async function runKillLoop(kills: number, mostMs: number): Promise<KillReport> {
	const server = await startServer({ LOG_LEVEL: 'error' })
	const endsAt = performance.now() + mostMs
	const promised = new Set<string>()
	const report: KillReport = { kills: 0, acknowledged: 0, missing: [] }
	let edits = 0
	try {
		const [viktorsCookie, irinasCookie] = await Promise.all(
			['mentor-1', 'mentee-1'].map((id) => signIn(server.origin, id))
		)
		const url = `${server.origin.replace('http', 'ws')}/sync`
		for (let round = 0; round <= kills && performance.now() < endsAt; round++) {
			const irina = await openLine(url, documentId, { headers: { cookie: irinasCookie! }, query: 'v=1' })
			irina.socket.send(Uint8Array.of(0, 0, 1, 0))
			await heard(irina, () => irina.updates().length > 0)
			const found = keysOf(irina.updates())
			report.missing.push(...[...promised].filter((key) => !found.has(key)))
			if (round === kills) break

			const viktor = await openLine(url, documentId, { headers: { cookie: viktorsCookie! }, query: 'v=1' })
			const sent: string[] = []
			const editing = setInterval(() => {
				for (let burst = 0; burst < 3; burst++) {
					const key = `edit-${edits++}`
					sent.push(key)
					viktor.socket.send(encodeUpdate(oneEdit(key)))
				}
			}, 1)
			await heard(viktor, () => viktor.acks().length > 0)
			// At any moment: in the middle of a commit as well as between two.
			await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
			await Promise.all([server.kill(), viktor.closed, irina.closed])
			clearInterval(editing)
			report.kills += 1
			for (const key of sent.slice(0, viktor.acks().at(-1)?.counter ?? 0)) promised.add(key)
			report.acknowledged = promised.size
			for (const key of keysOf(irina.updates())) promised.add(key)
			await server.start()
		}
	} finally {
		await server.dispose()
	}
	return report
}

async function signIn(origin: string, person: string): Promise<string> {
	const answer = await fetch(`${origin}/api/demo/sign-in`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin },
		body: JSON.stringify({ person })
	})
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ')
}

async function heard(line: Line, isDone: () => boolean): Promise<void> {
	while (!isDone()) await once(line.socket, 'message', { signal: AbortSignal.timeout(10_000) })
}

function oneEdit(key: string): Uint8Array {
	const doc = new Y.Doc()
	doc.getMap('edits').set(key, true)
	return Y.encodeStateAsUpdate(doc)
}

function keysOf(updates: readonly Uint8Array[]): Set<string> {
	const doc = new Y.Doc()
	doc.transact(() => {
		for (const update of updates) Y.applyUpdate(doc, update)
	})
	return new Set(doc.getMap('edits').keys())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { kills, acknowledged, missing } = await runKillLoop(Number(process.argv[2] ?? 200), 20 * 60_000)
	console.log(`kills=${kills} acknowledged=${acknowledged} missing=${missing.length}`)
	process.exitCode = missing.length === 0 ? 0 : 1
}
