/**
 * `npm run bench:relay`: the same load on the whole product, on its peers, and on a bare `ws` server that stores nothing (the ceiling).
 * It takes hours: one measure after the other, and in each one contender after the other, so that a machine which becomes slower is
 * slower for all of them. Each figure is the median of its runs.
 *
 *   -- --write            puts the table into docs/measured.md
 *   -- tandem y-websocket only these contenders
 *   -- --only=idle,kills  only these measures, named as in `measures`
 *   -- --runs=1           runs of each measure; 3 by default
 *   -- --quick            a tenth of everything
 *   -- --resume           uses what the last run had finished; each figure is stored as soon as it is there
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBetweenMarks } from '../../../scripts/measured.ts'
import type { NewUpdate } from '../../../server/documents/storage/storage.ts'
import { writeTwoYears } from '../two-year-plan.ts'
import { contenders, leaveServerCore, start, type Contender, type Running, type StartOptions } from './contenders.ts'
import { openFinished } from './finished.ts'
import { toTable, type Figures, type Measured, type Runs } from './figures.ts'
import { installPeers } from './install.ts'
import { measureKills } from './kills.ts'
import { FIRST_PAIRS, measureFleet, measureIdleConnection, measureOpenDocument } from './memory.ts'
import { firstDay, pairDocument, writePlanWork, writeTypingWork, type Work } from './pair-load.ts'
import { measureReopening } from './reopening.ts'
import { measureSteady } from './steady.ts'
import { measureSustained } from './sustained.ts'
import { copyTown, foundTown, type Town } from './town.ts'
import { seedTwoYearDocuments, type TwoYearDocuments } from './two-year-documents.ts'

const asked = process.argv.slice(2)
const scale = asked.includes('--quick') ? 0.1 : 1
const runs = Number(valueOf('runs') ?? 3)
const only = valueOf('only')?.split(',')
const chosen = contenders.filter(({ id }) => !asked.some((word) => !word.startsWith('--')) || asked.includes(id))

/** The input of a measure: processes of its contender. Each measure has one of its own, so that the one before does not affect it. */
interface Bench {
	contender: Contender
	/** Over `pairs` plans with this log; a peer is sent them when the pairs open. */
	withPairs<Value>(
		load: { pairs: number; log: readonly NewUpdate[]; isPinned?: boolean },
		use: (running: Running) => Promise<Value>
	): Promise<Value>
	/** Over `count` two-year plans, 2,000 by default; null for a contender that stores nothing. */
	withYears<Value>(
		use: (running: Running, years: TwoYearDocuments) => Promise<Value>,
		count?: number
	): Promise<Value | null>
	directory(name: string): Promise<string>
}

const PAIRS = 1000 * scale
const FEW_PAIRS = 300 * scale
const SECONDS = Math.max(3, 12 * scale)
/** Edits of a pair: the fastest contenders take some 35 a second of each, in all steps of a measure of 300 pairs. */
const TYPED = 5000
const OPEN_DOCUMENTS = 900
const REOPENED = 2000
const FLEET = 10_000
const planWork = writePlanWork()
const typingWork = writeTypingWork(firstDay(), TYPED)
const yearsWork = writeTypingWork(writeTwoYears(), TYPED)

function sustained(work: Work, pairs: number, isPinned: boolean) {
	return (bench: Bench) =>
		bench.withPairs({ pairs, log: work.log, isPinned }, (running) => measureSustained(running, work, pairs))
}

/** Its ratio is that of our own figures: a peer is measured elsewhere. */
function ofOurs<Value>(measure: (bench: Bench) => Promise<Value>) {
	return async (bench: Bench) => (bench.contender.needsTown ? measure(bench) : null)
}

function steady(perSecond: number) {
	return (bench: Bench) =>
		bench.withPairs({ pairs: PAIRS, log: typingWork.log, isPinned: true }, (running) =>
			measureSteady(running, { work: typingWork, pairs: PAIRS, perSecond: perSecond * scale, seconds: SECONDS })
		)
}

const measures: { [Name in keyof Measured]: (bench: Bench) => Promise<Measured[Name]> } = {
	typingOneCore: sustained(typingWork, PAIRS, true),
	planOneCore: sustained(planWork, PAIRS, true),
	typing: sustained(typingWork, PAIRS, false),
	plan: sustained(planWork, PAIRS, false),
	few: ofOurs(sustained(typingWork, FEW_PAIRS, true)),
	fewYears: ofOurs(sustained(yearsWork, FEW_PAIRS, true)),
	years: ofOurs(sustained(yearsWork, PAIRS, true)),
	steady1000: steady(1000),
	steady2000: steady(2000),
	steady3000: steady(3000),
	steady8000: steady(8000),
	idle: ({ withPairs }) =>
		withPairs({ pairs: FIRST_PAIRS + PAIRS, log: firstDay() }, (running) =>
			measureIdleConnection(running, { pairs: PAIRS, log: firstDay() })
		),
	kills: async ({ contender, directory }) =>
		contender.isBare ? null : measureKills(contender, await directory('kills'), 100 * scale),
	openDocument: ({ withYears }) =>
		withYears((running, { documentIds }) => measureOpenDocument(running, documentIds.slice(0, OPEN_DOCUMENTS))),
	// For a peer it is the figure of one document, ten thousand times.
	fleet: ofOurs(({ withYears }) =>
		withYears((running, { documentIds }) => measureFleet(running, documentIds), FLEET * scale)
	),
	fresh: ({ withYears }) => withYears((running, { documentIds }) => measureReopening(running, documentIds, {})),
	returning: ({ withYears }) =>
		withYears((running, { documentIds, ...device }) => measureReopening(running, documentIds, device))
}
/** They count what is lost, or fill the machine for minutes. */
const measuredOnce: readonly (keyof Measured)[] = ['kills', 'openDocument', 'fleet']
const NOTES =
	'Ours is the whole product as `npm start` runs it: sessions, registry, ledgers, projector; only its limits per person and address ' +
	'are lifted, because one process makes the load of all. “Typing”: words at the end of the notes of one activity, in a plan of its first ' +
	'day. “Plan edits”: those of two people who keep a plan. “One core”: the server and all its threads have one core, the load has the ' +
	'others. Memory is resident memory after all garbage was collected and returned to the system. All servers run with the allocator ' +
	'setting that `npm start` uses for ours (`scripts/server-settings.mjs`). Ours also runs with the V8 settings of `npm start`; the peers run with ' +
	'V8’s defaults.'

leaveServerCore()
await installPeers()
const finished = await openFinished(asked.includes('--resume'))
const root = await mkdtemp(join(tmpdir(), 'tandem-peers-'))
const figures: (Figures & { bench: Bench })[] = chosen.map((contender) => ({
	contender,
	runs: finished.of(contender.id),
	bench: createBench(contender, join(root, contender.id))
}))
try {
	for (const name of Object.keys(measures) as (keyof Measured)[]) {
		const times = measuredOnce.includes(name) ? 1 : runs
		for (let run = 0; run < times && only?.includes(name) !== false; run++) await measure(name, run)
	}
} finally {
	await rm(root, { recursive: true, force: true })
}
const goes = asked.includes('--resume') ? 'in several runs' : 'in one run'
const heading =
	`Node ${process.versions.node}, ${cpus().length} cores, loopback, all measures one after the other ${goes}, ` +
	`medians of ${runs}.`
const table = [heading, toTable(figures), NOTES].join('\n\n')
console.log(table)
if (asked.includes('--write')) await writeBetweenMarks('bench:relay', table)
process.exit(0)

function valueOf(option: string): string | undefined {
	const start = `--${option}=`
	return asked.find((word) => word.startsWith(start))?.slice(start.length)
}

async function measure<Name extends keyof Measured>(name: Name, run: number): Promise<void> {
	for (const { contender, runs: all, bench } of figures) {
		const values: Runs[Name] = (all[name] ??= [])
		if (values.length > run) continue
		const startedAt = performance.now()
		values.push(await measures[name](bench))
		const took = ((performance.now() - startedAt) / 1000).toFixed(0)
		console.error(`${contender.id}: ${name} ${JSON.stringify(values.at(-1))} (${took} s)`)
		await finished.write(contender.id, all)
	}
}

function createBench(contender: Contender, root: string): Bench {
	const towns = new Map<string, Promise<Town>>()
	const seeding = new Map<number, Promise<TwoYearDocuments | null>>()
	let started = 0

	async function directory(name: string): Promise<string> {
		const path = join(root, name)
		await mkdir(path, { recursive: true })
		return path
	}

	async function within<Value>(
		path: string,
		options: StartOptions,
		use: (running: Running) => Promise<Value>
	): Promise<Value> {
		const running = await start(contender, path, options)
		try {
			return await use(running)
		} finally {
			await running.kill()
		}
	}

	/** A copy of it is `path`. */
	async function settleTown(path: string, pairs: number, log: readonly NewUpdate[]): Promise<Town> {
		const key = `${pairs}-${log.length}`
		const documentIds = Array.from({ length: pairs }, (_, pair) => pairDocument(pair))
		const town = towns.get(key) ?? foundTown(await directory(key), documentIds, log)
		towns.set(key, town)
		await copyTown(await town, path)
		return town
	}

	async function seed(count: number): Promise<TwoYearDocuments | null> {
		return seedTwoYearDocuments(contender.id, await directory(`years-${count}`), count)
	}

	return {
		contender,
		directory,
		async withPairs({ pairs, log, isPinned = false }, use) {
			const path = await directory(`run-${++started}`)
			const town = contender.needsTown ? await settleTown(path, pairs, log) : null
			const value = await within(path, { town, isPinned }, use)
			await rm(path, { recursive: true, force: true })
			return value
		},
		async withYears(use, count = REOPENED * scale) {
			const seeded = seeding.get(count) ?? seed(count)
			seeding.set(count, seeded)
			const years = await seeded
			if (years === null) return null
			const path = years.town?.directory ?? (await directory(`years-${count}`))
			return within(path, { town: years.town }, (running) => use(running, years))
		}
	}
}
