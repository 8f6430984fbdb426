/**
 * A device without a network: its link to the relay is two queues in this process that can be cut at any
 * moment, so thousands of connections and cuts fit into a second. It speaks the app's protocol
 * (`?v=1`) and, like a real device, keeps its document over restarts of the relay.
 */
import * as Y from 'yjs'
import { decodeFrame, encodeStep1, encodeStep2, encodeUpdate, type Frame, type Right } from '#protocol/frames.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { Connection } from '../../server/documents/relay/connection.ts'
import { createRooms, type Room, type Rooms } from '../../server/documents/relay/room.ts'
import { defaultSettings, type RelaySettings, silentMeter } from '../../server/documents/relay/options.ts'
import { createMemoryDeviceStates } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'

/** The rooms of a relay, without sockets. Each call is a fresh start over the same storage. */
export function openRooms(storage: DocumentStorage): Rooms {
	return createRooms({
		storage,
		devices: createMemoryDeviceStates(),
		participantsOf: async () => ['viktor', 'irina'],
		settings: defaultSettings,
		meter: silentMeter,
		now: () => new Date(),
		onStored() {},
		onFailed() {},
		onRoomFailed() {}
	})
}

export interface LocalPeer {
	readonly doc: Y.Doc
	/** The updates that the relay has acknowledged, as one update. */
	acknowledged(): Uint8Array
	/** Connects. The document is exchanged as far as `carry` lets frames pass. */
	goOnline(rooms: Rooms): Promise<void>
	/** Cuts the link: the frames on the way are lost, in both directions. */
	goOffline(): void
	isOnline(): boolean
	/** Carries up to `count` frames each way. */
	carry(count: number): void
	/** The number of frames on the way and of unacknowledged updates. */
	pending(): number
}

export interface LocalPeerOptions {
	personId: string
	documentId: string
	right?: Right
	settings?: Partial<RelaySettings>
}

export function createLocalPeer({ personId, documentId, right = 'edit', settings }: LocalPeerOptions): LocalPeer {
	const doc = new Y.Doc()
	let connection: Connection | null = null
	let toRelay: Uint8Array[] = []
	let toDevice: Uint8Array[] = []
	/** Updates sent on this connection and not yet acknowledged, in order; `counted`: the number before the first. */
	let unacknowledged: Uint8Array[] = []
	let counted = 0
	let durable: Uint8Array[] = []

	doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== 'relay' && connection !== null) sendUpdate(update, encodeUpdate(update))
	})

	function sendUpdate(update: Uint8Array, frame: Uint8Array): void {
		unacknowledged.push(update)
		toRelay.push(frame)
	}

	function handleFrame(frame: Frame): void {
		switch (frame.type) {
			case 'step1': {
				const missing = Y.encodeStateAsUpdate(doc, frame.stateVector)
				return sendUpdate(missing, encodeStep2(missing))
			}
			case 'update':
				if (!takeUpdates(doc, [frame.update], 'relay')) throw new Error('It cannot be taken')
				return
			case 'ack': {
				const settled = unacknowledged.splice(0, frame.ack.counter - counted)
				counted = frame.ack.counter
				durable.push(...settled)
				if (durable.length > 50) durable = [Y.mergeUpdates(durable)]
				return
			}
			case 'nack':
				throw new Error(`Refused: ${frame.nack.reason}`)
			case 'awareness':
			case 'query-awareness':
			case 'hello':
				return
		}
	}

	function connectTo(room: Room): Connection {
		return Connection.open(
			{
				run: 'run-1',
				// Nothing passes the time here: every ACK comes at once.
				settings: { ...defaultSettings, ackMs: 0, ...settings },
				meter: silentMeter,
				submitForReview: async () => ({ review: 'waiting', sequence: null }),
				now: () => new Date(),
				random: Math.random,
				log: {
					error(facts, message) {
						throw new Error(message, { cause: facts })
					}
				},
				onDeviceChanged() {}
			},
			{
				transport: {
					send: (bytes) => void toDevice.push(bytes),
					close: goOffline,
					bufferedBytes: () => 0
				},
				room,
				peer: {
					personId,
					right,
					canSubmitForReview: false,
					deviceId: `${personId}-phone`,
					wantsOwnFrames: true,
					resumedFrom: null,
					hasUnsent: true,
					arrivedAt: performance.now()
				}
			}
		)
	}

	function goOffline(): void {
		connection?.end()
		connection = null
		toRelay = []
		toDevice = []
		unacknowledged = []
		counted = 0
	}

	return {
		doc,
		acknowledged: () => (durable.length === 0 ? Y.encodeStateAsUpdate(new Y.Doc()) : Y.mergeUpdates(durable)),
		goOffline,
		isOnline: () => connection !== null,
		pending: () => toRelay.length + toDevice.length + unacknowledged.length,

		async goOnline(rooms) {
			goOffline()
			const opened = await rooms.use(documentId, connectTo)
			if (opened === null) throw new Error(`No document ${documentId}`)
			connection = opened
			toRelay.push(encodeStep1(Y.encodeStateVector(doc)))
		},

		carry(count) {
			for (const bytes of toDevice.splice(0, count)) {
				const frame = decodeFrame(bytes)
				if (frame === null) throw new Error('The relay sent something that is no frame')
				handleFrame(frame)
			}
			const open = connection
			for (const bytes of toRelay.splice(0, count)) open?.receive(bytes)
		}
	}
}
