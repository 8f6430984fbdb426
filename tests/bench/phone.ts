/**
 * `npm run bench:phone`: what a person waits for on a phone, with a fresh plan, one of two years, and one of a group of five: real
 * Chromium at 390 × 844, 4× CPU slowdown. Beside them the start of an empty SvelteKit app with yjs (tests/bench/empty-app). All in one run,
 * in turn, so that a slower machine is slower for all.
 *
 *   -- --write   puts the table into docs/measured.md
 *   -- --runs=1  runs of each; 3 by default
 */
import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { preview, type PreviewServer } from 'vite'
import { run } from '../../scripts/run.ts'
import { writeBetweenMarks } from '../../scripts/measured.ts'
import type { NewUpdate } from '../../server/documents/storage/storage.ts'
import { openPhone } from '../support/chromium.ts'
import { startServer } from '../support/server-process.ts'
import { foundTown, type Town } from './peers/town.ts'
import { quantile } from './table.ts'
import { writeTwoYears } from './two-year-plan.ts'

const SLOWDOWN = 4
const LETTERS = 40
/** Between letters: a quick typist on a phone. */
const PACE_MS = 180
const PROGRAM = '/programs/one'
const READY = '[id^="stop-"]:visible'
const EMPTY_APP = 'tests/bench/empty-app'
/** As its svelte.config.js says. */
const BUILT = '.tandem/empty-app/site'

interface Plan {
	title: string
	log: readonly NewUpdate[]
	/** Mentees. */
	mentees: number
}

interface Start {
	firstLoad: number
	coldStart: number
}

/** On a slow line, with an empty cache. */
interface FirstVisit {
	firstText: number
	/** From the start to the activity that the first tap opened. */
	firstTap: number
	/** Finished before the programme is shown. Of fonts, and of the screen to which the tap leads, it waits for none. */
	requests: number
}

/** In ms, but for `requests` and `heapMB`. */
interface Figures extends Start, FirstVisit {
	/** From a key to the end of the frame that shows it, 95 of 100. */
	richText: number
	plainField: number
	meetings: number
	meetingsAgain: number
	heapMB: number
}

const titles: Record<keyof Figures, string> = {
	firstText: 'first visit at 400 ms latency and 50 kB/s: the first text painted, ms',
	firstTap: 'the same visit: the first tap has opened an activity, ms',
	requests: 'the same visit: requests before the programme is shown, without the next screen',
	firstLoad: 'first load to an interactive programme, ms',
	coldStart: 'offline cold start to the same, ms',
	richText: '«Заметки»: from a key to the end of its frame, 95 of 100, ms',
	plainField: '«Место»: the same, ms',
	meetings: '«Встречи» opened as soon as the programme is shown, ms',
	meetingsAgain: '«Встречи» opened again in the same visit, ms',
	heapMB: 'heap after that, MB'
}

const SLOW_LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }

const twoYears = writeTwoYears()
const plans: readonly Plan[] = [
	{ title: 'fresh', log: twoYears.slice(0, 1), mentees: 1 },
	{ title: 'two years', log: twoYears, mentees: 1 },
	{ title: 'group of five, fresh', log: twoYears.slice(0, 1), mentees: 5 }
]
const asked = process.argv.slice(2)
const runs = Number(asked.find((word) => word.startsWith('--runs='))?.slice('--runs='.length) ?? 3)
const samples: Figures[][] = plans.map(() => [])
const emptyStarts: Start[] = []
const emptyApp = await serveEmptyApp()
const root = await mkdtemp(join(tmpdir(), 'tandem-phone-'))
try {
	for (let round = 0; round < runs; round++) {
		const start = await measureEmptyApp(join(root, `empty-${round}`))
		emptyStarts.push(start)
		console.error('empty app', JSON.stringify(start))
		for (const [index, plan] of plans.entries()) {
			const figures = await measurePlan(plan, join(root, `${round}-${index}`))
			samples[index]?.push(figures)
			console.error(plan.title, JSON.stringify(figures))
		}
	}
} finally {
	await emptyApp.close()
	await rm(root, { recursive: true, force: true })
}
const table = toTable()
console.log(table)
if (asked.includes('--write')) await writeBetweenMarks('bench:phone', table)
process.exit(0)

/** In this process, which mostly waits meanwhile; ours is a process of its own. */
async function serveEmptyApp(): Promise<PreviewServer> {
	const built = await run('vite', ['build'], { cwd: EMPTY_APP })
	if (built.code !== 0) throw new Error(built.output)
	const address = { host: '127.0.0.1', port: 0 }
	return preview({ configFile: false, logLevel: 'error', build: { outDir: BUILT }, preview: address })
}

async function measureEmptyApp(profile: string): Promise<Start> {
	const { port } = emptyApp.httpServer.address() as AddressInfo
	const { again, start } = await openTwice(() => openPhone(profile, `http://127.0.0.1:${port}`), '/')
	await again.close()
	return start
}

async function measurePlan({ log, mentees }: Plan, directory: string): Promise<Figures> {
	const town = await foundTown(directory, ['plan:one'], log, mentees)
	const server = await startServer({ TANDEM_DATA: town.directory, LOG_LEVEL: 'error' })
	try {
		const open = async (profile: string) => {
			const context = await openPhone(join(directory, profile), server.origin)
			await signIn(context, server.origin, town)
			return context
		}
		const firstVisit = await measureFirstVisit(await open('first visit'))
		const { again, page, start } = await openTwice(() => open('profile'), PROGRAM)
		await again.setOffline(false)
		const richText = await timeTyping(page, 'Заметки')
		const plainField = await timeTyping(page, 'Место')
		await timeToReady(page, PROGRAM)
		const meetings = await timeMeetings(page)
		await page.goBack()
		await page.locator(READY).first().waitFor()
		const meetingsAgain = await timeMeetings(page)
		const heapMB = await readHeap(again, page)
		await again.close()
		return { ...firstVisit, ...start, richText, plainField, meetings, meetingsAgain, heapMB }
	} finally {
		await server.dispose()
	}
}

async function measureFirstVisit(context: BrowserContext): Promise<FirstVisit> {
	const page = await slowPage(context)
	const devtools = await context.newCDPSession(page)
	await devtools.send('Network.enable')
	await devtools.send('Network.emulateNetworkConditions', SLOW_LINE)
	const finished: string[] = []
	page.on('requestfinished', (request) => {
		if (request.resourceType() !== 'font') finished.push(new URL(request.url()).pathname)
	})
	const startedAt = performance.now()
	await page.goto(PROGRAM, { waitUntil: 'commit' })
	const activity = page.locator(READY).first()
	await activity.waitFor()
	const untilShown = [...finished]
	await activity.getByRole('link').first().click()
	await page.waitForURL('**/activities/*')
	const firstTap = performance.now() - startedAt
	const firstText = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
	const ofNextScreen = await page.locator('#ahead').evaluate((list) => {
		const { screens } = JSON.parse(list.textContent ?? '') as { screens: { next: string[] }[] }
		return screens.flatMap(({ next }) => next)
	})
	await context.close()
	const requests = untilShown.filter((path) => !ofNextScreen.includes(path)).length
	return { firstText: firstText ?? Number.NaN, firstTap, requests }
}

/** The first visit, and the next one without a network, which stays open. */
async function openTwice(open: () => Promise<BrowserContext>, path: string) {
	const first = await open()
	const firstPage = await slowPage(first)
	const firstLoad = await timeToReady(firstPage, path)
	await firstPage.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
	await first.close()

	const again = await open()
	await again.setOffline(true)
	const page = await slowPage(again)
	const coldStart = await timeToReady(page, path)
	return { again, page, start: { firstLoad, coldStart } satisfies Start }
}

async function signIn(context: BrowserContext, url: string, { cookies }: Town): Promise<void> {
	const [name = '', value = ''] = (cookies.get('plan:one')?.mentor ?? '').split('=')
	await context.addCookies([{ name, value: decodeURIComponent(value), url, httpOnly: true, sameSite: 'Lax' }])
}

async function slowPage(context: BrowserContext): Promise<Page> {
	const page = context.pages()[0] ?? (await context.newPage())
	const devtools = await context.newCDPSession(page)
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
	return page
}

async function timeToReady(page: Page, path: string): Promise<number> {
	const startedAt = performance.now()
	await page.goto(path, { waitUntil: 'commit' })
	await page.locator(READY).first().waitFor()
	return performance.now() - startedAt
}

/** From the event, with its wait for the main thread, to the end of the frame that shows what it did. */
async function timeTyping(page: Page, field: string): Promise<number> {
	await page.goto(`${PROGRAM}/activities/a1-1`)
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
	const lines = (Object.keys(titles) as (keyof Figures)[]).map((name) => {
		const empty = name === 'firstLoad' || name === 'coldStart' ? median(emptyStarts, name) : null
		const values = samples.map((figures) => median(figures, name))
		const [fresh = Number.NaN, old = Number.NaN] = values
		const ratios = [(old / fresh).toFixed(2), empty === null ? '–' : (fresh / empty).toFixed(2)]
		return `| ${[titles[name], empty?.toFixed(0) ?? '–', ...values.map((value) => value.toFixed(0)), ...ratios].join(' | ')} |`
	})
	const head = ['Measure', 'empty app', ...plans.map(({ title }) => title), 'two years ÷ fresh', 'fresh ÷ empty app']
	return [
		`${cpus().length} cores, ${SLOWDOWN}× CPU slowdown, 390 × 844, medians of ${runs}.`,
		'',
		`| ${head.join(' | ')} |`,
		`| ${head.map(() => '---').join(' | ')} |`,
		...lines
	].join('\n')
}

function median<Name extends string>(figures: readonly Record<Name, number>[], name: Name): number {
	return quantile(
		figures.map((each) => each[name]),
		0.5
	)
}
