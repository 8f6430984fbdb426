/** Sockets that occupy a place and do nothing: each kind must be cut within the limits, while Viktor and Irina work. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import * as Y from 'yjs'
import { encodeStep1 } from '#protocol/frames.ts'
import { createStormDevice } from './device.ts'
import { summarise, type Latency } from './latency.ts'
import type { Inhabitant } from './town.ts'

export const socketKinds = [
	'sends headers byte by byte',
	'stops in the handshake',
	'says nothing',
	'sends a frame byte by byte',
	'never reads'
] as const
export type SocketKind = (typeof socketKinds)[number]

export interface SocketsReport {
	/** Of each kind: how many there were, and after how many ms the first and the last was cut; null: not all of them were. */
	cut: Record<string, { sockets: number; firstMs: number; lastMs: number | null }>
	/** Edits of honest people, and how many of them were acknowledged meanwhile. */
	edits: { made: number; acknowledged: number }
	/** How often an honest device was sent away. */
	sentAway: number
	latency: Latency
}

export interface SocketsOptions {
	/** `ws://…/sync` */
	url: string
	/** Their cookies are used by the sockets in turn: one person alone is not admitted so often. */
	sleepers: readonly Inhabitant[]
	honest: readonly Inhabitant[]
	counts: Record<SocketKind, number>
	/** A socket that is still open after this was not cut. */
	patienceMs: number
}

const EDIT_MS = 50
const BYTE_MS = 1000
const QUESTIONS = 3
/** Opening all in one moment would be another attack, on the machine that makes it. */
const OPENED_AT_ONCE = 50

export async function runSocketStorm(options: SocketsOptions): Promise<SocketsReport> {
	const { url, sleepers, honest, counts, patienceMs } = options
	const { hostname, port } = new URL(url)
	let sentAway = 0
	const people = honest.map((inhabitant) => createStormDevice({ url, inhabitant, onClosed: () => (sentAway += 1) }))
	let made = 0
	people.forEach((device) => device.start())
	while (!people.every((device) => device.isSynced())) await pause(20)
	const editing = setInterval(() => {
		for (const device of people) device.edit()
		made += people.length
	}, EDIT_MS)
	const trickles = new Set<() => void>()
	const trickling = setInterval(() => trickles.forEach((trickle) => trickle()), BYTE_MS)
	const cut: SocketsReport['cut'] = {}
	const open = new Set<Socket>()
	try {
		await Promise.all(socketKinds.map(runKind))
		clearInterval(editing)
		const endsAt = performance.now() + patienceMs
		while (!people.every((device) => device.isSynced()) && performance.now() < endsAt) await pause(20)
		const acknowledged = people.reduce((sum, device) => sum + device.acknowledged().size, 0)
		const latency = summarise(people.flatMap((device) => device.takeLatencies()))
		return { cut, sentAway, edits: { made, acknowledged }, latency }
	} finally {
		clearInterval(editing)
		clearInterval(trickling)
		people.forEach((device) => device.stop())
		open.forEach((socket) => socket.destroy())
	}

	async function runKind(kind: SocketKind): Promise<void> {
		const sockets = counts[kind]
		const lives: Promise<number | null>[] = []
		for (let index = 0; index < sockets; index++) {
			lives.push(lifeOf(kind, handshakeOf(sleepers[index % sleepers.length]!, hostname)))
			if (index % OPENED_AT_ONCE === OPENED_AT_ONCE - 1) await pause(50)
		}
		const ended = await Promise.all(lives)
		const lasted = ended.filter((ms) => ms !== null).map(Math.round)
		cut[kind] = {
			sockets,
			firstMs: Math.min(...lasted),
			lastMs: lasted.length === sockets ? Math.max(...lasted) : null
		}
	}

	/** Ms until the server ended it; null: it did not. */
	async function lifeOf(kind: SocketKind, handshake: string): Promise<number | null> {
		const socket = connect(Number(port), hostname)
		open.add(socket)
		await once(socket, 'connect')
		const startedAt = performance.now()
		const ended = new Promise<number>((resolve) => {
			socket.on('error', () => undefined)
			socket.on('close', () => resolve(performance.now() - startedAt))
		})
		const trickle = act(kind, socket, handshake)
		if (trickle !== null) trickles.add(trickle)
		const life = await Promise.race([ended, pause(patienceMs).then(() => null)])
		if (trickle !== null) trickles.delete(trickle)
		open.delete(socket)
		socket.destroy()
		return life
	}

	/** Starts the socket; returns what it does every second; null: nothing. */
	function act(kind: SocketKind, socket: Socket, handshake: string): (() => void) | null {
		switch (kind) {
			case 'sends headers byte by byte': {
				let sent = 0
				socket.resume()
				return () => void socket.write(handshake.slice(sent, ++sent) || 'x')
			}
			case 'stops in the handshake':
				socket.resume().write(handshake.slice(0, handshake.length / 2))
				return null
			case 'says nothing':
				socket.resume().write(handshake)
				return null
			case 'sends a frame byte by byte': {
				let isOpen = false
				socket.resume().write(handshake)
				socket.once('data', () => (isOpen = socket.write(headerOf(8 * 1024 * 1024))))
				return () => void (isOpen && socket.write(Uint8Array.of(0)))
			}
			case 'never reads': {
				let turn = 0
				const question = encodeStep1(Y.encodeStateVector(new Y.Doc()))
				socket.write(handshake)
				return () => {
					turn += 1
					// A socket that keeps asking stays alive; the answers wait in its own buffers.
					if (turn <= QUESTIONS) socket.write(Buffer.concat([headerOf(question.length), question]))
					// Only a write detects that nobody is there. These bytes belong to a frame that never ends, which is no sign of life.
					else socket.write(turn === QUESTIONS + 1 ? headerOf(8 * 1024 * 1024) : Uint8Array.of(0))
				}
			}
		}
	}
}

/** What must not have happened, in words. Empty. */
export function wrongsOf({ cut, edits, sentAway }: SocketsReport): string[] {
	const left = Object.entries(cut).flatMap(([kind, { lastMs }]) => (lastMs === null ? [kind] : []))
	return [
		...left.map((kind) => `Not all were cut: ${kind}`),
		...(edits.acknowledged < edits.made ? ['An honest edit was not acknowledged'] : []),
		...(sentAway === 0 ? [] : ['An honest device was sent away'])
	]
}

function handshakeOf({ documentId, headers }: Inhabitant, host: string): string {
	const lines = [
		`GET /sync/${documentId}?v=1 HTTP/1.1`,
		`Host: ${host}`,
		'Connection: Upgrade',
		'Upgrade: websocket',
		'Sec-WebSocket-Version: 13',
		`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
	]
	return `${lines.join('\r\n')}\r\n\r\n`
}

/** The header of a binary WebSocket message, masked with zeros. */
function headerOf(length: number): Buffer {
	const header = Buffer.alloc(14)
	header.writeUInt8(0x82, 0)
	header.writeUInt8(0x80 | 127, 1)
	header.writeBigUInt64BE(BigInt(length), 2)
	return header
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
