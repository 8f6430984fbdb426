/**
 * `kill -9` of the real server, again and again, while Viktor edits without a pause. After every restart
 * it must give back every edit that was acknowledged, and what Irina was shown; also when its disk is slow,
 * fails now and then, or is full, and when it is busy: making snapshots and moving arrivals all the time.
 *
 *   node tests/sync/kill-loop.ts 200 [sound|slow|failing|full|busy]     on two servers at once
 */
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { encodeUpdate } from '#protocol/sync.ts'
import { signInToDemo } from '../support/demo-sign-in.ts'
import { startServer } from '../support/server-process.ts'
import { anEdit, keysOfEdits, openLine, type Line } from '../support/peer.ts'

export interface KillReport {
	kills: number
	acknowledged: number
	/** Rounds in which the server sent Viktor away because it could not store. */
	refused: number
	/** Acknowledged, or seen by the partner, and not there after a restart. Must be empty. */
	missing: Set<string>
	/** What was done in the background, over all rounds. */
	background: Background
}

interface Background {
	/** Documents with one. */
	snapshots: number
	/** Rows that are with their documents. */
	moved: number
}

export const disks = ['sound', 'slow', 'failing', 'full', 'busy'] as const
export type Disk = (typeof disks)[number]

const documentId = 'plan:program-1'
/** Two edits of one client id would be one edit: those of the programme are random, and ours are counted above them. */
const ABOVE_RANDOM_IDS = 2 ** 32
const badDisk = new URL('../support/bad-disk.mjs', import.meta.url).href
const hurriedBackground = new URL('../support/hurried-background.mjs', import.meta.url).href
/** What a full disk still has room for, from one start to the next. */
const LAST_ROOM_BYTES = 48 * 1024
/** Filling it takes longer where SQLite has just begun its log anew. */
const FULL_MS = 3000
/** In the middle of a commit as well as between two … */
const SHORT_MS = 60
/** … and of whatever a server does by itself. */
const BUSY_MS = 4000
/** For one word of the server, on a machine that has much else to do. */
const PATIENCE_MS = 60_000

/** Stops early, with fewer kills, when `mostMs` have passed. */
export async function runKillLoop(kills: number, mostMs: number, disk: Disk = 'sound'): Promise<KillReport> {
	const compiled = await mkdtemp(join(tmpdir(), 'tandem-compiled-'))
	const server = await startServer({
		LOG_LEVEL: 'silent',
		BAD_DISK: disk,
		NODE_OPTIONS: `--import=${disk === 'busy' ? hurriedBackground : badDisk}`,
		// Most of a round is the server's start, and most of that is compiling.
		NODE_COMPILE_CACHE: compiled
	})
	const roomFor = () => (disk === 'full' ? largestFile(server.dataDirectory) + LAST_ROOM_BYTES : undefined)
	const endsAt = performance.now() + mostMs
	const promised = new Set<string>()
	const background = { snapshots: 0, moved: 0 }
	const report: KillReport = { kills: 0, acknowledged: 0, refused: 0, missing: new Set(), background }
	let edits = 0
	try {
		// Closed in good order Node keeps what it has compiled, and SQLite leaves no log behind that could be written over
		// without growing.
		await server.stop()
		await server.start(roomFor())
		const [viktorsCookie, irinasCookie] = await Promise.all(
			['mentor-1', 'mentee-1'].map((id) => signInToDemo(server.origin, id))
		)
		const url = `${server.origin.replace('http', 'ws')}/sync`
		for (let round = 0; round <= kills && performance.now() < endsAt; round++) {
			const irina = await openLine(url, documentId, { headers: { cookie: irinasCookie! }, query: 'v=1' })
			irina.socket.send(Uint8Array.of(0, 0, 1, 0))
			// The snapshot may come by itself, ahead of what was stored since: only the answer's end is all of it.
			await heard(irina, () => irina.frames.some((frame) => frame.type === 'update' && frame.isOffer))
			const found = keysOfEdits(irina.updates())
			for (const key of promised) if (!found.has(key)) report.missing.add(key)
			if (round === kills) break

			const viktor = await openLine(url, documentId, { headers: { cookie: viktorsCookie! }, query: 'v=1' })
			if (disk !== 'busy') server.spoilDisk()
			const sent: string[] = []
			const editing = setInterval(() => {
				for (let burst = 0; burst < 3; burst++) {
					const key = `edit-${++edits}`
					sent.push(key)
					viktor.socket.send(encodeUpdate(anEdit(key, true, ABOVE_RANDOM_IDS + edits)))
				}
			}, 1)
			const sentAway = viktor.closed.then((code) => code === 4503)
			await Promise.race([heard(viktor, () => viktor.acks().length > 0), sentAway])
			const mostMs = disk === 'full' ? FULL_MS : Math.random() * (disk === 'busy' ? BUSY_MS : SHORT_MS)
			await Promise.race([new Promise((resolve) => setTimeout(resolve, mostMs)), sentAway])
			const [, isRefused] = await Promise.all([server.kill(), sentAway, irina.closed])
			if (isRefused) report.refused += 1
			clearInterval(editing)
			report.kills += 1
			for (const key of sent.slice(0, viktor.acks().at(-1)?.counter ?? 0)) promised.add(key)
			report.acknowledged = promised.size
			for (const key of keysOfEdits(irina.updates())) promised.add(key)
			await server.start(roomFor())
		}
		await server.kill()
		report.background = countBackground(server.dataDirectory)
	} finally {
		await server.dispose()
		await rm(compiled, { recursive: true, force: true })
	}
	return report
}

function countBackground(directory: string): Background {
	const database = new DatabaseSync(join(directory, 'tandem.sqlite'))
	const count = (what: string) => Number(database.prepare(`SELECT count(*) AS number FROM ${what}`).get()?.number)
	const counted = { snapshots: count('snapshots'), moved: count('updates') }
	database.close()
	return counted
}

function largestFile(directory: string): number {
	return Math.max(...readdirSync(directory).map((name) => statSync(join(directory, name)).size))
}

/** Ends early when the line is closed. */
async function heard({ socket, closed }: Line, isDone: () => boolean): Promise<void> {
	const patience = AbortSignal.timeout(PATIENCE_MS)
	while (!isDone() && socket.readyState === socket.OPEN) {
		await Promise.race([once(socket, 'message', { signal: patience }), closed])
	}
}

/** A round is mostly the server's start. */
const AT_ONCE = 2
/** What is to be found again after each grows with every round of a server. */
const mostRounds = (disk: Disk) => (disk === 'busy' ? 25 : 250)

async function runSideBySide(kills: number, mostMs: number, disk: Disk): Promise<KillReport[]> {
	const servers = Math.max(AT_ONCE, Math.ceil(kills / mostRounds(disk)))
	const shares = Array.from({ length: servers }, (_, index) => Math.floor((kills + index) / servers))
	const endsAt = performance.now() + mostMs
	const reports: KillReport[] = []
	async function runInTurn(): Promise<void> {
		for (let share = shares.pop(); share !== undefined && performance.now() < endsAt; share = shares.pop())
			reports.push(await runKillLoop(share, endsAt - performance.now(), disk))
	}
	await Promise.all(Array.from({ length: AT_ONCE }, runInTurn))
	return reports
}

/** It ends by itself, however slow the machine. */
const MOST_MS = 3 * 60 * 60_000

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const asked = Number(process.argv[2] ?? 200)
	const disk = disks.find((kind) => kind === process.argv[3]) ?? 'sound'
	const reports = await runSideBySide(asked, MOST_MS, disk)
	const sum = (count: (report: KillReport) => number) => reports.reduce((total, report) => total + count(report), 0)
	const missing = sum((report) => report.missing.size)
	const kills = sum((report) => report.kills)
	const snapshots = sum(({ background }) => background.snapshots)
	console.log(
		`disk=${disk} kills=${kills} acknowledged=${sum(({ acknowledged }) => acknowledged)} ` +
			`refused=${sum(({ refused }) => refused)} missing=${missing} ` +
			`snapshots=${snapshots} moved=${sum(({ background }) => background.moved)}`
	)
	// Fewer kills than were asked for, and those of a server that did nothing by itself, prove less than what is said of them.
	const isProof = kills >= asked && (disk !== 'busy' || reports.every(({ background }) => background.snapshots > 0))
	process.exitCode = missing === 0 && isProof ? 0 : 1
}
