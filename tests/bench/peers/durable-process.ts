/**
 * The floor of durable contenders: `ws` stores each frame in SQLite as it came, commits in groups as our relay does, then acknowledges it
 * and forwards it to the others of its address. It checks nothing, has no users and sends nothing to a new client.
 * `node durable-process.ts <port> <directory>`.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { WebSocketServer, type WebSocket } from 'ws'
import { encodeAck } from '#protocol/frames.ts'
import { createGroupCommit } from '../../../server/database/sqlite/group-commit.ts'

const [port = '', directory = ''] = process.argv.slice(2)
const database = new DatabaseSync(join(directory, 'frames.sqlite'))
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
	CREATE TABLE frames (number INTEGER PRIMARY KEY, room TEXT NOT NULL, bytes BLOB NOT NULL)`)
const insert = database.prepare('INSERT INTO frames (room, bytes) VALUES (?, ?)')
const writes = createGroupCommit(
	database,
	{ leastMs: 2, mostMs: 10 },
	{ apply: ({ room, bytes }: { room: string; bytes: Uint8Array }) => Number(insert.run(room, bytes).lastInsertRowid) }
)

const roomsByAddress = new Map<string, Set<WebSocket>>()
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false })
server.on('connection', (socket, request) => {
	const address = request.url ?? ''
	const room = roomsByAddress.get(address) ?? new Set()
	roomsByAddress.set(address, room.add(socket))
	let counter = 0
	socket.on('message', (frame: Buffer) => {
		const own = ++counter
		void writes.add({ room: address, bytes: frame }).then((sequence) => {
			socket.send(encodeAck({ counter: own, sequence }))
			for (const other of room) if (other !== socket) other.send(frame)
		})
	})
	socket.on('close', () => room.delete(socket))
})
