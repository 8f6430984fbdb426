/**
 * `npm run bench:phone`: what a person waits for on a phone, with a fresh plan, one of two years, and one of a group of five: real
 * Chromium at 390 × 844, 4× CPU slowdown. All plans in one run, in turn, so that a slower machine is slower for all.
 *
 *   -- --write   puts the table into docs/measured.md
 *   -- --runs=1  runs of each plan; 3 by default
 */
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBetweenMarks } from '../../scripts/measured.ts'
import type { NewUpdate } from '../../server/documents/storage/storage.ts'
import { launch, phone } from '../support/chromium.ts'
import { startServer } from '../support/server-process.ts'
import { foundTown, type Town } from './peers/town.ts'
import { quantile } from './table.ts'
import { writeTwoYears } from './two-year-plan.ts'

const SLOWDOWN = 4
const LETTERS = 40
/** Between letters: a quick typist on a phone. */
const PACE_MS = 180
const READY = '[id^="stop-"]:visible'

interface Plan {
	title: string
	log: readonly NewUpdate[]
	/** Mentees. */
	mentees: number
}

/** In ms, but for `heapMB`. */
interface Figures {
	firstLoad: number
	coldStart: number
	/** From a key to the end of the frame that shows it, 95 of 100. */
	richText: number
	plainField: number
	meetings: number
	meetingsAgain: number
	heapMB: number
}

const titles: Record<keyof Figures, string> = {
	firstLoad: 'first load to an interactive programme, ms',
	coldStart: 'offline cold start to the same, ms',
	richText: '«Заметки»: from a key to the end of its frame, 95 of 100, ms',
	plainField: '«Место»: the same, ms',
	meetings: '«Встречи» opened as soon as the programme is shown, ms',
	meetingsAgain: '«Встречи» opened again in the same visit, ms',
	heapMB: 'heap after that, MB'
}

const twoYears = writeTwoYears()
const plans: readonly Plan[] = [
	{ title: 'fresh', log: twoYears.slice(0, 1), mentees: 1 },
	{ title: 'two years', log: twoYears, mentees: 1 },
	{ title: 'group of five, fresh', log: twoYears.slice(0, 1), mentees: 5 }
]
const asked = process.argv.slice(2)
const runs = Number(asked.find((word) => word.startsWith('--runs='))?.slice('--runs='.length) ?? 3)
const samples: Figures[][] = plans.map(() => [])
const root = await mkdtemp(join(tmpdir(), 'tandem-phone-'))
try {
	for (let run = 0; run < runs; run++) {
		for (const [index, plan] of plans.entries()) {
			const figures = await measurePlan(plan, join(root, `${run}-${index}`))
			samples[index]?.push(figures)
			console.error(plan.title, JSON.stringify(figures))
		}
	}
} finally {
	await rm(root, { recursive: true, force: true })
}
const table = toTable()
console.log(table)
if (asked.includes('--write')) await writeBetweenMarks('bench:phone', table)
process.exit(0)

async function measurePlan({ log, mentees }: Plan, directory: string): Promise<Figures> {
	const town = await foundTown(directory, ['plan:one'], log, mentees)
	const server = await startServer({ TANDEM_DATA: town.directory, LOG_LEVEL: 'error' })
	const profile = join(directory, 'profile')
	try {
		const first = await openPhone(profile, server.origin, town)
		const page = await slowPage(first)
		const firstLoad = await timeToReady(page)
		await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
		await first.close()

		const again = await openPhone(profile, server.origin, town)
		await again.setOffline(true)
		const offline = await slowPage(again)
		const coldStart = await timeToReady(offline)
		await again.setOffline(false)
		const richText = await timeTyping(offline, 'Заметки')
		const plainField = await timeTyping(offline, 'Место')
		await timeToReady(offline)
		const meetings = await timeMeetings(offline)
		await offline.goBack()
		await offline.locator(READY).first().waitFor()
		const meetingsAgain = await timeMeetings(offline)
		const heapMB = await readHeap(again, offline)
		await again.close()
		return { firstLoad, coldStart, richText, plainField, meetings, meetingsAgain, heapMB }
	} finally {
		await server.dispose()
	}
}

async function openPhone(profile: string, baseURL: string, { cookies }: Town): Promise<BrowserContext> {
	const context = await chromium.launchPersistentContext(profile, {
		...launch,
		...phone,
		baseURL
	})
	const [name = '', value = ''] = (cookies.get('plan:one')?.mentor ?? '').split('=')
	await context.addCookies([{ name, value: decodeURIComponent(value), url: baseURL, httpOnly: true, sameSite: 'Lax' }])
	return context
}

async function slowPage(context: BrowserContext): Promise<Page> {
	const page = context.pages()[0] ?? (await context.newPage())
	const devtools = await context.newCDPSession(page)
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
	return page
}

async function timeToReady(page: Page): Promise<number> {
	const startedAt = performance.now()
	await page.goto('/programs/one', { waitUntil: 'commit' })
	await page.locator(READY).first().waitFor()
	return performance.now() - startedAt
}

/** From the event, with its wait for the main thread, to the end of the frame that shows what it did. */
async function timeTyping(page: Page, field: string): Promise<number> {
	await page.goto('/programs/one/activities/a1-1')
	const text = page.getByRole('textbox', { name: field, exact: true })
	await text.click()
	await page.keyboard.press('Control+End')
	await page.keyboard.type('Первые буквы грузят редактор ', { delay: PACE_MS })
	await page.evaluate(() => {
		const waits: number[] = []
		Object.assign(globalThis, { waits })
		const afterFrame = (then: () => void) =>
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel()
				port1.onmessage = then
				port2.postMessage(null)
			})
		const note = ({ timeStamp }: Event) => void afterFrame(() => waits.push(performance.now() - timeStamp))
		addEventListener('keydown', note, { capture: true })
	})
	// A Russian letter would be inserted without a key.
	await page.keyboard.type('e'.repeat(LETTERS), { delay: PACE_MS })
	const waits = await page.waitForFunction(
		(letters) => {
			const { waits } = globalThis as unknown as { waits: number[] }
			return waits.length >= letters ? waits : null
		},
		LETTERS,
		{ timeout: 60_000 }
	)
	return quantile((await waits.jsonValue()) ?? [], 0.95)
}

/** The page times itself: Playwright's search for the heading by its role would be a part of what is measured. */
async function timeMeetings(page: Page): Promise<number> {
	const tab = await page.getByRole('link', { name: 'Встречи' }).first().elementHandle()
	if (tab === null) throw new Error('No tab «Встречи»')
	return page.evaluate(
		(link) =>
			new Promise<number>((resolve, reject) => {
				const startedAt = performance.now()
				const look = () => {
					const isShown = Array.from(document.querySelectorAll('h2')).some((each) => each.textContent === 'Встречи')
					if (performance.now() - startedAt > 60_000) return reject(new Error('«Встречи» did not open'))
					if (!isShown) return requestAnimationFrame(look)
					const { port1, port2 } = new MessageChannel()
					port1.onmessage = () => resolve(performance.now() - startedAt)
					port2.postMessage(null)
					return undefined
				}
				;(link as HTMLElement).click()
				requestAnimationFrame(look)
			}),
		tab
	)
}

async function readHeap(context: BrowserContext, page: Page): Promise<number> {
	const devtools: CDPSession = await context.newCDPSession(page)
	await devtools.send('HeapProfiler.collectGarbage')
	const { usedSize } = await devtools.send('Runtime.getHeapUsage')
	return usedSize / 1e6
}

function toTable(): string {
	const median = (figures: readonly Figures[], name: keyof Figures) =>
		quantile(
			figures.map((each) => each[name]),
			0.5
		)
	const lines = (Object.keys(titles) as (keyof Figures)[]).map((name) => {
		const values = samples.map((figures) => median(figures, name))
		const ratio = (values[1] ?? Number.NaN) / (values[0] ?? Number.NaN)
		return `| ${[titles[name], ...values.map((value) => value.toFixed(0)), ratio.toFixed(2)].join(' | ')} |`
	})
	const head = ['Measure', ...plans.map(({ title }) => title), 'two years ÷ fresh']
	return [
		`${cpus().length} cores, ${SLOWDOWN}× CPU slowdown, 390 × 844, medians of ${runs}.`,
		'',
		`| ${head.join(' | ')} |`,
		`| ${head.map(() => '---').join(' | ')} |`,
		...lines
	].join('\n')
}
