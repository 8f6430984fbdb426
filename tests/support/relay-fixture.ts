/**
 * A relay on a real port of 127.0.0.1, and people who connect to it. Admission is a table: each person sends
 * their name in `x-person` instead of a session cookie; `x-address` is their network address.
 */
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type RelayOptions, type RelaySettings, silentMeter } from '../../server/documents/relay/options.ts'
import { startRelay, type Relay } from '../../server/documents/relay/relay.ts'
import type { DeviceStates } from '../../server/documents/storage/devices.ts'
import { createMemoryDeviceStates, createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import type { CarriedRequest } from '#protocol/exchange.ts'
import { encodeStep1, type Right } from '#protocol/frames.ts'
import { type Exchanged, readAnswer } from './exchange-device.ts'

export const plan = 'plan:program-1'
export const notes = 'notes:program-1'

/** Viktor mentors Irina, Elena is their curator, Oleg is another programme's mentor. Nina mentored Irina before she became a curator. */
export const rights: Readonly<Record<string, Readonly<Record<string, Right>>>> = {
	viktor: { [plan]: 'edit', [notes]: 'edit' },
	irina: { [plan]: 'edit', [notes]: 'edit' },
	elena: { [plan]: 'read' },
	nina: { [plan]: 'read' },
	oleg: { 'plan:program-2': 'edit' }
}

export interface RelayFixture {
	relay: Relay
	storage: DocumentStorage
	devices: DeviceStates
	port: number
	/** `ws://127.0.0.1:…/sync`, as WebsocketProvider expects it. */
	url: string
	/** Document ids of onStored and onDeviceChanged, in order. */
	stored: string[]
	deviceChanges: string[]
	/** The open ones, on the relay's side. */
	sockets: ReadonlySet<Socket>
	/** What went to the review log. */
	submitted: Parameters<RelayOptions['submitForReview']>[0][]
	logged: { level: string; message: string | undefined }[]
	/** A connection over one request; a device that asks for everything and sends nothing unless told otherwise. */
	carry(person: string, request?: Partial<CarriedRequest>, signal?: AbortSignal): Promise<Exchanged>
	stop(): Promise<void>
}

export interface RelayFixtureOptions extends Partial<
	Omit<RelayOptions, 'log' | 'onStored' | 'onDeviceChanged' | 'onReadmitted'>
> {
	settings?: Partial<RelaySettings>
	/** 0: any. */
	port?: number
}

export async function startRelayFixture(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	const { settings, port = 0, ...relayOptions } = options
	const storage = relayOptions.storage ?? createMemoryStorage()
	const devices = relayOptions.devices ?? createMemoryDeviceStates()
	const stored: string[] = []
	const deviceChanges: string[] = []
	const submitted: RelayFixture['submitted'] = []
	const logged: RelayFixture['logged'] = []
	await storage.createDocument(plan)
	await storage.createDocument(notes)

	const relay = startRelay(
		{
			storage,
			devices,
			admit: admitFromTable,
			participantsOf: async () => ['viktor', 'irina'],
			isAllowedOrigin: (origin) => origin === undefined || origin === 'https://tandem.example',
			addressOf: (request) => request.headers['x-address']?.toString() ?? '127.0.0.1',
			async submitForReview(update) {
				submitted.push(update)
				return { review: 'waiting', sequence: null }
			},
			now: () => new Date(),
			meter: silentMeter,
			...relayOptions,
			log: {
				info: (_facts, message) => logged.push({ level: 'info', message }),
				warn: (_facts, message) => logged.push({ level: 'warn', message }),
				error: (_facts, message) => logged.push({ level: 'error', message })
			},
			onStored: (documentId) => stored.push(documentId),
			onDeviceChanged: (documentId) => deviceChanges.push(documentId),
			onReadmitted() {}
		},
		settings
	)
	const server = createServer()
	const sockets = new Set<Socket>()
	server.on('connection', (socket) => {
		sockets.add(socket)
		socket.once('close', () => sockets.delete(socket))
	})
	server.on('upgrade', relay.handleUpgrade)
	await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
	const address = server.address() as AddressInfo

	return {
		relay,
		storage,
		devices,
		port: address.port,
		url: `ws://127.0.0.1:${address.port}/sync`,
		stored,
		deviceChanges,
		sockets,
		submitted,
		logged,
		async carry(person, request, signal = new AbortController().signal) {
			const asked = {
				documentId: plan,
				query: 'v=1&device=phone',
				waitMs: 0,
				frames: [encodeStep1(NOTHING)],
				...request
			}
			const { closeCode, frames } = await relay.carry(new Headers({ 'x-person': person }), asked, signal)
			return readAnswer(closeCode, frames)
		},
		async stop() {
			await relay.stop()
			server.closeAllConnections()
			await new Promise((closed) => server.close(closed))
		}
	}
}

/** The state vector of an empty document. */
const NOTHING = Uint8Array.of(0)

export const admitFromTable: RelayOptions['admit'] = async (headers, documentId) => {
	const person = headers.get('x-person')
	if (person === null || rights[person] === undefined) return { outcome: 'refused', reason: 'signed-out' }
	const right = rights[person][documentId]
	const late = person === 'nina' ? { submitterId: person } : {}
	if (right === undefined) return { outcome: 'refused', reason: 'no-right', ...late }
	return { outcome: 'admitted', personId: person, right, canSubmitForReview: person === 'nina' }
}
