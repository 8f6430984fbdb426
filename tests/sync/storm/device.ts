/**
 * A device light enough for two thousand of them in one process: it has the product's frames, resumption and backoff, but
 * of the document it keeps only its own edits and the bytes it received.
 */
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { closeCodes, closeReasonOf, type CloseReason } from '#protocol/close-codes.ts'
import { decodeFrame, encodeStep1, encodeStep2, encodeUpdate, parseRelayHello, type Frame } from '#protocol/frames.ts'
import { reconnectDelay, weighFailures } from '#lib/sync/line/retry.ts'
import type { Inhabitant } from './town.ts'

export interface StormDevice {
	readonly inhabitant: Inhabitant
	/** Connects, and reconnects whenever it is cut off. */
	start(): void
	stop(): void
	/** Makes an edit under a key of its own. */
	edit(): void
	/** Everything is sent and acknowledged, and everything there was is received. */
	isSynced(): boolean
	isConnected(): boolean
	/** Keys of its edits that the relay has acknowledged. */
	acknowledged(): ReadonlySet<string>
	/** All updates that it received, in order. */
	received(): readonly Uint8Array[]
	/** From each edit until it was acknowledged, in ms, since the last call. */
	takeLatencies(): number[]
}

export interface StormDeviceOptions {
	/** `ws://…/sync` */
	url: string
	inhabitant: Inhabitant
	/** The relay's reason, or `cut` without one; `wasAnswered`: the connection had been established. */
	onClosed(reason: CloseReason | 'cut', wasAnswered: boolean): void
}

const NOTHING = encodeStep1(Y.encodeStateVector(new Y.Doc()))
/** As in the product's connection. */
const LONGEST_HANDSHAKE_MS = 30_000

export function createStormDevice({ url, inhabitant, onClosed }: StormDeviceOptions): StormDevice {
	const { personId, documentId, headers } = inhabitant
	const own = new Y.Doc()
	const acknowledged = new Set<string>()
	const received: Uint8Array[] = []
	const latencies: number[] = []
	/** Key → when it was made. */
	const unsent = new Map<string, number>()
	let known: { run: string; epoch: number } | null = null
	let haveSequence = 0
	let edits = 0
	let failures = 0
	let isWanted = false
	let isAnswered = false
	let retry: NodeJS.Timeout | undefined
	let socket: WebSocket | null = null
	/** Keys in each update frame of this connection. */
	let frames: string[][] = []
	let counted = 0

	function connect(): void {
		const opened = new WebSocket(`${url}/${documentId}?${address()}`, {
			headers,
			perMessageDeflate: false,
			handshakeTimeout: LONGEST_HANDSHAKE_MS
		})
		socket = opened
		isAnswered = false
		frames = []
		counted = 0
		opened.on('open', () => opened.send(NOTHING))
		opened.on('message', (data: Buffer) => {
			const frame = decodeFrame(new Uint8Array(data))
			if (frame === null) throw new Error('The relay sent something that is no frame')
			handleFrame(frame)
		})
		// The close event follows, with or without a reason.
		opened.on('error', () => undefined)
		opened.on('close', (code) => {
			socket = null
			if (isWanted) comeBack(closeReasonOf(code))
		})
	}

	function address(): URLSearchParams {
		return new URLSearchParams({
			v: '1',
			device: `${personId}-phone`,
			...(known !== null && {
				run: known.run,
				epoch: `${known.epoch}`,
				since: `${haveSequence}`,
				unsent: `${unsent.size}`
			})
		})
	}

	function comeBack(reason: CloseReason | null): void {
		onClosed(reason ?? 'cut', isAnswered)
		isAnswered = false
		if (reason !== null && closeCodes[reason].isFinal) return
		failures = weighFailures(failures + 1, reason)
		retry = setTimeout(connect, reconnectDelay(failures, Math.random()))
	}

	function handleFrame(frame: Frame): void {
		switch (frame.type) {
			case 'hello': {
				const hello = parseRelayHello(frame.json)
				if (hello !== null) known = { run: hello.run, epoch: hello.epoch }
				return
			}
			case 'step1':
				return send(encodeStep2(Y.encodeStateAsUpdate(own, frame.stateVector)), [...unsent.keys()])
			case 'update':
				if (frame.isOffer) isAnswered = true
				if (frame.update.length > 2) received.push(frame.update)
				if (isSynced()) failures = 0
				return
			case 'ack':
				haveSequence = Math.max(haveSequence, frame.ack.sequence)
				for (const key of frames.slice(counted, frame.ack.counter).flat()) note(key)
				counted = frame.ack.counter
				if (isSynced()) failures = 0
				return
			case 'nack':
				throw new Error(`Refused: ${frame.nack.reason}`)
			case 'awareness':
			case 'query-awareness':
				return
		}
	}

	function note(key: string): void {
		const madeAt = unsent.get(key)
		if (madeAt === undefined) return
		unsent.delete(key)
		acknowledged.add(key)
		latencies.push(performance.now() - madeAt)
	}

	function send(frame: Uint8Array, keys: string[]): void {
		frames.push(keys)
		socket?.send(frame)
	}

	function isSynced(): boolean {
		return socket !== null && isAnswered && unsent.size === 0
	}

	return {
		inhabitant,
		start() {
			isWanted = true
			connect()
		},
		stop() {
			isWanted = false
			clearTimeout(retry)
			socket?.terminate()
		},
		edit() {
			const key = `${personId}-${edits++}`
			const before = Y.encodeStateVector(own)
			own.getMap('edits').set(key, true)
			unsent.set(key, performance.now())
			if (socket?.readyState === WebSocket.OPEN) {
				send(encodeUpdate(Y.encodeStateAsUpdate(own, before)), [key])
			}
		},
		isSynced,
		isConnected: () => socket?.readyState === WebSocket.OPEN,
		acknowledged: () => acknowledged,
		received: () => received,
		takeLatencies: () => latencies.splice(0)
	}
}
