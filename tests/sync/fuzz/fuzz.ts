/**
 * Frames nobody should send, as many as asked for, into rooms where Viktor and Irina go on working:
 *
 *   node --expose-gc tests/sync/fuzz/fuzz.ts 1000000 [seed]
 *
 * Each frame is a sound one, or one of the corpus, with bytes changed, cut, doubled or made up. Nothing may be thrown,
 * the neighbours' edits must arrive, what was let through must be readable in every way the product reads it, and
 * memory must not grow with the number of frames.
 */
import { fileURLToPath } from 'node:url'
import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import { compareFacts } from '#domain/history/changes.ts'
import { readFacts } from '#domain/history/facts.ts'
import { fillPlanFromRoadmap } from '#domain/roadmaps/plan-from-roadmap.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk-beginner-head.ts'
import { summarisePlan } from '#domain/summary.ts'
import { encodePresence } from '#protocol/presence.ts'
import { encodeAwareness, encodeHello, encodeStep1, encodeStep2, encodeUpdate } from '#protocol/sync.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { createMemoryStorage } from '../../../server/storage/memory.ts'
import { anEdit } from '../../support/peer.ts'
import { createLocalPeer, openRooms, type LocalPeer } from '../../support/peer-in-process.ts'
import { createHostilePeer } from '../hostile/peer.ts'
import { aDeletion, aMinute, badFrames } from '../hostile/frames.ts'
import { createRandom } from '../../support/random.ts'
import { spoil } from './spoil.ts'

export interface FuzzReport {
	frames: number
	/** Connections that a frame ended; each is opened anew. */
	closed: number
	/** Updates that were let through and stored. */
	stored: number
	framesPerSecond: number
	/** Bytes of heap at a tenth of the run and at its end, after a collection; null where it cannot be asked for. */
	heap: { early: number; late: number } | null
	/** What must not have happened. Empty. */
	findings: string[]
}

/** A document takes so many frames before the next one takes over, so that memory shows leaks and not contents. */
const FRAMES_PER_DOCUMENT = 2000
const FRAMES_PER_TURN = 100
/** A spoilt byte in a large frame is mostly one of a text, and costs as much as fifty in small ones. */
const LARGE_BYTES = 4000
const LARGE_SHARE = 0.02
/** Of the heap over nine tenths of the run, however many frames: what is compiled and cached on the way, and nothing of theirs. */
const MOST_GROWTH_BYTES = 8_000_000

export async function runFuzz(frames: number, seed: number): Promise<FuzzReport> {
	const random = createRandom(seed)
	const storage = createMemoryStorage()
	const rooms = openRooms(storage)
	const samples = soundFrames()
	const large = samples.filter(({ length }) => length > LARGE_BYTES)
	const small = samples.filter(({ length }) => length <= LARGE_BYTES)
	const report: FuzzReport = { frames: 0, closed: 0, stored: 0, framesPerSecond: 0, heap: null, findings: [] }
	const startedAt = performance.now()
	let early: number | null = null

	for (let number = 0; report.frames < frames; number++) {
		const documentId = `plan:fuzz-${number}`
		await storage.createDocument(documentId)
		await playDocument(documentId, Math.min(FRAMES_PER_DOCUMENT, frames - report.frames))
		await storage.deleteDocument(documentId, '2026-11-21T00:00:00.000Z')
		if (early === null && report.frames >= frames / 10) early = collectedHeap()
	}
	const late = collectedHeap()
	if (early !== null && late !== null) report.heap = { early, late }
	report.framesPerSecond = report.frames / ((performance.now() - startedAt) / 1000)
	return report

	async function playDocument(documentId: string, count: number): Promise<void> {
		const viktor = createLocalPeer({ personId: 'viktor', documentId })
		const irina = createLocalPeer({ personId: 'irina', documentId })
		const neighbours = [viktor, irina]
		await viktor.goOnline(rooms)
		await irina.goOnline(rooms)
		const room = rooms.find(documentId)
		if (room === undefined) throw new Error('The room is gone')
		const mallory = createHostilePeer(room, () => (report.closed += 1))

		for (let sent = 0; sent < count;) {
			for (let turn = 0; turn < FRAMES_PER_TURN && sent < count; turn++, sent++) {
				const sample = random.pick(random.chance(LARGE_SHARE) ? large : small) ?? new Uint8Array()
				const frame = spoil(sample, samples, random)
				try {
					mallory.send(frame)
				} catch (error) {
					report.findings.push(`${String(error)} on ${Buffer.from(frame).toString('base64').slice(0, 400)}`)
				}
			}
			viktor.doc.getMap('edits').set(`viktor-${sent}`, true)
			if (!(await carries(carry))) break
		}
		report.frames += count
		mallory.leave()
		await carries(settle)
		if (!viktor.isOnline() || !irina.isOnline()) report.findings.push(`${documentId}: a neighbour was sent away`)
		check(documentId, viktor.doc, irina.doc)
		viktor.goOffline()
		irina.goOffline()
		await readEverything(documentId)

		/** What was let through must do no harm to those who receive it one by one. */
		async function carries(how: typeof carry): Promise<boolean> {
			try {
				await how(neighbours)
				return true
			} catch (error) {
				report.findings.push(
					`${documentId}, frame ${report.frames}: a neighbour cannot take what it was sent: ${String(error)}`
				)
				return false
			}
		}
	}

	function check(documentId: string, viktor: Y.Doc, irina: Y.Doc): void {
		const edits = Object.keys(viktor.getMap('edits').toJSON()).filter((key) => key.startsWith('viktor-'))
		const seen = new Set(Object.keys(irina.getMap('edits').toJSON()))
		if (edits.some((key) => !seen.has(key))) report.findings.push(`${documentId}: an edit of a neighbour is missing`)
	}

	/** As the projector, the history, the compaction and a newcomer do. */
	async function readEverything(documentId: string): Promise<void> {
		const rows = await storage.load(documentId)
		report.stored += rows.length
		try {
			const doc = new Y.Doc()
			const isWhole = takeUpdates(
				doc,
				rows.map(({ bytes }) => bytes)
			)
			if (!isWhole) report.findings.push(`${documentId}: a row cannot be applied`)
			const merged = new Y.Doc()
			Y.applyUpdate(merged, Y.mergeUpdates(rows.map(({ bytes }) => bytes)))
			for (const plan of [doc, merged]) {
				JSON.stringify(summarisePlan(plan))
				JSON.stringify(compareFacts(readFacts(new Y.Doc()), readFacts(plan)))
			}
		} catch (error) {
			report.findings.push(`${documentId} cannot be read: ${String(error)}`)
		}
	}
}

type Neighbours = LocalPeer[]

async function carry(peers: Neighbours): Promise<void> {
	for (const peer of peers) peer.carry(1000)
	await setImmediate()
}

async function settle(peers: Neighbours): Promise<void> {
	for (let turn = 0; turn < 1000 && peers.some((peer) => peer.pending() > 0); turn++) await carry(peers)
	await carry(peers)
}

function soundFrames(): Uint8Array[] {
	const plan = new Y.Doc()
	fillPlanFromRoadmap(
		plan,
		beginnerHead,
		{ title: 'Начинающий руководитель', startsOn: '2026-09-01', termMonths: 24 },
		{ personId: 'server', at: '2026-09-01T00:00:00.000Z' }
	)
	const report = { deviceId: 'phone', appVersion: '1', haveSequence: 1, seenSequence: 1, unsent: 0 }
	return [
		...badFrames.map(([, frame]) => frame).filter(({ length }) => length < 100_000),
		encodeStep1(Y.encodeStateVector(plan)),
		encodeStep2(Y.encodeStateAsUpdate(plan)),
		encodeUpdate(aMinute('Обсудили план', 7)),
		encodeUpdate(aMinute('Решили', 9)),
		encodeUpdate(aDeletion()),
		encodeUpdate(anEdit('one', { a: [1, 'x', { b: null }] })),
		encodeAwareness(encodePresence([{ clientId: 5, clock: 1, state: { openItemId: 'a' } }])),
		encodeHello({ ...report, freeBytes: 1, isPersisted: true }),
		Uint8Array.of(3)
	]
}

function collectedHeap(): number | null {
	if (globalThis.gc === undefined) return null
	for (let times = 0; times < 3; times++) globalThis.gc()
	return process.memoryUsage().heapUsed
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const seed = Number(process.argv[3] ?? 1)
	const { frames, closed, stored, framesPerSecond, heap, findings } = await runFuzz(
		Number(process.argv[2] ?? 1_000_000),
		seed
	)
	const growth =
		heap === null ? 'not measured, run with --expose-gc' : `${((heap.late - heap.early) / 1e6).toFixed(1)} MB`
	console.log(
		`seed=${seed} frames=${frames} perSecond=${Math.round(framesPerSecond)} closed=${closed} stored=${stored} ` +
			`heapGrowth=${growth} findings=${findings.length}`
	)
	for (const finding of findings.slice(0, 20)) console.log(finding)
	const grows = heap !== null && heap.late - heap.early > MOST_GROWTH_BYTES
	process.exitCode = findings.length === 0 && !grows ? 0 : 1
}
