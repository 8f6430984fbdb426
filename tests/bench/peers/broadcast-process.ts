/** The ceiling: `ws` forwards each frame to the others of its address and stores nothing. `node broadcast-process.ts <port>`. */
import { WebSocketServer, type WebSocket } from 'ws'

const roomsByAddress = new Map<string, Set<WebSocket>>()
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false })
server.on('connection', (socket, request) => {
	const room = roomsByAddress.get(request.url ?? '') ?? new Set()
	roomsByAddress.set(request.url ?? '', room.add(socket))
	socket.on('message', (frame) => {
		for (const other of room) if (other !== socket) other.send(frame)
	})
	socket.on('close', () => room.delete(socket))
})
