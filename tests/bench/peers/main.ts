/**
 * `npm run bench:relay`: the same load on our relay, on its peers, and on two bare `ws` servers: one that stores nothing (the
 * ceiling), and one that stores the frames (the floor of durable contenders). It takes about an hour: one measure after the other, and
 * in each one contender after the other, so that a machine which becomes slower is slower for all of them.
 *
 *   -- --write            puts the table into docs/measured.md
 *   -- tandem y-websocket only these contenders
 *   -- --only=idle,kills  only these measures, named as in `measures`
 *   -- --quick            a tenth of everything
 *   -- --resume           uses what the last run had finished; each figure is stored as soon as it is there
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBetweenMarks } from '../../../scripts/measured.ts'
import { contenders, start, type Contender, type Running } from './contenders.ts'
import { openFinished } from './finished.ts'
import { toTable, type Figures, type Measured } from './figures.ts'
import { installPeers } from './install.ts'
import { measureKills } from './kills.ts'
import { measureFleet, measureIdleConnection, measureOpenDocument, writeNewPlan } from './memory.ts'
import { writePlanWork, writeTypingWork } from './pair-load.ts'
import { measureReopening } from './reopening.ts'
import { measureSteady } from './steady.ts'
import { measureSustained } from './sustained.ts'
import { seedTwoYearDocuments, type TwoYearDocuments } from './two-year-documents.ts'

const asked = process.argv.slice(2)
const scale = asked.includes('--quick') ? 0.1 : 1
const chosen = contenders.filter(({ id }) => !asked.some((word) => !word.startsWith('--')) || asked.includes(id))
const only = asked
	.find((word) => word.startsWith('--only='))
	?.slice('--only='.length)
	.split(',')

/** The input of a measure: processes of its contender, and two-year plans where the contender stores anything. */
interface Bench {
	contender: Contender
	/** Each measure has a process of its own, so that the one before does not affect it. */
	withRunning<Value>(use: (running: Running) => Promise<Value>): Promise<Value>
	/** The same over `count` two-year plans, 2,000 by default; null for a contender that stores nothing. */
	withYears<Value>(
		use: (running: Running, years: TwoYearDocuments) => Promise<Value>,
		count?: number
	): Promise<Value | null>
	directory(name: string): Promise<string>
}

const seconds = Math.max(3, 12 * scale)
const planWork = writePlanWork()
const typingWork = writeTypingWork(2500)
const measures: { [Name in keyof Measured]: (bench: Bench) => Promise<Measured[Name]> } = {
	thousand: ({ withRunning }) =>
		withRunning((running) => measureSteady(running, { work: planWork, pairs: 1000 * scale, seconds })),
	three: ({ withRunning }) =>
		withRunning((running) => measureSteady(running, { work: planWork, pairs: 3000 * scale, seconds })),
	threeTyping: ({ withRunning }) =>
		withRunning((running) => measureSteady(running, { work: typingWork, pairs: 3000 * scale, seconds })),
	sustained: ({ withRunning }) => withRunning((running) => measureSustained(running, planWork)),
	sustainedTyping: ({ withRunning }) => withRunning((running) => measureSustained(running, typingWork)),
	idle: ({ withRunning }) =>
		withRunning((running) => measureIdleConnection(running, { pairs: 1000 * scale, content: writeNewPlan() })),
	idleEmpty: ({ withRunning }) =>
		withRunning((running) => measureIdleConnection(running, { pairs: 3000 * scale, content: null })),
	kills: async ({ contender, directory }) =>
		contender.isBare ? null : measureKills(contender, await directory('kills'), 100 * scale),
	openDocument: ({ withYears }) =>
		withYears((running, { documentIds }) => measureOpenDocument(running, documentIds.slice(0, OPEN_DOCUMENTS))),
	fleet: async ({ contender, withYears }) =>
		// For a peer it is the figure of one document, ten thousand times.
		contender.id === 'tandem'
			? withYears((running, { documentIds }) => measureFleet(running, documentIds), FLEET * scale)
			: null,
	fresh: ({ withYears }) => withYears((running, { documentIds }) => measureReopening(running, documentIds, {})),
	returning: ({ withYears }) =>
		withYears((running, { documentIds, ...device }) => measureReopening(running, documentIds, device))
}
const OPEN_DOCUMENTS = 600
const REOPENED = 2000
const FLEET = 10_000
const NOTES =
	'The edits are those of two people who keep a plan, starting from a plan of its first day (`pair-load.ts`). “Typing only”: words ' +
	'at the end of one text of an empty document. Memory is resident memory after all garbage was collected and returned to the ' +
	'system. All servers run with the allocator setting that `npm start` uses for ours (`scripts/launch.mjs`). Ours also runs with ' +
	'the V8 settings of `npm start`; the peers run with V8’s defaults.'

await installPeers()
const finished = await openFinished(asked.includes('--resume'))
const root = await mkdtemp(join(tmpdir(), 'tandem-peers-'))
const figures: (Figures & { bench: Bench })[] = chosen.map((contender) => ({
	contender,
	measured: finished.of(contender.id),
	bench: createBench(contender, join(root, contender.id))
}))
try {
	for (const name of Object.keys(measures) as (keyof Measured)[]) {
		if (only?.includes(name) !== false) await measure(name)
	}
} finally {
	await rm(root, { recursive: true, force: true })
}
const goes = asked.includes('--resume') ? 'in several runs' : 'in one run'
const heading = `Node ${process.versions.node}, ${cpus().length} cores, loopback, all measures one after the other ${goes}.`
const table = [heading, toTable(figures), NOTES].join('\n\n')
console.log(table)
if (asked.includes('--write')) await writeBetweenMarks('bench:relay', table)
process.exit(0)

async function measure(name: keyof Measured): Promise<void> {
	for (const { contender, measured, bench } of figures) {
		if (name in measured) continue
		const startedAt = performance.now()
		Object.assign(measured, { [name]: await measures[name](bench) })
		const took = ((performance.now() - startedAt) / 1000).toFixed(0)
		console.error(`${contender.id}: ${name} ${JSON.stringify(measured[name])} (${took} s)`)
		await finished.write(contender.id, measured)
	}
}

function createBench(contender: Contender, root: string): Bench {
	const seeding = new Map<number, Promise<TwoYearDocuments | null>>()
	let started = 0

	async function directory(name: string): Promise<string> {
		const path = join(root, name)
		await mkdir(path, { recursive: true })
		return path
	}

	async function within<Value>(path: string, use: (running: Running) => Promise<Value>): Promise<Value> {
		const running = await start(contender, path)
		try {
			return await use(running)
		} finally {
			await running.kill()
		}
	}

	async function seed(count: number): Promise<TwoYearDocuments | null> {
		return seedTwoYearDocuments(contender.id, await directory(`years-${count}`), count)
	}

	return {
		contender,
		directory,
		withRunning: async (use) => within(await directory(`run-${++started}`), use),
		async withYears(use, count = REOPENED * scale) {
			const seeded = seeding.get(count) ?? seed(count)
			seeding.set(count, seeded)
			const years = await seeded
			return years && within(await directory(`years-${count}`), (running) => use(running, years))
		}
	}
}
