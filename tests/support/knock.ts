import WebSocket from 'ws'
import type { Town, Townsperson } from './town.ts'

/** What the relay says first: the right from its hello, or the code it closes with. */
export function knock(
	town: Town,
	person: Townsperson,
	documentId: string,
	headers: Record<string, string> = {}
): Promise<string | number> {
	const socket = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/${documentId}?v=1`, {
		headers: { cookie: town.cookieOf(person), ...headers }
	})
	return new Promise((resolve, reject) => {
		socket.on('message', (data: Buffer) => {
			resolve(/"right":"(\w+)"/.exec(data.toString())?.[1] ?? 'no hello')
			socket.close()
		})
		socket.on('close', (code) => resolve(code))
		socket.on('error', reject)
	})
}
