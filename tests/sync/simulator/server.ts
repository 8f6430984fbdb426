/** The server of a world: the product's relay over the simulated disk and network, killed and started anew. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { startRelay, type Relay } from '../../../server/relay/relay.ts'
import { createMemoryDeviceStates } from '../../../server/storage/memory.ts'
import type { DeviceStates } from '../../../server/storage/devices.ts'
import type { DocumentStorage } from '../../../server/storage/storage.ts'
import type { Right } from '#protocol/sync.ts'
import { createOwner, type Owner } from './clock.ts'
import { createServerDisk, type ServerDisk } from './server-disk.ts'
import type { World } from './world.ts'

export interface Server {
	readonly disk: ServerDisk
	isUp(): boolean
	/** The running relay. */
	relay(): Relay | null
	storage(): DocumentStorage | null
	owner(): Owner | null
	start(): void
	/** As `kill -9`. */
	kill(): void
	setRight(personId: string, documentId: string, right: Right | 'ended'): void
	rightOf(personId: string, documentId: string): Right | 'ended' | null
	backUp(): Promise<void>
	/** The server is down meanwhile. */
	restoreBackup(): Promise<boolean>
}

const DOCUMENT_ADMISSION_MS = 3

export function createServer(world: World, participants: readonly string[]): Server {
	const { clock, network, trace, oracle, bugs } = world
	const rights = new Map<string, Right | 'ended'>()
	let devices = createMemoryDeviceStates()
	let kept: Awaited<ReturnType<DeviceStates['forDocument']>>[] = []
	let running: { owner: Owner; relay: Relay; storage: DocumentStorage } | null = null
	let starts = 0
	const disk = createServerDisk({
		clock,
		random: world.random.fork(),
		trace,
		onStored: world.noteRow,
		onReplaced: world.noteReplaced
	})

	function watchedStates(): DeviceStates {
		return {
			...devices,
			record(state) {
				oracle.hearReport(state)
				return devices.record(state)
			}
		}
	}

	const server: Server = {
		disk,
		isUp: () => running !== null,
		relay: () => running?.relay ?? null,
		storage: () => running?.storage ?? null,
		owner: () => running?.owner ?? null,

		start() {
			if (running !== null) return
			trace.operation('server starts', 'server')
			const owner = createOwner(`server/${++starts}`)
			clock.as(owner, () => {
				const storage = bugs.storage?.(disk.open()) ?? disk.open()
				const relay = startRelay({
					storage,
					devices: watchedStates(),
					async admit(headers, documentId) {
						await new Promise<void>((resolve) => void clock.schedule(DOCUMENT_ADMISSION_MS, resolve))
						const personId = headers.get('x-person') ?? ''
						const right = server.rightOf(personId, documentId)
						if (right === null) return { outcome: 'refused', reason: 'no-right' }
						if (right !== 'ended') return { outcome: 'admitted', personId, right }
						return { outcome: 'refused', reason: 'no-right' }
					},
					participantsOf: async () => participants,
					isAllowedOrigin: () => true,
					addressOf: () => '127.0.0.1',
					async hold({ documentId, bytes }) {
						await new Promise<void>((resolve) => void clock.schedule(2, resolve))
						world.truthOf(documentId).hold(bytes)
						return 'held'
					},
					now: () => new Date(),
					log: { info() {}, warn() {}, error: (facts, message) => world.noteLog(facts, message) },
					onStored() {},
					onDeviceChanged() {}
				})
				running = { owner, relay, storage }
			})
		},

		kill() {
			if (running === null) return
			trace.operation('server is killed', 'server')
			running.owner.isAlive = false
			running = null
			for (const wire of network.wires) wire.orphan()
		},

		setRight(personId, documentId, right) {
			trace.operation('right changes', personId)
			rights.set(`${personId} ${documentId}`, right)
			const { relay, owner } = running ?? {}
			if (relay !== undefined && owner !== undefined)
				clock.schedule(0, () => relay.readmit({ personId, documentId }), owner)
		},
		rightOf: (personId, documentId) => rights.get(`${personId} ${documentId}`) ?? null,

		async backUp() {
			disk.backUp()
			kept = await Promise.all([...world.documents.keys()].map((documentId) => devices.forDocument(documentId)))
		},
		async restoreBackup() {
			if (!disk.restoreBackup()) return false
			devices = createMemoryDeviceStates()
			for (const state of kept.flat()) await devices.record(state)
			return true
		}
	}

	network.listener = {
		owner: () => running?.owner ?? null,
		upgrade(url, { personId }, carrier) {
			const path = new URL(url)
			const request = { url: path.pathname + path.search, headers: { 'x-person': personId } } as unknown
			running?.relay.handleUpgrade(request as IncomingMessage, carrier as unknown as Duplex, Buffer.alloc(0))
		}
	}
	return server
}
