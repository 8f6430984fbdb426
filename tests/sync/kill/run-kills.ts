/** Kills one server again and again, and checks what was acknowledged to its people meanwhile. */
import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startServer } from '../../support/server-process.ts'
import { countBackground, waitForSnapshot, type Background } from './background.ts'
import { editWithoutPause, readBack, remarkWithoutPause, signIn } from './people.ts'

export interface KillReport {
	kills: number
	/** Acknowledged ones. */
	edits: number
	/** Acknowledged ones. */
	remarks: number
	/** Rounds in which the server sent Viktor away because it could not store. */
	refused: number
	/** Acknowledged, or received by the partner, and not there after a restart. Must be empty. */
	missing: Set<string>
	/** The background work of all rounds. */
	background: Background
}

/** Conditions of the server's disk; `busy`: it works in the background all the time. */
export const conditions = ['sound', 'slow', 'failing', 'full', 'busy'] as const
export type Condition = (typeof conditions)[number]

const badDisk = new URL('../../support/bad-disk.mjs', import.meta.url).href
const hurriedBackground = new URL('../../support/hurried-background.mjs', import.meta.url).href
/** The room that a full disk has left, from one start to the next. */
const LAST_ROOM_BYTES = 48 * 1024
/** Filling it takes longer after SQLite has started its log anew. */
const FULL_MS = 3000
/** The kill can fall in the middle of a commit as well as between two … */
const SHORT_MS = 60
/** … and in the middle of any background work. */
const BUSY_MS = 4000

/** Stops early, with fewer kills, when `mostMs` have passed. A busy server has made a snapshot before it is killed. */
export async function runKills(kills: number, mostMs: number, condition: Condition = 'sound'): Promise<KillReport> {
	const compiled = await mkdtemp(join(tmpdir(), 'tandem-compiled-'))
	const server = await startServer({
		LOG_LEVEL: 'silent',
		BAD_DISK: condition,
		NODE_OPTIONS: `--import=${condition === 'busy' ? hurriedBackground : badDisk}`,
		// Most of a round is the server's start, and most of that is compiling.
		NODE_COMPILE_CACHE: compiled
	})
	const start = () =>
		server.start(condition === 'full' ? largestFile(server.dataDirectory) + LAST_ROOM_BYTES : undefined)
	const endsAt = performance.now() + mostMs
	const promised = new Set<string>()
	const report = { kills: 0, edits: 0, remarks: 0, refused: 0, missing: new Set<string>() }
	try {
		// After a regular stop Node keeps what it has compiled, and SQLite leaves no log behind that could be overwritten
		// without growing.
		await server.stop()
		await start()
		const people = await signIn(server.origin)
		for (;;) {
			const irina = await readBack(people)
			for (const key of promised) if (!irina.found.has(key)) report.missing.add(key)
			if (report.kills === kills || performance.now() >= endsAt) break

			const viktor = await editWithoutPause(people)
			const elena = remarkWithoutPause(people)
			if (condition !== 'busy') server.spoilDisk()
			await Promise.race([Promise.all([viktor.firstAck, elena.firstEntered]), viktor.isRefused])
			if (condition === 'busy') await waitForSnapshot(server.dataDirectory)
			await Promise.race([untilKill(condition), viktor.isRefused])
			await server.kill()
			const [isRefused, edits, remarks] = await Promise.all([
				viktor.isRefused,
				viktor.acknowledged(),
				elena.acknowledged
			])
			if (isRefused) report.refused += 1
			report.kills += 1
			report.edits += edits.length
			report.remarks += remarks.length
			for (const key of [...edits, ...remarks, ...(await irina.shown())]) promised.add(key)
			await start()
		}
		await server.kill()
		return { ...report, background: countBackground(server.dataDirectory) }
	} finally {
		await server.dispose()
		await rm(compiled, { recursive: true, force: true })
	}
}

function untilKill(condition: Condition): Promise<void> {
	const mostMs = condition === 'busy' ? BUSY_MS : SHORT_MS
	return setTimeout(condition === 'full' ? FULL_MS : Math.random() * mostMs)
}

function largestFile(directory: string): number {
	return Math.max(...readdirSync(directory).map((name) => statSync(join(directory, name)).size))
}
