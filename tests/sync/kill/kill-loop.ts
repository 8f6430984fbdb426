/**
 * `kill -9` of the real server, again and again, while Viktor edits and Elena makes remarks without a pause. After every restart it must
 * return every edit and every remark that was acknowledged, and what Irina has received. Also with a slow, failing or
 * full disk, and while it is busy: making snapshots and moving arrivals all the time.
 *
 *   node tests/sync/kill/kill-loop.ts 200 [sound|slow|failing|full|busy]     on two servers at once
 */
import { conditions, runKills, type Condition, type KillReport } from './run-kills.ts'

/** A round is mostly the server's start. */
const AT_ONCE = 2
/** What must be found after each kill grows with every round of a server. */
const ROUNDS_OF_A_SERVER = 100
const BUSY_ROUNDS_OF_A_SERVER = 25
/** It ends after this time, however slow the machine. */
const MOST_MS = 3 * 60 * 60_000

const asked = Number(process.argv[2] ?? 200)
const asCondition = process.argv[3] ?? 'sound'
const condition = conditions.find((kind) => kind === asCondition)
if (condition === undefined || !(asked > 0)) throw new Error(`kill-loop.ts [number] [${conditions.join('|')}]`)
const reports = await runSideBySide(asked, condition)
const sum = (count: (report: KillReport) => number) => reports.reduce((total, report) => total + count(report), 0)
const missing = sum((report) => report.missing.size)
const kills = sum((report) => report.kills)
const remarks = sum((report) => report.remarks)
const refused = sum((report) => report.refused)
console.log(
	`server=${condition} kills=${kills} edits=${sum(({ edits }) => edits)} remarks=${remarks} ` +
		`refused=${refused} missing=${missing} ` +
		`snapshots=${sum(({ background }) => background.snapshots)} moved=${sum(({ background }) => background.moved)}`
)
// With fewer kills than asked for, or without remarks or refusals, the run does not prove what it should.
const isProof = kills >= asked && remarks > 0 && (condition !== 'full' || refused > 0)
process.exitCode = missing === 0 && isProof ? 0 : 1

async function runSideBySide(kills: number, condition: Condition): Promise<KillReport[]> {
	const rounds = condition === 'busy' ? BUSY_ROUNDS_OF_A_SERVER : ROUNDS_OF_A_SERVER
	const servers = Math.max(AT_ONCE, Math.ceil(kills / rounds))
	const shares = Array.from({ length: servers }, (_, index) => Math.floor((kills + index) / servers))
	const endsAt = performance.now() + MOST_MS
	const reports: KillReport[] = []
	async function runInTurn(): Promise<void> {
		for (let share = shares.pop(); share !== undefined && performance.now() < endsAt; share = shares.pop())
			reports.push(await runKills(share, endsAt - performance.now(), condition))
	}
	await Promise.all(Array.from({ length: AT_ONCE }, runInTurn))
	return reports
}
