/** SQLite cuts a damaged log at the first bad page, without a word. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { signInToDemo } from '../support/demo-sign-in.ts'
import { askForAll, type Line, openLine, readEdits } from '../support/peer.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'

const DOCUMENT = 'plan:program-1'
const TOLD = 'Журнал базы данных был повреждён'
const EDITS = 40

let server: RunningServer
let viktor: WebsocketProvider | undefined
afterEach(async () => {
	viktor?.destroy()
	await server.dispose()
})

it('[R1] a log damaged while the server was down is told at the next start, and Viktor’s device brings his edits again', async () => {
	server = await startServer()
	// A stop empties the log: then it has only what follows.
	await server.stop()
	await server.start()
	const sync = `${server.origin.replace('http', 'ws')}/sync`
	const irina = await signInToDemo(server.origin, 'mentee-1')
	viktor = connect(sync, await signInToDemo(server.origin, 'mentor-1'))
	const written = viktor.doc.getMap('edits')
	await expect.poll(() => viktor?.synced, { timeout: 60_000 }).toBe(true)
	const seen = await openLine(sync, DOCUMENT, { headers: { cookie: irina } })
	// Only who is admitted is sent what follows.
	await receiveAll(seen)
	for (let edit = 1; edit <= EDITS; edit++) {
		written.set(`edit-${edit}`, true)
		// One commit each: what the partner sees is on the disk.
		await expect.poll(() => Object.keys(readEdits(seen.updates()))).toContain(`edit-${edit}`)
	}
	viktor.disconnect()
	await server.kill()

	damage(join(server.dataDirectory, 'tandem.sqlite-wal'))
	await server.start()
	expect(server.printed()).toContain(TOLD)
	expect((await read(sync, irina)).length).toBeLessThan(EDITS)

	viktor.connect()
	await expect.poll(async () => (await read(sync, irina)).length).toBe(EDITS)
	viktor.disconnect()
	const printed = server.printed().length
	await server.kill()
	await server.start()
	expect(server.printed().slice(printed)).not.toContain(TOLD)
	// Four starts.
}, 120_000)

it('[R1] a disk that takes no more at the start is told apart from a damaged database', async () => {
	server = await startServer()
	await server.stop()
	await expect(server.start(8192)).rejects.toThrow(/Ошибка чтения или записи диска/)
	await server.start()
})

function connect(sync: string, cookie: string): WebsocketProvider {
	const SignedIn = class extends WebSocket {
		constructor(address: string | URL, protocols?: string | string[]) {
			super(address, protocols, { headers: { cookie } })
		}
	}
	return new WebsocketProvider(sync, DOCUMENT, new Y.Doc(), {
		WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
		disableBc: true,
		maxBackoffTime: 200
	})
}

/** Keys of the edits that the server has. */
async function read(sync: string, cookie: string): Promise<string[]> {
	const line = await openLine(sync, DOCUMENT, { headers: { cookie } })
	await receiveAll(line)
	line.socket.terminate()
	return Object.keys(readEdits(line.updates()))
}

async function receiveAll(line: Line): Promise<void> {
	askForAll(line)
	await expect.poll(() => line.frames.some((frame) => frame.type === 'update' && frame.isOffer)).toBe(true)
}

/** As a bad sector does: some bytes in the second half of the log are others. */
function damage(path: string): void {
	const bytes = readFileSync(path)
	const from = Math.floor(bytes.length * 0.7)
	bytes.fill(0xab, from, from + 512)
	writeFileSync(path, bytes)
}
