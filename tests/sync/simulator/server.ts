/** The server of a world: the product's relay over the simulated disk and network; it can be killed and started again. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type * as Y from 'yjs'
import { isFormerEditor, permissionFor, type Grants } from '#domain/access.ts'
import { parseDocumentId, programKind } from '#domain/owner.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk.ts'
import {
	createFindReviewState,
	createReview,
	type FindReviewState,
	type Review
} from '../../../server/documents/review/state.ts'
import { createLateEditReading, type ReadLateEdit } from '../../../server/documents/review/reading.ts'
import { type Background, createBackground } from '../../../server/jobs/background.ts'
import { startEntering } from '../../../server/jobs/late-edits.ts'
import { createProgram, type NewProgram } from '../../../server/programs/create-program.ts'
import type { Registry } from '../../../server/database/database.ts'
import { compactDocument, thinDocument } from '../../../server/documents/compaction/document.ts'
import { compactionWork } from '../../../server/documents/compaction/work.ts'
import type { DocumentAdmission } from '../../../server/programs/admit.ts'
import { type SubmitForReview, silentMeter } from '../../../server/documents/relay/options.ts'
import { startRelay, type Relay } from '../../../server/documents/relay/relay.ts'
import { createMemoryDeviceStates } from '../../../server/documents/storage/testing/memory.ts'
import type { DeviceStates } from '../../../server/documents/storage/devices.ts'
import type { ReviewListing, ReviewUpdate } from '../../../server/documents/storage/review-log.ts'
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
	owner(): Owner | null
	start(): void
	/** As `kill -9`. */
	kill(): void
	/** As SIGTERM (sync.md R13). `onStopped` is not called when it is killed before. */
	stop(onStopped: () => void): void
	submitForReview: SubmitForReview
	/** As a curator accepts a late edit that waits there. */
	acceptUnderReview(): void
	setRight(personId: string, right: Role): void
	roleOf(personId: string): Role | null
	rightOf(personId: string, documentId: string): Right | null
	grantsOf(personId: string): Grants
	admitTo(personId: string, documentId: string): DocumentAdmission
	/** In the background, as the server does it by itself. */
	compact(documentId: string): void
	deleteDocument(documentId: string): void
	/** Creates the programme; repeats this until it is done. */
	makeProgram(): void
	backUp(): Promise<void>
	/** The server is down meanwhile. */
	restoreBackup(): Promise<boolean>
}

/** In the one programme; `reader`: a curator, or a former editor who may read. */
export type Role = 'editor' | 'reader' | 'former editor who reads' | 'ended'

interface Running {
	owner: Owner
	relay: Relay
	storage: DocumentStorage
	review: Review
	findReviewState: FindReviewState
	readLateEdit: ReadLateEdit
	background: Background
	/** It accepts no new connections. */
	isStopping: boolean
}

const PROGRAM = 'program-1'
const pair = { id: PROGRAM, kind: programKind, municipalityId: 'town' }
const ADMISSION_MS = 3
/** A world is quiet sooner than the server looks at all late edits. */
const ENTERING_MS = 10_000
/** So few that documents are crowded, as they are in production with thousands. */
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
const addressOf = (documentId: string) => ({ kind: parseDocumentId(documentId)?.kind ?? 'notes', owner: pair })
const author = { personId: 'server', at: new Date(EPOCH_MS).toISOString() }

/** Little, so that a world is quick; content that is written twice shows. */
function fillFirst(doc: Y.Doc): void {
	doc.getArray('stages').push(['Знакомство', 'Работа', 'Итоги'])
	doc.getText('text').insert(0, 'Программа')
}

const inserting = { values: () => inserting, onConflict: () => inserting }
/** People are not tested here. */
const registry = { query: { insertInto: () => inserting }, commitTogether: () => [] } as unknown as Registry

/** The history of a document; only waiting late edits are read here. */
const neverAsked = () => Promise.reject(new Error('The past was asked for'))

/** The oldest of `listed` (newest first) that is readable. A curator can accept nothing else. */
async function oldestReadable(
	read: ReadLateEdit,
	review: Review,
	listed: readonly ReviewListing[]
): Promise<ReviewUpdate | null> {
	for (const { id } of listed.toReversed()) {
		const entry = await review.find(id)
		if (entry !== null && (await read([entry]))?.reading.isReadable === true) return entry
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
		onSubmitted: world.noteSubmitted,
		onEntered: world.noteEntered,
		onReplaced: world.noteReplaced
	})

	function watchedStates(): DeviceStates {
		const watched: DeviceStates = {
			...devices,
			record(state) {
				oracle.checkReport(state)
				oracle.checkSeen(state, state.lastSeenAt)
				return devices.record(state)
			},
			touch(address, at) {
				oracle.checkSeen(address, at)
				return devices.touch(address, at)
			}
		}
		return bugs.devices?.(watched) ?? watched
	}

	/** Work that fails for lack of a disk is done at another time. */
	function errand(run: (running: Running) => unknown): void {
		const now = running
		if (now !== null) clock.schedule(0, () => void Promise.resolve(run(now)).catch(() => undefined), now.owner)
	}

	const server: Server = {
		disk,
		isUp: () => running !== null,
		relay: () => running?.relay ?? null,
		owner: () => running?.owner ?? null,

		start() {
			if (running !== null) return
			trace.operation('server starts', 'server')
			const owner = createOwner(`server/${++starts}`)
			clock.as(owner, () => {
				const opened = disk.open()
				const storage = bugs.storage?.(opened.storage) ?? opened.storage
				const now = () => new Date()
				const review = createReview({
					log: opened.reviewLog,
					now,
					onSubmitted: (documentId) => entering.look({ documentId })
				})
				const log = { info() {}, warn() {}, error: world.noteLog }
				const relay = startRelay({
					storage,
					devices: watchedStates(),
					async admit(headers, documentId) {
						await new Promise<void>((resolve) => void clock.schedule(ADMISSION_MS, resolve))
						const personId = headers.get('x-person') ?? ''
						const admission = server.admitTo(personId, documentId)
						if (admission.outcome === 'admitted') return { ...admission, personId }
						return admission.canSubmitForReview ? { ...admission, submitterId: personId } : admission
					},
					participantsOf: async () => participants,
					isAllowedOrigin: () => true,
					addressOf: () => '127.0.0.1',
					submitForReview: server.submitForReview,
					now,
					meter: silentMeter,
					log,
					onStored() {},
					onDeviceChanged() {},
					onReadmitted: (filter) => entering.look(filter)
				})
				const background = createBackground({ log })
				const history = { findNewest: neverAsked, readMoment: neverAsked }
				const readLateEdit = createLateEditReading({ relay, history })
				const mayEdit = async (personId: string, documentId: string) => server.rightOf(personId, documentId) === 'edit'
				const options = { background, review, readLateEdit, relay, mayEdit, now, onEntered() {} }
				const entering = startEntering(bugs.entering?.(options) ?? options, ENTERING_MS)
				const findReviewState = createFindReviewState({ review, relay })
				running = { owner, relay, storage, review, findReviewState, readLateEdit, background, isStopping: false }
			})
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
			const { owner, relay, background } = running
			running.isStopping = true
			clock.schedule(0, () => void relay.stop().then(background.stop).then(end), owner)

			function end(): void {
				trace.operation('server has stopped', 'server')
				owner.isAlive = false
				running = null
				for (const wire of network.wires) wire.orphan()
				onStopped()
			}
		},

		async submitForReview(update, connection) {
			if (running === null) throw new Error('The server is down')
			const known = await running.findReviewState(update, connection)
			if (known !== null) return known
			const outcome = await running.review.submit(update)
			return outcome === 'under-review' ? { review: 'waiting', sequence: null } : outcome
		},
		acceptUnderReview() {
			errand(async ({ relay, review, readLateEdit }) => {
				const listed = await review.list([...world.documents.keys()], 100)
				const found = await oldestReadable(
					readLateEdit,
					review,
					listed.filter(({ state }) => state === 'waiting')
				)
				if (found === null) return
				const { id, documentId, personId, deviceId, bytes } = found
				trace.operation('held edits are accepted', deviceId, bytes.length)
				const outcome = await relay.store(documentId, { personId, deviceId, acceptedBy: 'elena' }, bytes)
				const reviewOutcome = { state: 'accepted' as const, decidedBy: 'elena', decidedAt: new Date().toISOString() }
				if (outcome === 'stored') await review.decide(id, reviewOutcome)
			})
		},

		setRight(personId, role) {
			trace.operation('right changes', personId)
			roles.set(personId, role)
			errand(({ relay }) => relay.readmit({ personId }))
		},
		roleOf: (personId) => roles.get(personId) ?? null,
		rightOf(personId, documentId) {
			const permission = permissionFor(server.grantsOf(personId), addressOf(documentId))
			return permission === 'none' ? null : permission
		},
		admitTo(personId, documentId) {
			const right = server.rightOf(personId, documentId)
			const canSubmitForReview = isFormerEditor(server.grantsOf(personId), addressOf(documentId))
			return right === null
				? { outcome: 'refused', reason: 'no-right', canSubmitForReview }
				: { outcome: 'admitted', right, canSubmitForReview }
		},
		grantsOf(personId) {
			const role = roles.get(personId) ?? null
			const membership = { programId: PROGRAM, role: 'mentee' as const }
			const ended = { ...membership, endedBy: null, endedAt: '' }
			const isReader = role === 'reader' || role === 'former editor who reads'
			return {
				memberships: role === 'editor' ? [membership] : [],
				endedMemberships: role === 'ended' || role === 'former editor who reads' ? [ended] : [],
				assignments: isReader ? [{ municipalityId: 'town', role: 'curator' }] : []
			}
		},

		compact(documentId) {
			errand(async ({ storage }) => {
				trace.operation('compaction', documentId)
				await compactDocument({ storage, work: bugs.work ?? compactionWork }, documentId)
				trace.operation('thinning', documentId)
				const options = { storage, work: bugs.work ?? compactionWork, mostRecentRows: MOST_RECENT_ROWS }
				await thinDocument(options, documentId, new Date())
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
