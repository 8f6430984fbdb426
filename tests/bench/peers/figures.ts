/** The table of all contenders, and whether ours meets its targets beside them. */
import { quantile } from '../table.ts'
import type { Contender, ContenderId } from './contenders.ts'
import type { Kills } from './kills.ts'
import type { Reopening } from './reopening.ts'
import type { Steady } from './steady.ts'

/** Null: there is nothing to measure. */
export interface Measured {
	/** Edits a second of 1,000 pairs; on one core, or on all of them. */
	typingOneCore: number
	planOneCore: number
	typing: number
	plan: number
	/** Typing on one core: 300 pairs; 300 and 1,000 pairs whose plans are two years old. */
	few: number | null
	fewYears: number | null
	years: number | null
	/** Typing on one core, by edits a second of all 1,000 pairs. */
	steady1000: Steady
	steady2000: Steady
	steady3000: Steady
	steady8000: Steady
	/** Bytes per connection, where the pair's document is a new plan. */
	idle: number
	kills: Kills | null
	/** Bytes per document. */
	openDocument: number | null
	/** Bytes of the server with 10,000 of them open. */
	fleet: number | null
	fresh: Reopening | null
	returning: Reopening | null
}

/** What was measured, each figure in each run. */
export type Runs = { [Name in keyof Measured]?: Measured[Name][] }

export interface Figures {
	contender: Contender
	runs: Runs
}

/** What must hold for ours beside others; shown with the ratio. */
interface Target<Value> {
	title: string
	comparedWith: readonly ContenderId[]
	ratio(ours: Value, peers: readonly Value[]): number
	atMost?: number
	atLeast?: number
}

interface Row {
	title: string
	show(figures: Figures): string
	target: string
	/** Empty until ours and those beside it are measured. */
	compare(figures: readonly Figures[]): string
}

function row<Name extends keyof Measured>(
	name: Name,
	title: string,
	show: (value: Measured[Name]) => string,
	target?: Target<Measured[Name]>
): Row {
	return {
		title,
		show({ runs }) {
			const value = medianRun(runs[name] ?? [])
			return value === undefined ? '' : show(value)
		},
		target: target?.title ?? '',
		compare(figures) {
			if (target === undefined) return ''
			const [ours, ...peers] = (['tandem', ...target.comparedWith] as const).map((id) =>
				medianRun(figures.find(({ contender }) => contender.id === id)?.runs[name] ?? [])
			)
			if (ours === undefined || !peers.every((peer) => peer !== undefined)) return ''
			const ratio = target.ratio(ours, peers)
			const isMet = ratio <= (target.atMost ?? Infinity) && ratio >= (target.atLeast ?? -Infinity)
			return `${ratio.toFixed(2)} ${isMet ? '✓' : '✗'}`
		}
	}
}

type OwnRate = 'few' | 'fewYears' | 'years' | 'typingOneCore'

/** One of our own figures divided by another: whether the age of the plans matters. */
function ownRow([name, beside]: readonly [OwnRate, OwnRate], title: string): Row {
	const rateOf = ({ runs }: Figures, of: OwnRate) => medianRun<number | null>(runs[of] ?? [])
	return {
		title,
		show(figures) {
			const rate = rateOf(figures, name)
			return rate === undefined ? '' : rate === null ? '–' : wholeNumber(rate)
		},
		target: '≥ 0.9 × new plans',
		compare(figures) {
			const ours = figures.find(({ contender }) => contender.id === 'tandem')
			const ratio =
				ours === undefined ? Number.NaN : (rateOf(ours, name) ?? Number.NaN) / (rateOf(ours, beside) ?? Number.NaN)
			return Number.isNaN(ratio) ? '' : `${ratio.toFixed(2)} ${ratio >= 0.9 ? '✓' : '✗'}`
		}
	}
}

/** The middle value of a figure's runs, each number by itself; of other things the first run's. */
export function medianRun<Value>(runs: readonly Value[]): Value | undefined {
	const [first] = runs
	if (typeof first === 'number') return quantile(runs as readonly number[], 0.5) as Value
	if (first === null || typeof first !== 'object') return first
	const keys = Object.keys(first) as (keyof Value)[]
	const entries = keys.map((key) => [key, medianRun(runs.map((run) => run[key]))])
	return (Array.isArray(first) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as Value
}

const IN_MEMORY: readonly ContenderId[] = ['y-websocket']
const DURABLE: readonly ContenderId[] = ['y-websocket-leveldb', 'hocuspocus']

/** One contender's figure divided by another's. */
function over<Value>(figure: (value: Value) => number) {
	return (ours: Value, [peer]: readonly Value[]) => (peer === undefined ? Number.NaN : figure(ours) / figure(peer))
}

const sustainedRows = [
	{ name: 'typingOneCore', what: 'typing, one core', atLeast: 1 },
	{ name: 'planOneCore', what: 'plan edits, one core', atLeast: 1.3 },
	{ name: 'typing', what: 'typing, all cores', atLeast: 1 },
	{ name: 'plan', what: 'plan edits, all cores', atLeast: 1.3 }
] as const

const steadyRows = [
	{ name: 'steady1000', rate: '1,000', cpuAtMost: 1.3, p99AtMost: 5 },
	{ name: 'steady2000', rate: '2,000', cpuAtMost: 1.1, p99AtMost: 5 },
	{ name: 'steady3000', rate: '3,000', cpuAtMost: null, p99AtMost: 5 },
	{ name: 'steady8000', rate: '8,000', cpuAtMost: 1, p99AtMost: null }
] as const

const rows: readonly Row[] = [
	row(
		'kills',
		'edits seen by the partner or acknowledged, lost in 100 × `kill -9`',
		(kills) => (kills === null ? '–' : `${kills.lost} of ${kills.promised}`),
		{ title: '0', comparedWith: [], ratio: (ours) => ours?.lost ?? Number.NaN, atMost: 0 }
	),
	...sustainedRows.flatMap(({ name, what, atLeast }) => [
		row(name, `sustained edits/s at p99 < 100 ms, 1,000 pairs, ${what}`, wholeNumber, {
			title: `≥ ${atLeast} × y-websocket in memory`,
			comparedWith: IN_MEMORY,
			ratio: over((rate) => rate),
			atLeast
		}),
		row(name, 'the same against Hocuspocus', () => '', {
			title: '≥ 1.8 × Hocuspocus + SQLite',
			comparedWith: ['hocuspocus'],
			ratio: over((rate) => rate),
			atLeast: 1.8
		})
	]),
	ownRow(['fewYears', 'few'], 'the same with two-year plans, 300 pairs, typing, one core'),
	ownRow(['years', 'typingOneCore'], 'the same with two-year plans, 1,000 pairs, typing, one core'),
	...steadyRows.flatMap(({ name, rate, cpuAtMost }) => [
		row(name, `CPU seconds per 10,000 edits at ${rate} edits/s`, ({ cpuPer10000 }) => cpuPer10000.toFixed(2), {
			title: cpuAtMost === null ? '' : `≤ ${cpuAtMost} × y-websocket in memory`,
			comparedWith: IN_MEMORY,
			ratio: over(({ cpuPer10000 }) => cpuPer10000),
			atMost: cpuAtMost ?? Infinity
		}),
		row(name, 'the same against LevelDB', () => '', {
			title: '≤ 0.5 × y-websocket + LevelDB',
			comparedWith: ['y-websocket-leveldb'],
			ratio: over(({ cpuPer10000 }) => cpuPer10000),
			atMost: 0.5
		})
	]),
	...steadyRows.flatMap(({ name, rate, p99AtMost }) => [
		row(
			name,
			`edit → partner p50 / p99 at ${rate} edits/s of 1,000 pairs`,
			({ toPartner, late }) => latency(toPartner) + (late > 0 ? `, ${late} late` : ''),
			{
				title: p99AtMost === null ? '' : `p99 ≤ ${p99AtMost} × y-websocket in memory`,
				comparedWith: IN_MEMORY,
				ratio: over(({ toPartner: [, p99] }) => p99),
				atMost: p99AtMost ?? Infinity
			}
		),
		row(name, 'edit → acknowledged, on disk, the same load', ({ toAck }) => (toAck === null ? '–' : latency(toAck)))
	]),
	row('idle', 'memory per idle connection of a pair with a new plan', kilobytes, {
		title: '≤ 0.7 × y-websocket in memory',
		comparedWith: IN_MEMORY,
		ratio: over((bytes) => bytes),
		atMost: 0.7
	}),
	row('openDocument', 'memory per open two-year document', (bytes) => (bytes === null ? '–' : kilobytes(bytes)), {
		title: '≤ 100 kB',
		comparedWith: [],
		ratio: (bytes) => (bytes ?? Number.NaN) / 100_000,
		atMost: 1
	}),
	row(
		'fleet',
		'memory of the server, 10,000 two-year documents open',
		(bytes) => (bytes === null ? '–' : `${Math.round(bytes / 1e6)} MB`),
		{ title: '≤ 1 GiB', comparedWith: [], ratio: (bytes) => (bytes ?? Number.NaN) / 2 ** 30, atMost: 1 }
	),
	row('fresh', '2,000 two-year plans reopened at once by new devices; peak memory', reopening, {
		title: '≤ 0.15 × the best peer',
		comparedWith: DURABLE,
		ratio: (ours, peers) => seconds(ours) / fastest(peers),
		atMost: 0.15
	}),
	row('returning', 'the same by returning devices', reopening, {
		title: '≤ 0.05 × the best peer',
		comparedWith: DURABLE,
		ratio: (ours, peers) => seconds(ours) / fastest(peers),
		atMost: 0.05
	})
]

/** As Markdown. */
export function toTable(figures: readonly Figures[]): string {
	const head = ['Measure', ...figures.map(({ contender }) => contender.title), 'Target', 'Ratio']
	const cells = rows.map(({ title, show, target, compare }) => [title, ...figures.map(show), target, compare(figures)])
	return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function latency([p50, p99]: readonly [number, number]): string {
	return `${p50.toFixed(1)} / ${p99.toFixed(1)} ms`
}

function wholeNumber(value: number): string {
	return Math.round(value).toLocaleString('en')
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`
}

function reopening(figures: Reopening | null): string {
	if (figures === null) return '–'
	const missing = figures.missing > 0 ? `, ${figures.missing} not answered` : ''
	return `${figures.seconds.toFixed(1)} s${missing}; ${(figures.peak / 1e9).toFixed(2)} GB`
}

/** Not answering everybody is worse than any time. */
function seconds(figures: Reopening | null): number {
	return figures === null ? Number.NaN : figures.missing > 0 ? Infinity : figures.seconds
}

/** A peer that answered only some counts with its time for those. */
function fastest(peers: readonly (Reopening | null)[]): number {
	return Math.min(...peers.map((each) => each?.seconds ?? Infinity))
}
