/** The server of a world: the product's relay over the simulated disk and network, killed and started anew. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type * as Y from 'yjs'
import { isHeldFrom, permissionFor, type Standing } from '#domain/access.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk-beginner-head.ts'
import { startEntering, type Entering } from '../../../server/documents/review/entering.ts'
import { createHolding, type Holding } from '../../../server/documents/review/state.ts'
import { createHeldReading } from '../../../server/http/review-reading.ts'
import { createProgram, type NewProgram } from '../../../server/programs/create-program.ts'
import type { Registry } from '../../../server/database/database.ts'
import { compactDocument, thinDocument } from '../../../server/documents/compaction/document.ts'
import { compactionWork } from '../../../server/documents/compaction/work.ts'
import type { DocumentAdmission } from '../../../server/programs/admit.ts'
import { type Hold, silentMeter } from '../../../server/documents/relay/parts.ts'
import { startRelay, type Relay } from '../../../server/documents/relay/relay.ts'
import { createMemoryDeviceStates } from '../../../server/documents/storage/memory.ts'
import type { DeviceStates } from '../../../server/documents/storage/devices.ts'
import type { HeldListing, HeldUpdate } from '../../../server/documents/storage/review-log.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import type { Right } from '#protocol/frames.ts'
import { createOwner, type Owner } from './clock.ts'
import { EPOCH_MS } from './hooks.ts'
import { streamTo } from './replaced/ws.ts'
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
	/** As SIGTERM (sync.md R13). `onStopped` is not called when it is killed before. */
	stop(onStopped: () => void): void
	devices(): DeviceStates
	hold: Hold
	holding(): Holding | null
	/** As a curator does with something that waits there. */
	acceptHeld(): void
	setRight(personId: string, right: Role): void
	roleOf(personId: string): Role | null
	rightOf(personId: string, documentId: string): Right | null
	standingOf(personId: string): Standing
	admitTo(personId: string, documentId: string): DocumentAdmission
	/** In the background, as the server does it by itself. */
	compact(documentId: string): void
	deleteDocument(documentId: string): void
	/** As whoever sets up a programme does, again and again until it is done. */
	makeProgram(): void
	backUp(): Promise<void>
	/** The server is down meanwhile. */
	restoreBackup(): Promise<boolean>
}

/** In the one programme; `reader`: a curator, or an editor who is one no more and may read. */
export type Role = 'editor' | 'reader' | 'former editor who reads' | 'ended'

interface Running {
	owner: Owner
	relay: Relay
	storage: DocumentStorage
	holding: Holding
	entering: Entering
	/** Takes no new connections. */
	isStopping: boolean
}

const PROGRAM = 'program-1'
const ADMISSION_MS = 3
/** So few that documents are crowded, as they are in life with thousands. */
const MOST_RECENT_ROWS = 12

const program: NewProgram = {
	id: PROGRAM,
	municipalityId: 'town',
	title: 'Программа',
	roadmap: beginnerHead,
	organisation: 'Школа № 4',
	startsOn: '2026-09-01',
	termMonths: 24,
	members: []
}
const author = { personId: 'server', at: new Date(EPOCH_MS).toISOString() }

/** Little, so that a world is quick; where it stands twice, it shows. */
function fillFirst(doc: Y.Doc): void {
	doc.getArray('stages').push(['Знакомство', 'Работа', 'Итоги'])
	doc.getText('text').insert(0, 'Программа')
}

const inserting = { values: () => inserting, onConflict: () => inserting }
/** The people are not the matter here. */
const registry = { query: { insertInto: () => inserting }, commitTogether: () => [] } as unknown as Registry

/** Of what is accepted; here only what waits is read. */
const neverAsked = () => Promise.reject(new Error('The past was asked for'))

/** Of what is listed, newest first. A curator can accept nothing else. */
async function oldestReadable(
	relay: Relay,
	holding: Holding,
	listed: readonly HeldListing[]
): Promise<HeldUpdate | null> {
	const read = createHeldReading({ relay, history: { findNewest: neverAsked, readMoment: neverAsked } })
	for (const { id } of listed.toReversed()) {
		const held = await holding.find(id)
		if (held !== null && (await read([held]))?.reading.isReadable === true) return held
	}
	return null
}

export function createServer(world: World, participants: readonly string[]): Server {
	const { clock, network, trace, oracle, bugs } = world
	const roles = new Map<string, Role>()
	let devices = createMemoryDeviceStates()
	let kept: Awaited<ReturnType<DeviceStates['forDocument']>>[] = []
	let running: Running | null = null
	let starts = 0
	const disk = createServerDisk({
		clock,
		random: world.random.fork(),
		trace,
		onStored: world.noteRow,
		onHeld: world.noteHeld,
		onEntered: world.noteEntered,
		onReplaced: world.noteReplaced
	})

	function watchedStates(): DeviceStates {
		const watched: DeviceStates = {
			...devices,
			record(state) {
				oracle.hearReport(state)
				oracle.hearSeen(state, state.lastSeenAt)
				return devices.record(state)
			},
			touch(address, at) {
				oracle.hearSeen(address, at)
				return devices.touch(address, at)
			}
		}
		return bugs.devices?.(watched) ?? watched
	}

	/** What fails for want of a disk is done another time. */
	function errand(run: (running: Running) => unknown): void {
		const now = running
		if (now !== null) clock.schedule(0, () => void Promise.resolve(run(now)).catch(() => undefined), now.owner)
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
				const opened = disk.open()
				const storage = bugs.storage?.(opened.storage) ?? opened.storage
				const now = () => new Date()
				const holding = createHolding({
					log: opened.holdingLog,
					now,
					onHeld: (documentId) => entering.noteHeld(documentId)
				})
				const log = { info() {}, warn() {}, error: world.noteLog }
				const relay = startRelay({
					storage,
					devices: watchedStates(),
					async admit(headers, documentId) {
						await new Promise<void>((resolve) => void clock.schedule(ADMISSION_MS, resolve))
						const personId = headers.get('x-person') ?? ''
						const admission = server.admitTo(personId, documentId)
						return admission.outcome === 'admitted' ? { ...admission, personId } : admission
					},
					participantsOf: async () => participants,
					isAllowedOrigin: () => true,
					addressOf: () => '127.0.0.1',
					hold: server.hold,
					now,
					meter: silentMeter,
					log,
					onStored: (documentId) => entering.noteStored(documentId),
					onDeviceChanged() {}
				})
				const parts = { holding, relay, storage, now, log, onEntered() {} }
				const entering = startEntering(bugs.entering?.(parts) ?? parts)
				running = { owner, relay, storage, holding, entering, isStopping: false }
			})
			errand(({ entering }) => entering.catchUp())
		},

		kill() {
			if (running === null) return
			trace.operation('server is killed', 'server')
			running.owner.isAlive = false
			running = null
			for (const wire of network.wires) wire.orphan()
		},

		stop(onStopped) {
			if (running === null || running.isStopping) return
			trace.operation('server stops', 'server')
			const { owner, relay, entering } = running
			running.isStopping = true
			clock.schedule(0, () => void relay.stop().then(entering.stop).then(end), owner)

			function end(): void {
				trace.operation('server has stopped', 'server')
				owner.isAlive = false
				running = null
				for (const wire of network.wires) wire.orphan()
				onStopped()
			}
		},

		devices: watchedStates,

		holding: () => running?.holding ?? null,
		async hold(update) {
			if (running === null) throw new Error('The server is down')
			return running.holding.hold(update)
		},
		acceptHeld() {
			errand(async ({ relay, holding }) => {
				const held = await holding.list([...world.documents.keys()], 100)
				const found = await oldestReadable(
					relay,
					holding,
					held.filter(({ state }) => state === 'waiting')
				)
				if (found === null) return
				const { id, documentId, personId, deviceId, bytes } = found
				trace.operation('held edits are accepted', deviceId, bytes.length)
				const outcome = await relay.store(documentId, { personId, deviceId, acceptedBy: 'elena' }, bytes)
				const decision = { state: 'accepted' as const, decidedBy: 'elena', decidedAt: new Date().toISOString() }
				if (outcome === 'stored') await holding.decide(id, decision)
			})
		},

		setRight(personId, role) {
			trace.operation('right changes', personId)
			roles.set(personId, role)
			errand(({ relay }) => relay.readmit({ personId }))
		},
		roleOf: (personId) => roles.get(personId) ?? null,
		rightOf(personId, documentId) {
			const kind = documentId.startsWith('plan:') ? 'plan' : 'notes'
			const permission = permissionFor(server.standingOf(personId), {
				kind,
				programId: PROGRAM,
				municipalityId: 'town'
			})
			return permission === 'none' ? null : permission
		},
		admitTo(personId, documentId) {
			const right = server.rightOf(personId, documentId)
			const mayHold = isHeldFrom(server.standingOf(personId), { programId: PROGRAM })
			return right === null
				? { outcome: 'refused', reason: 'no-right', mayHold }
				: { outcome: 'admitted', right, mayHold }
		},
		standingOf(personId) {
			const role = roles.get(personId) ?? null
			const part = { programId: PROGRAM, role: 'mentee' as const }
			const ended = { ...part, endedBy: null, endedAt: '' }
			const isReader = role === 'reader' || role === 'former editor who reads'
			return {
				memberships: role === 'editor' ? [part] : [],
				endedMemberships: role === 'ended' || role === 'former editor who reads' ? [ended] : [],
				assignments: isReader ? [{ municipalityId: 'town', role: 'curator' }] : []
			}
		},

		compact(documentId) {
			errand(async ({ storage }) => {
				trace.operation('compaction', documentId)
				await compactDocument({ storage, work: bugs.work ?? compactionWork }, documentId)
				trace.operation('thinning', documentId)
				const parts = { storage, work: bugs.work ?? compactionWork, mostRecentRows: MOST_RECENT_ROWS }
				await thinDocument(parts, documentId, new Date())
			})
		},

		deleteDocument(documentId) {
			trace.operation('document is deleted', documentId)
			errand(({ relay }) => relay.deleteDocument(documentId))
		},

		makeProgram() {
			errand(({ storage }) => {
				const making = bugs.makersStorage?.(storage) ?? storage
				return createProgram(registry, making, program, new Date(), { author, fill: fillFirst })
			})
		},

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
		owner: () => (running?.isStopping === false ? running.owner : null),
		upgrade(url, { personId }, carrier) {
			const path = new URL(url)
			const headers = { 'x-person': personId }
			const request = { url: path.pathname + path.search, headers, socket: streamTo(carrier) } as unknown
			running?.relay.handleUpgrade(request as IncomingMessage, carrier as unknown as Duplex, Buffer.alloc(0))
		}
	}
	return server
}
