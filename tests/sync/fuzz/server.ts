/** Fuzzes the real server through its sockets and onto its disk, while it makes snapshots and moves arrivals all the time. */
import { readConfig } from '../../../server/config.ts'
import { openData } from '../../../server/data.ts'
import { createSqliteStorage } from '../../../server/documents/storage/sqlite/storage.ts'
import type { DocumentStorage } from '../../../server/documents/storage/storage.ts'
import { readEdits } from '../../support/peer.ts'
import { createRandom } from '../../support/random.ts'
import { createStormDevice, type StormDevice } from '../storm/device.ts'
import { summarise, type Latency } from '../storm/latency.ts'
import { collecting, startWatched } from '../storm/server.ts'
import { foundLargeTown, type Inhabitant } from '../storm/town.ts'
import { attack, PATIENCE_MS } from './attack.ts'
import { createSpoiltFrames } from './frames.ts'
import { readInEveryWay } from './reading.ts'
import type { FuzzReport } from './report.ts'

export interface ServerFuzzReport extends FuzzReport {
	/** Latencies of the honest: Mallory's partners, and pairs in documents of their own. */
	partners: Latency
	neighbours: Latency
	/** The number of documents that have one. */
	snapshots: number
	/** The server's largest resident set. */
	residentBytes: number
}

interface Pair {
	documentId: string
	devices: StormDevice[]
}

/** Few enough that memory shows leaks, and not contents. */
const FRAMES_PER_DOCUMENT = 5000
/** The server keeps so many plans loaded after making their summaries; some are half a megabyte by then. */
const PLANS_KEPT = 32
const MOST_BYTES_OF_PLAN = 1_000_000
const LEAST_DOCUMENTS = 2
/** More than the compaction waits for. */
const DUE_UPDATES = 220
/** Each may send 300 frames a second, and receives what all the others have stored. */
const MALLORIES = 6
/** A connection costs the server as much as fifty frames, so it takes some frames before the one that ends it. */
const DECODABLE_IN_VOLLEY = 49
const EDIT_MS = 25
const hurriedBackground = new URL('../../support/hurried-background.mjs', import.meta.url).href

export async function fuzzServer(frames: number, seed: number): Promise<ServerFuzzReport> {
	const spoilt = createSpoiltFrames(createRandom(seed))
	const framesOfEach = Math.min(FRAMES_PER_DOCUMENT, Math.ceil(frames / LEAST_DOCUMENTS))
	const attacked = Math.ceil(frames / framesOfEach)
	const town = await foundLargeTown({ pairs: 2 * attacked, networks: 4, mallories: MALLORIES, attacked })
	const watched = await startWatched(town, {
		NODE_OPTIONS: `${collecting.NODE_OPTIONS} --import=${hurriedBackground}`
	})
	const findings: string[] = []
	/** Ids of documents that Mallory does not attack. */
	const strangers = new Set(town.inhabitants.slice(2 * attacked).map(({ documentId }) => documentId))
	const plansKept = () => Math.min(PLANS_KEPT, promised.size)
	const present = new Set<Pair>()
	/** Keys of the honest edits that were acknowledged, by document. */
	const promised = new Map<string, ReadonlySet<string>>()
	const partners: number[] = []
	const neighbours: number[] = []
	let checkedFrames = 0
	let closed = 0
	let early: { bytes: number; plans: number } | null = null
	let attackMs = 0

	try {
		for (let number = 0; number < attacked && findings.length === 0; number++) {
			await attackDocument(number, Math.min(framesOfEach, frames - checkedFrames))
			if (checkedFrames >= frames / 10 && findings.length === 0)
				early ??= { bytes: await watched.restingHeap(), plans: plansKept() }
		}
		// A server that has ended would not answer.
		const late = findings.length === 0 ? await watched.restingHeap() : 0
		const { bytes, plans } = early ?? { bytes: late, plans: 0 }
		const { residentBytes } = watched.takeWorst()
		if (!(await isWell(watched.server.origin))) findings.push('The server is not well')
		// A server that does not answer may not stop either.
		await (findings.length === 0 ? watched.server.stop() : watched.server.kill())
		findings.push(...errorsIn(watched.server.printed()))
		const { stored, snapshots } = await lookAtDisk()
		return {
			frames: checkedFrames,
			closed,
			stored,
			framesPerSecond: checkedFrames / (attackMs / 1000),
			heap: { early: bytes, late, kept: MOST_BYTES_OF_PLAN * (plansKept() - plans) },
			findings,
			partners: summarise(partners),
			neighbours: summarise(neighbours),
			snapshots,
			residentBytes
		}
	} finally {
		present.forEach(leave)
		await watched.dispose()
	}

	async function attackDocument(number: number, count: number): Promise<void> {
		const viktorAndIrina = await comeTogether(number)
		const olegAndDarya = await comeTogether(attacked + number)
		const typing = [viktorAndIrina, olegAndDarya].map(type)
		const startedAt = performance.now()
		const endsAt = checkedFrames + count
		const ends = await Promise.all(
			town.mallories.map(({ headers }) =>
				attack({
					address: `${watched.url}/${viktorAndIrina.documentId}`,
					headers,
					nextVolley: () => (checkedFrames < endsAt ? makeVolley() : null),
					onChecked(isClosed) {
						checkedFrames += 1
						if (isClosed) closed += 1
					}
				})
			)
		)
		attackMs += performance.now() - startedAt
		for (const reason of new Set(ends)) if (reason !== null) findings.push(`Mallory's connection was ${reason}`)
		const written = () => olegAndDarya.devices.reduce((sum, device) => sum + device.acknowledged().size, 0)
		if (!(await until(() => written() > DUE_UPDATES)))
			findings.push(`${olegAndDarya.documentId}: hardly an edit is answered`)
		for (const stop of typing) stop()
		partners.push(...(await rest(viktorAndIrina)))
		neighbours.push(...(await rest(olegAndDarya)))
	}

	function makeVolley(): Uint8Array[] {
		return [...Array.from({ length: DECODABLE_IN_VOLLEY }, spoilt.nextDecodable), spoilt.next()]
	}

	async function comeTogether(number: number): Promise<Pair> {
		const inhabitants = town.inhabitants.slice(2 * number, 2 * number + 2) as [Inhabitant, Inhabitant]
		const { documentId } = inhabitants[0]
		const devices = inhabitants.map((inhabitant) =>
			createStormDevice({
				url: watched.url,
				inhabitant,
				onClosed: (reason) => findings.push(`${inhabitant.personId} was sent away: ${reason}`)
			})
		)
		const pair = { documentId, devices }
		present.add(pair)
		devices.forEach((device) => device.start())
		if (!(await until(() => devices.every((device) => device.isSynced()))))
			findings.push(`${documentId}: somebody was not let in, or not answered`)
		return pair
	}

	function leave(pair: Pair): void {
		pair.devices.forEach((device) => device.stop())
		present.delete(pair)
	}

	/** False when it does not become true in time, or when there are findings already. */
	async function until(isSo: () => boolean): Promise<boolean> {
		const endsAt = performance.now() + PATIENCE_MS
		while (!isSo()) {
			if (findings.length > 0 || performance.now() > endsAt) return false
			await new Promise((resolve) => setTimeout(resolve, 50))
		}
		return true
	}

	/** Waits until all their edits are acknowledged and delivered to the other one; then they leave. Returns the latency of each edit. */
	async function rest(pair: Pair): Promise<number[]> {
		const { documentId, devices } = pair
		const isResting = () =>
			devices.every((device) => device.isSynced()) &&
			devices.every((device, index) => {
				const partners = readEdits(devices[1 - index]?.received() ?? [])
				return [...device.acknowledged()].every((key) => partners[key] === true)
			})
		if (!(await until(isResting))) findings.push(`${documentId}: an edit was not acknowledged, or not delivered`)
		promised.set(documentId, new Set(devices.flatMap((device) => [...device.acknowledged()])))
		leave(pair)
		return devices.flatMap((device) => device.takeLatencies())
	}

	/** Reads the disk as the next start would. */
	async function lookAtDisk(): Promise<{ stored: number; snapshots: number }> {
		const data = openData(readConfig({ TANDEM_DATA: town.dataDirectory }))
		const storage = createSqliteStorage(data.database)
		const verdict = data.database.prepare('PRAGMA integrity_check').get()
		if (verdict?.integrity_check !== 'ok') findings.push(`The database is damaged: ${JSON.stringify(verdict)}`)
		let stored = 0
		let snapshots = 0
		for (const [documentId, keys] of promised) {
			const found = await lookAtDocument(storage, documentId, keys)
			stored += found.fromMallory
			snapshots += found.hasSnapshot ? 1 : 0
		}
		await storage.close()
		data.close()
		return { stored, snapshots }
	}

	async function lookAtDocument(
		storage: DocumentStorage,
		documentId: string,
		keys: ReadonlySet<string>
	): Promise<{ fromMallory: number; hasSnapshot: boolean }> {
		const rows = await storage.load(documentId)
		const snapshot = await storage.loadSnapshot(documentId)
		const updates = rows.map(({ bytes }) => bytes)
		const later = rows.filter(({ sequence }) => sequence > (snapshot?.sequence ?? 0)).map(({ bytes }) => bytes)
		findings.push(...readInEveryWay(documentId, updates))
		for (const [where, sources] of [
			['rows', updates],
			['snapshot', snapshot === null ? later : [snapshot.bytes, ...later]]
		] as const) {
			const edits = readEdits(sources)
			const missing = [...keys].filter((key) => edits[key] !== true)
			if (missing.length > 0)
				findings.push(`${documentId}: ${missing.length} acknowledged edits are not in its ${where}`)
		}
		const fromMallory = rows.filter(({ personId }) => personId.startsWith('mallory')).length
		const isNeighbours = strangers.has(documentId)
		if (isNeighbours && (fromMallory > 0 || Object.keys(readEdits(updates)).length !== keys.size))
			findings.push(`${documentId}, where Mallory never was, has what nobody in it wrote`)
		return { fromMallory, hasSnapshot: snapshot !== null }
	}
}

function type({ devices }: Pair): () => void {
	const typing = setInterval(() => devices.forEach((device) => device.edit()), EDIT_MS)
	return () => clearInterval(typing)
}

async function isWell(origin: string): Promise<boolean> {
	try {
		return (await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(PATIENCE_MS) })).ok
	} catch {
		// It does not even answer.
		return false
	}
}

/** The server's log is lines of JSON, here errors only. A bad frame is no error: only its sender is told. */
function errorsIn(printed: string): string[] {
	return printed
		.split('\n')
		.filter((line) => line.startsWith('{') || /error/i.test(line))
		.map((line) => `The server says: ${line.slice(0, 500)}`)
}
