/** Hundreds of thousands of frames a minute: into rooms of this process, without a socket or a disk. */
import { setImmediate } from 'node:timers/promises'
import type * as Y from 'yjs'
import { createMemoryStorage } from '../../../server/documents/storage/testing/memory.ts'
import { collectedHeap } from '../../support/collected-heap.ts'
import { createLocalPeer, openRooms, type LocalPeer } from '../../support/peer-in-process.ts'
import { createRandom } from '../../support/random.ts'
import { createHostilePeer } from '../hostile/peer.ts'
import { createSpoiltFrames } from './frames.ts'
import { readInEveryWay } from './reading.ts'
import type { FuzzReport } from './report.ts'

/** After so many frames the next document takes over, so that memory shows leaks and not contents. */
const FRAMES_PER_DOCUMENT = 2000
const FRAMES_PER_TURN = 100

export async function fuzzRooms(frames: number, seed: number): Promise<FuzzReport> {
	const spoilt = createSpoiltFrames(createRandom(seed))
	const storage = createMemoryStorage()
	const rooms = openRooms(storage)
	const report: FuzzReport = {
		frames: 0,
		closed: 0,
		stored: 0,
		framesPerSecond: 0,
		heap: { early: 0, late: 0, kept: 0 },
		findings: []
	}
	const startedAt = performance.now()
	let early: number | null = null

	for (let number = 0; report.frames < frames; number++) {
		const documentId = `plan:fuzz-${number}`
		await storage.createDocument(documentId)
		await attackDocument(documentId, Math.min(FRAMES_PER_DOCUMENT, frames - report.frames))
		await storage.deleteDocument(documentId, '2026-11-21T00:00:00.000Z')
		if (report.frames >= frames / 10) early ??= collectedHeap()
	}
	const late = collectedHeap()
	report.heap = { early: early ?? late, late, kept: 0 }
	report.framesPerSecond = report.frames / ((performance.now() - startedAt) / 1000)
	return report

	async function attackDocument(documentId: string, count: number): Promise<void> {
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
				const frame = spoilt.next()
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
		const rows = await storage.load(documentId)
		report.stored += rows.length
		report.findings.push(
			...readInEveryWay(
				documentId,
				rows.map(({ bytes }) => bytes)
			)
		)

		/** Accepted updates must do no harm to devices that receive them one by one. */
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
