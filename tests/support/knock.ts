import WebSocket from 'ws'
import type { Town, Townsperson } from './town.ts'

/** The relay's first answer: the right from its hello, or the close code. */
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
