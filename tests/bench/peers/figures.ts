/** The table of all contenders, and whether ours meets its targets beside them. */
import type { Contender, ContenderId } from './contenders.ts'
import type { Kills } from './kills.ts'
import type { Reopening } from './reopening.ts'
import type { Steady } from './steady.ts'

/** Null: there is nothing to measure. */
export interface Measured {
	kills: Kills | null
	/** Edits a second: on plans as people edit them, and typed at the end of an empty document. */
	sustained: number
	sustainedTyping: number
	thousand: Steady
	three: Steady
	threeTyping: Steady
	/** Bytes per connection, where the pair's document is a new plan, or empty. */
	idle: number
	idleEmpty: number
	/** Bytes per document. */
	openDocument: number | null
	/** Bytes of the server with 10,000 of them open. */
	fleet: number | null
	fresh: Reopening | null
	returning: Reopening | null
}

/** The requested measures of a contender. */
export interface Figures {
	contender: Contender
	measured: Partial<Measured>
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
		show({ measured }) {
			const value = measured[name]
			return value === undefined ? '' : show(value)
		},
		target: target?.title ?? '',
		compare(figures) {
			if (target === undefined) return ''
			const [ours, ...peers] = (['tandem', ...target.comparedWith] as const).map(
				(id) => figures.find(({ contender }) => contender.id === id)?.measured[name]
			)
			if (ours === undefined || !peers.every((peer) => peer !== undefined)) return ''
			const ratio = target.ratio(ours, peers)
			const isMet = ratio <= (target.atMost ?? Infinity) && ratio >= (target.atLeast ?? -Infinity)
			return `${ratio.toFixed(2)} ${isMet ? '✓' : '✗'}`
		}
	}
}

const IN_MEMORY: readonly ContenderId[] = ['y-websocket']
const DURABLE: readonly ContenderId[] = ['y-websocket-leveldb', 'hocuspocus']

/** One contender's figure divided by another's. */
function over<Value>(figure: (value: Value) => number) {
	return (ours: Value, [peer]: readonly Value[]) => (peer === undefined ? Number.NaN : figure(ours) / figure(peer))
}

/** What is written during the measure (pair-load.ts). */
const loads = [
	{ sustained: 'sustained', three: 'three', what: '' },
	{ sustained: 'sustainedTyping', three: 'threeTyping', what: ', typing only' }
] as const

const rows: readonly Row[] = [
	row(
		'kills',
		'edits seen by the partner or acknowledged, lost in 100 × `kill -9`',
		(kills) => (kills === null ? '–' : `${kills.lost} of ${kills.promised}`),
		{ title: '0', comparedWith: [], ratio: (ours) => ours?.lost ?? Number.NaN, atMost: 0 }
	),
	...loads.flatMap(({ sustained, what }) => [
		row(sustained, `sustained edits/s at p99 < 100 ms, 1,000 pairs${what}`, wholeNumber, {
			title: '≥ 1.5 × y-websocket in memory',
			comparedWith: IN_MEMORY,
			ratio: over((rate) => rate),
			atLeast: 1.5
		}),
		row(sustained, 'the same against Hocuspocus', () => '', {
			title: '≥ 5 × Hocuspocus + SQLite',
			comparedWith: ['hocuspocus'],
			ratio: over((rate) => rate),
			atLeast: 5
		})
	]),
	...loads.flatMap(({ three, what }) => [
		row(three, `CPU seconds per 10,000 edits, 3,000 pairs${what}`, ({ cpuPer10000 }) => cpuPer10000.toFixed(2), {
			title: '≤ 0.75 × y-websocket in memory',
			comparedWith: IN_MEMORY,
			ratio: over(({ cpuPer10000 }) => cpuPer10000),
			atMost: 0.75
		}),
		row(three, 'the same against Hocuspocus', () => '', {
			title: '≤ 0.5 × Hocuspocus + SQLite',
			comparedWith: ['hocuspocus'],
			ratio: over(({ cpuPer10000 }) => cpuPer10000),
			atMost: 0.5
		})
	]),
	row('thousand', 'edit → partner p50 / p99, 1,000 pairs at 1 edit/s', ({ toPartner }) => latency(toPartner), {
		title: 'p99 ≤ 3 × y-websocket in memory',
		comparedWith: IN_MEMORY,
		ratio: over(({ toPartner: [, p99] }) => p99),
		atMost: 3
	}),
	row('thousand', 'edit → acknowledged, on disk, the same load', ({ toAck }) =>
		toAck === null ? '–' : latency(toAck)
	),
	...loads.map(({ three, what }) =>
		row(
			three,
			`edit → partner p50 / p99, 3,000 pairs${what}`,
			({ toPartner, late }) => latency(toPartner) + (late > 0 ? `, ${late} late` : ''),
			{
				title: 'p99 ≤ y-websocket + LevelDB',
				comparedWith: ['y-websocket-leveldb'],
				ratio: over(({ toPartner: [, p99] }) => p99),
				atMost: 1
			}
		)
	),
	row('idle', 'memory per idle connection of a pair with a new plan', kilobytes, {
		title: '≤ 0.7 × y-websocket in memory',
		comparedWith: IN_MEMORY,
		ratio: over((bytes) => bytes),
		atMost: 0.7
	}),
	row('idleEmpty', 'the same, its document empty', kilobytes),
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
		title: '≤ 0.25 × the best peer',
		comparedWith: DURABLE,
		ratio: (ours, peers) => seconds(ours) / fastest(peers),
		atMost: 0.25
	}),
	row('returning', 'the same by returning devices', reopening, {
		title: '≤ 0.1 × the best peer',
		comparedWith: DURABLE,
		ratio: (ours, peers) => seconds(ours) / fastest(peers),
		atMost: 0.1
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
