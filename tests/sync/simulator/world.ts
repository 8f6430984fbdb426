/**
 * A world from a seed: people with devices, a network, a server, one clock. Everything in it follows from
 * the seed, so a fault can be repeated.
 */
import type { TransferDocument } from '#protocol/transfer-file.ts'
import type { Bugs } from './bugs.ts'
import { NOTES, PLAN } from './documents.ts'
import { createClock, createOwner, type Clock, type Owner } from './clock.ts'
import type { Device } from './device.ts'
import { request } from './exchange.ts'
import { enter, leave } from './hooks.ts'
import { createNetwork, type Network } from './network.ts'
import { createOracle, type Complaint, type Oracle } from './oracle.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { numberReports, watchRequestSockets } from './reports.ts'
import { createServer, type Server } from './server.ts'
import type { StockClient } from './stock-client.ts'
import { createTrace, type Trace } from './trace.ts'
import { createDocumentTruth, type DocumentTruth, type Edit } from './truth.ts'
import { runPlot } from './plot.ts'
import type { ReviewUpdate } from '../../../server/documents/storage/review-log.ts'

// The product loads it when it first needs it; loading it here makes that take no time.
watchRequestSockets(await import('../../../src/lib/sync/line/request-socket.ts'))

export interface World {
	readonly clock: Clock
	/** Owner of what happens by itself. */
	readonly everybody: Owner
	readonly random: Random
	readonly trace: Trace
	readonly network: Network
	readonly oracle: Oracle
	readonly server: Server
	readonly devices: Device[]
	readonly stockClients: StockClient[]
	/** As the server has them now. */
	readonly documents: ReadonlyMap<string, { epoch: number }>
	readonly bugs: Bugs
	/** Transfer files that somebody has made. */
	readonly files: CarriedFile[]
	/** Updates that reached the server without a device (guest.ts). */
	readonly accepted: Uint8Array[]
	truthOf(documentId: string): DocumentTruth
	/** Of the server's disk. */
	rowsOf(documentId: string): readonly Row[]
	noteRow(documentId: string, sequence: number, bytes: Uint8Array): void
	noteSubmitted(documentId: string, bytes: Uint8Array): void
	noteEntered(entry: ReviewUpdate): void
	noteReplaced(documentId: string): void
	noteLog(facts: object, message?: string): void
	isKeptBy(deviceIds: ReadonlySet<string>, personId: string): boolean
	fetch(device: Device, owner: Owner, url: string, init: RequestInit): Promise<Response>
}

export interface CarriedFile {
	header: { personId: string }
	documents: readonly TransferDocument[]
}

export interface Row {
	sequence: number
	edits: readonly Edit[]
}

/** For callers that want more acts, or more output. */
export interface Watch {
	/** How many acts it has. */
	acts?: number
	onLine?(line: string): void
}

export interface Outcome {
	seed: number
	complaint: Complaint | null
	operations: number
	counts: ReadonlyMap<string, number>
	hash: string
	plot: readonly string[]
}

export async function run(seed: number, bugs: Bugs = {}, watch: Watch = {}): Promise<Outcome> {
	const everybody = createOwner('the world')
	const clock = createClock(everybody, (error, owner) => {
		world.oracle.complain(
			'crashed',
			`${owner.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
		)
	})
	const random = createRandom(seed)
	const chance = random.fork()
	const exits = process.listeners('exit')
	process.setMaxListeners(0)
	enter({
		nowMs: clock.now,
		random: chance.next,
		setTimeout: (act, ms = 0) => clock.schedule(ms, act),
		setInterval: (act, ms) => clock.every(ms, act),
		clear: clock.clear,
		page: () => clock.running().page
	})
	const world = createWorld(clock, everybody, random, bugs, watch)
	try {
		await runPlot(world, watch.acts)
	} catch (error) {
		world.oracle.complain('crashed', error instanceof Error ? (error.stack ?? error.message) : String(error))
	} finally {
		leave()
		// Listeners of providers whose device lost power: nobody destroys these.
		for (const listener of process.listeners('exit')) if (!exits.includes(listener)) process.off('exit', listener)
	}
	const { oracle, trace } = world
	return {
		seed,
		complaint: oracle.complaint(),
		operations: trace.operations(),
		counts: trace.counts(),
		hash: trace.hash(),
		plot: trace.plot()
	}
}

function createWorld(clock: Clock, everybody: Owner, random: Random, bugs: Bugs, watch: Watch): World {
	const trace = createTrace(clock.now, watch.onLine)
	const truths = new Map<string, DocumentTruth>()
	const rows = new Map<string, Row[]>()
	const devices: Device[] = []
	const documents = new Map([PLAN, NOTES].map((documentId) => [documentId, { epoch: 1 }]))

	function truthOf(documentId: string): DocumentTruth {
		const known = truths.get(documentId) ?? createDocumentTruth()
		truths.set(documentId, known)
		return known
	}

	function rowsOf(documentId: string): Row[] {
		const known = rows.get(documentId) ?? []
		rows.set(documentId, known)
		return known
	}

	const world: World = {
		clock,
		everybody,
		random,
		trace,
		network: createNetwork(clock, random.fork(), trace, bugs),
		devices,
		stockClients: [],
		documents,
		bugs,
		files: [],
		accepted: [],
		truthOf,
		rowsOf,
		noteRow(documentId: string, sequence: number, bytes: Uint8Array) {
			rowsOf(documentId).push({ sequence, edits: truthOf(documentId).store(bytes) })
		},
		noteSubmitted: (documentId: string, bytes: Uint8Array) => truthOf(documentId).submit(bytes),
		noteEntered(entry: ReviewUpdate) {
			trace.operation('held edits have entered', entry.deviceId, entry.bytes.length)
			world.oracle.checkEntered(entry)
		},
		noteReplaced(documentId: string) {
			const { documents: kept, underReview } = world.server.disk.data
			documents.set(documentId, { epoch: kept.get(documentId)?.info.epoch ?? 1 })
			const stored = kept.get(documentId)?.rows ?? []
			const truth = truthOf(documentId)
			truth.storeAnew(stored.map(({ update }) => update.bytes))
			truth.submitAnew(underReview.filter((update) => update.documentId === documentId).map(({ bytes }) => bytes))
			rows.set(
				documentId,
				stored.map(({ update }) => ({ sequence: update.sequence, edits: truth.editsIn(update.bytes) }))
			)
			world.oracle.forgetRows(documentId)
		},
		noteLog(facts: object, message?: string) {
			const { error } = facts as { error?: Error }
			if (error?.message !== 'disk full') trace.log(`the server logs: ${message} ${error?.stack ?? ''}`)
		},
		isKeptBy: (deviceIds: ReadonlySet<string>, personId: string) =>
			devices.some((device) => device.personId === personId && deviceIds.has(device.deviceId)),
		fetch: (device: Device, owner: Owner, url: string, init: RequestInit) => request(world, device, owner, url, init)
	} as unknown as World
	Object.assign(world, { oracle: createOracle(world) })
	numberReports(world)
	Object.assign(world, { server: createServer(world, ['viktor', 'irina', 'pavel']) })
	return world
}
