/** The table of all contenders, and whether ours is where it must be beside them. */
import type { Contender, ContenderId } from './contenders.ts'
import type { Kills } from './kills.ts'
import type { Reopening } from './reopening.ts'
import type { Steady } from './steady.ts'

/** Null: there is nothing to measure. */
export interface Figures {
	contender: Contender
	thousand: Steady
	three: Steady
	/** Edits a second. */
	sustained: number
	/** Bytes. */
	idleConnection: number
	openDocument: number | null
	fresh: Reopening | null
	returning: Reopening | null
	kills: Kills | null
}

interface Measure {
	title: string
	show(figures: Figures): string
	/** What must hold of ours among all; shown with the ratio. */
	target?: { title: string; ratio(by: ByContender): number; atMost?: number; atLeast?: number }
}

type ByContender = (id: ContenderId) => Figures

const measures: readonly Measure[] = [
	{
		title: 'edits seen by the partner or acknowledged, lost in 100 × `kill -9`',
		show: ({ kills }) => (kills === null ? '–' : `${kills.lost} of ${kills.promised}`),
		target: { title: '0', ratio: (by) => by('tandem').kills?.lost ?? Number.NaN, atMost: 0 }
	},
	{
		title: 'sustained edits/s at p99 < 100 ms, 1,000 pairs',
		show: ({ sustained }) => Math.round(sustained).toLocaleString('en'),
		target: {
			title: '≥ 1.5 × y-websocket in memory',
			ratio: (by) => by('tandem').sustained / by('y-websocket').sustained,
			atLeast: 1.5
		}
	},
	{
		title: 'the same against Hocuspocus',
		show: () => '',
		target: {
			title: '≥ 5 × Hocuspocus + SQLite',
			ratio: (by) => by('tandem').sustained / by('hocuspocus').sustained,
			atLeast: 5
		}
	},
	{
		title: 'CPU seconds per 10,000 edits, 3,000 pairs',
		show: ({ three }) => three.cpuPer10000.toFixed(2),
		target: {
			title: '≤ 0.75 × y-websocket in memory',
			ratio: (by) => by('tandem').three.cpuPer10000 / by('y-websocket').three.cpuPer10000,
			atMost: 0.75
		}
	},
	{
		title: 'the same against Hocuspocus',
		show: () => '',
		target: {
			title: '≤ 0.5 × Hocuspocus + SQLite',
			ratio: (by) => by('tandem').three.cpuPer10000 / by('hocuspocus').three.cpuPer10000,
			atMost: 0.5
		}
	},
	{
		title: 'edit → partner p50 / p99, 1,000 pairs at 1 edit/s',
		show: ({ thousand }) => latency(thousand.toPartner),
		target: {
			title: 'p99 ≤ 3 × y-websocket in memory',
			ratio: (by) => by('tandem').thousand.toPartner[1] / by('y-websocket').thousand.toPartner[1],
			atMost: 3
		}
	},
	{
		title: 'edit → acknowledged, on disk, the same load',
		show: ({ thousand }) => (thousand.toAck === null ? '–' : latency(thousand.toAck))
	},
	{
		title: 'edit → partner p50 / p99, 3,000 pairs',
		show: ({ three }) => latency(three.toPartner) + (three.late > 0 ? `, ${three.late} late` : ''),
		target: {
			title: 'p99 ≤ y-websocket + LevelDB',
			ratio: (by) => by('tandem').three.toPartner[1] / by('y-websocket-leveldb').three.toPartner[1],
			atMost: 1
		}
	},
	{
		title: 'memory per idle connection',
		show: ({ idleConnection }) => kilobytes(idleConnection),
		target: {
			title: '≤ 0.7 × y-websocket in memory',
			ratio: (by) => by('tandem').idleConnection / by('y-websocket').idleConnection,
			atMost: 0.7
		}
	},
	{
		title: 'memory per open two-year document',
		show: ({ openDocument }) => (openDocument === null ? '–' : kilobytes(openDocument)),
		target: { title: '≤ 100 kB', ratio: (by) => (by('tandem').openDocument ?? Number.NaN) / 1000, atMost: 100 }
	},
	{
		title: '2,000 two-year plans reopened at once by new devices; peak memory',
		show: ({ fresh }) => reopening(fresh),
		target: {
			title: '≤ 0.25 × the best peer',
			ratio: (by) => seconds(by('tandem').fresh) / bestPeer(by, ({ fresh }) => fresh),
			atMost: 0.25
		}
	},
	{
		title: 'the same by returning devices',
		show: ({ returning }) => reopening(returning),
		target: {
			title: '≤ 0.1 × the best peer',
			ratio: (by) => seconds(by('tandem').returning) / bestPeer(by, ({ returning }) => returning),
			atMost: 0.1
		}
	}
]

/** In Markdown. Targets are judged only when all contenders were measured. */
export function toTable(figures: readonly Figures[]): string {
	const byId = new Map(figures.map((each) => [each.contender.id, each]))
	const by: ByContender = (id) => byId.get(id)!
	const isComplete = byId.size === 5
	const head = ['Measure', ...figures.map(({ contender }) => contender.title), 'Target', 'Ratio']
	const rows = measures.map(({ title, show, target }) => [
		title,
		...figures.map(show),
		target?.title ?? '',
		target === undefined || !isComplete ? '' : judge(target.ratio(by), target)
	])
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function judge(
	ratio: number,
	{ atMost = Infinity, atLeast = -Infinity }: { atMost?: number; atLeast?: number }
): string {
	return `${ratio.toFixed(2)} ${ratio <= atMost && ratio >= atLeast ? '✓' : '✗'}`
}

function latency([p50, p99]: readonly [number, number]): string {
	return `${p50.toFixed(1)} / ${p99.toFixed(1)} ms`
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

function bestPeer(by: ByContender, of: (figures: Figures) => Reopening | null): number {
	const peers: readonly ContenderId[] = ['y-websocket-leveldb', 'hocuspocus']
	const times = peers.map((id) => of(by(id))).filter((each) => each !== null)
	// A peer that answered only some is given the time it took for those.
	return Math.min(...times.map((each) => each.seconds))
}
