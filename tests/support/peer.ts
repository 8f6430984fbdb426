/**
 * Two kinds of devices. `connectProvider`: a stock y-websocket client over a real socket, as any Yjs
 * application uses it. `openLine`: one socket that speaks frames, to look at what the relay sends.
 */
import { once } from 'node:events'
import { WebSocket, type ClientOptions } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import {
	decodeFrame,
	encodeStep1,
	parseRelayHello,
	type Ack,
	type Frame,
	type Nack,
	type RelayHello
} from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'

export interface ProviderOptions {
	person: string
	documentId: string
	doc?: Y.Doc
	params?: Record<string, string>
}

/** Destroy it at the end of the test: it listens to the process's exit. */
export function connectProvider(
	url: string,
	{ person, documentId, doc = new Y.Doc(), params }: ProviderOptions
): WebsocketProvider {
	return new WebsocketProvider(url, documentId, doc, {
		WebSocketPolyfill: signedInAs(person) as unknown as typeof globalThis.WebSocket,
		disableBc: true,
		maxBackoffTime: 200,
		...(params === undefined ? {} : { params })
	})
}

/** The stock client accepts a socket class; this is where the headers go in. */
function signedInAs(person: string) {
	return class extends WebSocket {
		constructor(address: string | URL, protocols?: string | string[]) {
			super(address, protocols, { headers: { 'x-person': person } })
		}
	}
}

export interface Line {
	socket: WebSocket
	/** All frames received so far, in order. */
	frames: Frame[]
	acks(): Ack[]
	nacks(): Nack[]
	hellos(): RelayHello[]
	updates(): Uint8Array[]
	/** The close code, once it is closed. */
	closed: Promise<number>
}

export interface LineOptions extends ClientOptions {
	person?: string
	/** The part after `?`. */
	query?: string
}

export async function openLine(url: string, documentId: string, options: LineOptions = {}): Promise<Line> {
	const { person, query = '', ...rest } = options
	const socket = new WebSocket(`${url}/${documentId}?${query}`, {
		...rest,
		headers: { ...(person === undefined ? {} : { 'x-person': person }), ...rest.headers }
	})
	const frames: Frame[] = []
	socket.on('message', (data: Buffer) => {
		const frame = decodeFrame(new Uint8Array(data))
		if (frame === null) throw new Error('The relay sent something that is no frame')
		frames.push(frame)
	})
	const closed = new Promise<number>((resolve) => socket.on('close', resolve))
	await once(socket, 'open')
	return {
		socket,
		frames,
		acks: () => frames.flatMap((frame) => (frame.type === 'ack' ? [frame.ack] : [])),
		nacks: () => frames.flatMap((frame) => (frame.type === 'nack' ? [frame.nack] : [])),
		hellos: () => frames.flatMap((frame) => (frame.type === 'hello' ? (parseRelayHello(frame.json) ?? []) : [])),
		updates: () => frames.flatMap((frame) => (frame.type === 'update' ? [frame.update] : [])),
		closed
	}
}

/** Asks for everything; the answer is among `updates()`. */
export function askForAll(line: Line): void {
	line.socket.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
}

/**
 * One edit of a fresh document, as an update. `clientId`: for a caller that makes tens of thousands into one document; among so many
 * random ids two are equal sooner or later, and Yjs takes the second one's edit for the first one's.
 */
export function anEdit(key: string, value: unknown = true, clientId?: number): Uint8Array {
	const doc = new Y.Doc()
	if (clientId !== undefined) doc.clientID = clientId
	doc.getMap('edits').set(key, value)
	return Y.encodeStateAsUpdate(doc)
}

/** What an application would see after these updates. */
export function readEdits(updates: readonly Uint8Array[]): Record<string, unknown> {
	const doc = new Y.Doc()
	takeUpdates(doc, updates)
	return doc.getMap('edits').toJSON()
}

export function keysOfEdits(updates: readonly Uint8Array[]): Set<string> {
	return new Set(Object.keys(readEdits(updates)))
}
