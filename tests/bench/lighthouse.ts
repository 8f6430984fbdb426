/**
 * `npm run bench:lighthouse`: Lighthouse for a phone (its simulated slow network, 4× CPU slowdown), on the screens that people open
 * first, each with an empty cache. It comes from its own lock in tests/bench/lighthouse, on the first run.
 *
 *   -- --write         puts the table into docs/measured.md
 *   -- --runs=1        runs of each screen; 5 by default
 *   -- --only=home     one screen
 */
import { chromium } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBetweenMarks } from '../../scripts/measured.ts'
import { launchOptions } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { startServer } from '../support/server-process.ts'
import { installIn } from './peers/install.ts'
import { quantile } from './table.ts'

const FOLDER = 'tests/bench/lighthouse'
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

const screens: readonly { name: string; person: string | null; path: string }[] = [
	{ name: 'sign-in', person: null, path: '/sign-in' },
	{ name: 'home', person: 'mentor-1', path: '/' },
	{ name: 'programme', person: 'mentor-1', path: '/programs/program-1' },
	{ name: 'activity', person: 'mentor-1', path: '/programs/program-1/activities/a2-5' },
	{ name: 'board', person: 'curator-1', path: '/curator' }
]

/** What is read of Lighthouse's result. */
interface Result {
	categories: Record<(typeof CATEGORIES)[number], { score: number; auditRefs: { id: string; weight: number }[] }>
	audits: Record<string, { score: number | null; numericValue?: number }>
}
type Lighthouse = (url: string, flags: object) => Promise<{ lhr: Result }>

const asked = process.argv.slice(2)
const optionOf = (name: string) => asked.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
const runs = Number(optionOf('runs') ?? 5)

await installIn(FOLDER, 'Lighthouse')
const { default: lighthouse } = (await import(
	join(process.cwd(), FOLDER, 'node_modules/lighthouse/core/index.js')
)) as { default: Lighthouse }
const server = await startServer({ LOG_LEVEL: 'error' })
const lines: string[] = []
try {
	for (const screen of screens.filter(({ name }) => name === (optionOf('only') ?? name))) {
		const results: Result[] = []
		for (let run = 0; run < runs; run++) results.push(await measure(screen))
		lines.push(toLine(screen.name, results))
		console.error(lines.at(-1))
	}
} finally {
	await server.dispose()
}
const head = ['Screen', ...CATEGORIES, 'first paint, s', 'largest paint, s', 'blocked, ms', 'CLS']
const table = [
	`${cpus().length} cores, Lighthouse's phone, medians of ${runs}.`,
	'',
	`| ${head.join(' | ')} |`,
	`| ${head.map(() => '---').join(' | ')} |`,
	...lines
].join('\n')
console.log(table)
if (asked.includes('--write')) await writeBetweenMarks('bench:lighthouse', table)
process.exit(0)

async function measure({ person, path }: (typeof screens)[number]): Promise<Result> {
	const profile = await mkdtemp(join(tmpdir(), 'tandem-lighthouse-'))
	const port = await freePort()
	const context = await chromium.launchPersistentContext(profile, {
		baseURL: server.origin,
		...launchOptions,
		args: [...launchOptions.args, '--lang=ru', '--accept-lang=ru-RU,ru', `--remote-debugging-port=${port}`]
	})
	try {
		if (person !== null) await context.request.post('/api/demo/sign-in', { data: { person } })
		const flags = { port, onlyCategories: CATEGORIES, logLevel: 'error', output: 'json', maxWaitForLoad: 120_000 }
		const { lhr } = await lighthouse(server.origin + path, flags)
		for (const [category, { auditRefs }] of Object.entries(lhr.categories)) {
			if (category === 'performance') continue
			const failed = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
			if (failed.length > 0) console.error(path, category, failed.map(({ id }) => id).join(', '))
		}
		return lhr
	} finally {
		await context.close()
		await rm(profile, { recursive: true, force: true })
	}
}

function toLine(name: string, results: readonly Result[]): string {
	const median = (read: (result: Result) => number) => quantile(results.map(read), 0.5)
	const auditOf = (id: string, unit: number) => (result: Result) =>
		(result.audits[id]?.numericValue ?? Number.NaN) / unit
	const scores = CATEGORIES.map((category) => (median((result) => result.categories[category].score) * 100).toFixed(0))
	return `| ${[
		name,
		...scores,
		median(auditOf('first-contentful-paint', 1000)).toFixed(1),
		median(auditOf('largest-contentful-paint', 1000)).toFixed(1),
		median(auditOf('total-blocking-time', 1)).toFixed(0),
		median(auditOf('cumulative-layout-shift', 1)).toFixed(3)
	].join(' | ')} |`
}
