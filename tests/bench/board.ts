/**
 * `npm run bench:board`: the board of a municipality of 100 to 50,000 programmes, with ledgers, their histories and devices, while 20
 * pairs write 40 edits a second and 0, 1 or 3 curators watch, who have these pairs on their page: they sort by the last contact, or have
 * searched. The whole product, with its limits per person lifted.
 *
 * Then 200 edits a second: of plans that all stay in the projector's memory, and of so many that most do not.
 *
 *   -- --write            puts the tables into docs/measured.md, if both were measured
 *   -- --sizes=100,1000   only these numbers of programmes; with none, only the projector
 *   -- --seconds=10       of editing, each time; 20 by default
 */
import { get } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import type { Board } from '../../src/lib/protocol/api/program.ts'
import { writeBetweenMarks } from '../../scripts/measured.ts'
import { contenders, start, type Running } from './peers/contenders.ts'
import { editAtRate, openPairs, pairDocument, writePlanWork } from './peers/pair-load.ts'
import { PROJECTOR_THREAD } from '../../server/jobs/projection/thread.ts'
import { readThreadCpuSeconds } from './peers/process-figures.ts'
import { foundTown, type Town } from './peers/town.ts'
import { fillTown } from './filled-town.ts'
import { quantile } from './table.ts'

const PAIRS = 20
/** The family name of the people of the pairs that write (peers/town.ts), and of nobody else. */
const PAIR_NAME = 'Фамилия'
const EDITS_PER_SECOND = 40
/** A request that costs nothing waits only for the event loop. */
const PROBE_MS = 10
/** The rows of the pairs that write are on these pages. */
const BY_CONTACT = '/api/board?sort=-sync'
const SEARCHED = `/api/board?q=${encodeURIComponent(PAIR_NAME)}`
const WATCHING = [
	{ curators: 0, page: BY_CONTACT, words: '0 curators' },
	{ curators: 1, page: BY_CONTACT, words: '1 curator' },
	{ curators: 3, page: BY_CONTACT, words: '3 curators' },
	{ curators: 3, page: SEARCHED, words: '3 curators who have searched' }
]

/** The projector keeps 32 plans, and the one that was read longest ago goes first: of more, none is there when its turn comes. */
const PROJECTED = [
	{ pairs: 20, words: '20, which stay in memory' },
	{ pairs: 64, words: '64, which do not' },
	{ pairs: 200, words: '200, which do not' }
]
const PROJECTED_PER_SECOND = 200

const asked = process.argv.slice(2)
const sizes = (valueOf('sizes') ?? '100,1000,10000,50000').split(',').filter(Boolean).map(Number)
const seconds = Number(valueOf('seconds') ?? 20)
const tandem = contenders.find(({ id }) => id === 'tandem')!
const work = writePlanWork()

interface Figures {
	programs: number
	startMs: number
	/** When no row was judged before: the first answer, and until all are judged. */
	firstBuildMs: number
	judgedMs: number
	pageMs: number
	pageBytes: number
	meBytes: number
	/** The longest wait of the event loop while the board is opened first. */
	stallMs: number
	/** After that first page, and at the end. */
	residentMB: { first: number; end: number }
	/** `rowMs`: 95 of 100 waits of an edit for its row on a board; null: nobody watches. */
	edits: {
		p50: number
		p99: number
		stallMs: number
		bytesPerSecond: number
		rowMs: number | null
	}[]
}

const root = await mkdtemp(join(tmpdir(), 'tandem-board-'))
const figures: Figures[] = []
const projections: Projection[] = []
try {
	for (const programs of sizes) figures.push(await measure(programs))
	for (const { pairs, words } of PROJECTED) projections.push(await measureProjection(pairs, words))
} finally {
	await rm(root, { recursive: true, force: true })
}
const heading = `Node ${process.versions.node}, ${cpus().length} cores, loopback, ${PAIRS} pairs, ${EDITS_PER_SECOND} edits of plans a second.`
const tables = [...(figures.length > 0 ? [toTable(figures)] : []), toProjectionTable(projections)]
const table = [heading, ...tables].join('\n\n')
console.log(table)
if (asked.includes('--write') && figures.length > 0) await writeBetweenMarks('bench:board', table)
process.exit(0)

function valueOf(option: string): string | undefined {
	const begin = `--${option}=`
	return asked.find((word) => word.startsWith(begin))?.slice(begin.length)
}

async function measure(programs: number): Promise<Figures> {
	const directory = join(root, String(programs))
	const ids = Array.from({ length: PAIRS }, (_, pair) => pairDocument(pair))
	const town = await foundTown(directory, ids, work.log)
	const cookies = await fillTown(town.directory, programs - PAIRS)
	const first = await startTown(town)
	await waitUntilReady(first)
	const askedAt = performance.now()
	const firstAnswer = await read(first, '/api/board', cookies[0]!)
	let answer = firstAnswer
	while ((JSON.parse(answer.text) as Board).isCounting) {
		await setTimeout(50)
		answer = await read(first, '/api/board', cookies[0]!)
	}
	const judgedMs = performance.now() - askedAt
	first.process.kill('SIGTERM')
	await new Promise((resolve) => first.process.once('exit', resolve))

	const startedAt = performance.now()
	const running = await startTown(town)
	try {
		await waitUntilReady(running)
		const startMs = performance.now() - startedAt
		const probe = startProbe(running)
		const page = await read(running, '/api/board', cookies[0]!)
		const stallMs = await probe.stop()
		const me = await read(running, '/api/me', cookies[0]!)
		const residentMB = { first: residentOf(running), end: 0 }
		const edits: Figures['edits'] = []
		const load = await openPairs(running, PAIRS, work)
		for (const { curators, page } of WATCHING) {
			const watches = await Promise.all(cookies.slice(0, curators).map((cookie) => watch(running, page, cookie)))
			await editAtRate(load, { pairs: PAIRS, rate: EDITS_PER_SECOND, seconds: 2 })
			load.takeLatencies()
			const before = watches.reduce((sum, { bytes }) => sum + bytes(), 0)
			watches.forEach(({ takeWaits }) => takeWaits())
			const busy = startProbe(running)
			const edited = await editAtRate(load, { pairs: PAIRS, rate: EDITS_PER_SECOND, seconds })
			const { toPartner } = load.takeLatencies()
			const read = watches.reduce((sum, { bytes }) => sum + bytes(), 0) - before
			edits.push({
				p50: quantile(toPartner, 0.5),
				p99: quantile(toPartner, 0.99),
				stallMs: await busy.stop(),
				bytesPerSecond: curators === 0 ? 0 : read / curators / edited.seconds,
				rowMs:
					curators === 0
						? null
						: quantile(
								watches.flatMap(({ takeWaits }) => takeWaits()),
								0.95
							)
			})
			for (const { stop } of watches) stop()
		}
		load.close()
		residentMB.end = residentOf(running)
		const firstBuildMs = firstAnswer.ms
		const result = {
			programs,
			startMs,
			firstBuildMs,
			judgedMs,
			pageMs: page.ms,
			pageBytes: page.bytes,
			meBytes: me.bytes
		}
		console.error(JSON.stringify({ ...result, stallMs, residentMB, edits }))
		return { ...result, stallMs, residentMB, edits }
	} finally {
		await running.kill()
		await rm(directory, { recursive: true, force: true })
	}
}

/** What a board shows of 200 edits a second, and what the projector takes for it. */
interface Projection {
	words: string
	/** As in Figures. */
	rowMs: number
	/** Of the projector's thread: processor time ÷ time. */
	share: number
}

async function measureProjection(pairs: number, words: string): Promise<Projection> {
	const directory = join(root, `projection-${pairs}`)
	const ids = Array.from({ length: pairs }, (_, pair) => pairDocument(pair))
	const town = await foundTown(directory, ids, work.log)
	const [cookie = ''] = await fillTown(town.directory, 1_000 - pairs)
	const running = await startTown(town)
	try {
		await waitUntilReady(running)
		const load = await openPairs(running, pairs, work)
		const { takeWaits, stop } = await watch(running, `${SEARCHED}&pageSize=${pairs}`, cookie)
		const edit = (during: number) => editAtRate(load, { pairs, rate: PROJECTED_PER_SECOND, seconds: during })
		// A server that has run for a while knows the code of its threads.
		await edit(20)
		takeWaits()
		const before = readThreadCpuSeconds(running.process.pid!, PROJECTOR_THREAD)
		const edited = await edit(seconds)
		const share = (readThreadCpuSeconds(running.process.pid!, PROJECTOR_THREAD) - before) / edited.seconds
		const rowMs = quantile(takeWaits(), 0.95)
		stop()
		load.close()
		console.error(JSON.stringify({ words, rowMs, share }))
		return { words, rowMs, share }
	} finally {
		await running.kill()
		await rm(directory, { recursive: true, force: true })
	}
}

function toProjectionTable(all: readonly Projection[]): string {
	const lines = all.map(
		({ words, rowMs, share }) => `| ${words} | ${rowMs.toFixed(0)} | ${(share * 100).toFixed(1)} % |`
	)
	const head = `| Plans written, at ${PROJECTED_PER_SECOND} edits a second | edit → its row, 95 of 100, ms | projector's share of a core |`
	return [head, '| --- | --- | --- |', ...lines].join('\n')
}

function residentOf(running: Running): number {
	return running.memory().rss / 1024 / 1024
}

function startTown(town: Town): Promise<Running> {
	return start(tandem, town.directory, { town })
}

async function waitUntilReady(running: Running): Promise<void> {
	while ((await read(running, '/api/health')).status !== 200) await setTimeout(5)
}

interface Answer {
	status: number
	ms: number
	/** On the wire, without headers. */
	bytes: number
	text: string
}

function read({ port }: Running, path: string, cookie = ''): Promise<Answer> {
	const askedAt = performance.now()
	return new Promise((resolve, reject) => {
		const headers = { cookie, 'accept-encoding': 'gzip' }
		get({ host: '127.0.0.1', port, path, headers }, (response) => {
			const chunks: Buffer[] = []
			response.on('data', (chunk: Buffer) => chunks.push(chunk))
			response.on('end', () => {
				const body = Buffer.concat(chunks)
				const isPacked = response.headers['content-encoding'] === 'gzip'
				resolve({
					status: response.statusCode ?? 0,
					ms: performance.now() - askedAt,
					bytes: body.length,
					text: (isPacked ? gunzipSync(body) : body).toString()
				})
			})
		}).on('error', reject)
	})
}

function startProbe(running: Running): { stop(): Promise<number> } {
	let isStopped = false
	let longest = 0
	async function probe(): Promise<void> {
		while (!isStopped) {
			longest = Math.max(longest, (await read(running, '/api/health')).ms)
			await setTimeout(PROBE_MS)
		}
	}
	const probing = probe()
	return {
		async stop() {
			isStopped = true
			await probing
			return longest
		}
	}
}

interface Watch {
	bytes(): number
	/**
	 * Milliseconds, for each row that came anew: since the newest edit that the row before had. The oldest edit that it brings was
	 * made after that one, so it waited no longer.
	 */
	takeWaits(): number[]
	stop(): void
}

/** What a browser does whose curator has the pairs that write on their page: it reads it once, and then what the events name. */
async function watch(running: Running, page: string, cookie: string): Promise<Watch> {
	const editedAt = new Map<string, number>()
	let waits: number[] = []
	const take = (answer: Answer): number => {
		for (const row of (JSON.parse(answer.text) as Board).rows) {
			if (row.editedAt === null) continue
			const before = editedAt.get(row.programId)
			const at = Date.parse(row.editedAt)
			if (before !== undefined && at > before) waits.push(Date.now() - before)
			editedAt.set(row.programId, at)
		}
		return answer.bytes
	}
	let bytes = take(await read(running, page, cookie))
	let text = ''
	let reading = Promise.resolve()
	const headers = { cookie }
	const request = get({ host: '127.0.0.1', port: running.port, path: '/api/board/events', headers }, (response) => {
		response.on('data', (chunk: Buffer) => {
			bytes += chunk.length
			text += chunk.toString()
			const events = text.split('\n\n')
			text = events.pop() ?? ''
			for (const event of events) {
				const changed = /^event: changed\ndata: ?(.*)$/m.exec(event)?.[1]
				if (changed === undefined) continue
				reading = reading.then(async () => {
					const query = changed === '' ? '' : `&changed=${encodeURIComponent(changed)}`
					bytes += take(await read(running, `${page}${query}`, cookie))
				})
			}
		})
	})
	// It ends when we stop it.
	request.on('error', () => undefined)
	const takeWaits = () => {
		const taken = waits
		waits = []
		return taken
	}
	return { bytes: () => bytes, takeWaits, stop: () => void request.destroy() }
}

function toTable(all: readonly Figures[]): string {
	const row = (name: string, valueOf: (one: Figures) => string) => [name, ...all.map(valueOf)]
	const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0)
	const kB = (bytes: number) => (bytes / 1000).toFixed(1)
	const rows = [
		row('start, ms', ({ startMs }) => ms(startMs)),
		row('first page right after it, ms', ({ pageMs }) => ms(pageMs)),
		row('longest wait of others meanwhile, ms', ({ stallMs }) => ms(stallMs)),
		row('first page when no row was judged before, ms', ({ firstBuildMs }) => ms(firstBuildMs)),
		row('all programmes judged, ms after that was asked for', ({ judgedMs }) => ms(judgedMs)),
		row('first page, kB on the wire', ({ pageBytes }) => kB(pageBytes)),
		row('`/api/me` of a curator, kB on the wire', ({ meBytes }) => kB(meBytes)),
		row('resident memory after that, MB', ({ residentMB }) => residentMB.first.toFixed(0)),
		...WATCHING.flatMap(({ curators, words }, index) => [
			row(`edit → partner with ${words}, p50 / p99, ms`, ({ edits }) =>
				[edits[index]!.p50, edits[index]!.p99].map(ms).join(' / ')
			),
			row(`longest wait of others with ${words}, ms`, ({ edits }) => ms(edits[index]!.stallMs)),
			...(curators < 3
				? []
				: [row(`edit → its row on a board of ${words}, 95 of 100, ms`, ({ edits }) => ms(edits[index]!.rowMs!))])
		]),
		row('traffic of a board with the rows of all these pairs, kB/s', ({ edits }) => kB(edits.at(-1)!.bytesPerSecond)),
		row('resident memory at the end, MB', ({ residentMB }) => residentMB.end.toFixed(0))
	]
	const head = ['Programmes', ...all.map(({ programs }) => programs.toLocaleString('en'))]
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
