/** How soon a person sees their programme, and how many bytes that takes: real Chromium, 4× CPU slowdown, phone size. */
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launch, phone } from '../support/chromium.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'
import { quantile, type Row } from './table.ts'

const RUNS = 5
const SLOWDOWN = 4
const PROGRAM = '/programs/program-1'
const READY = '[id^="stop-"]:visible'

export async function benchBrowser(): Promise<Row[]> {
	const server = await startServer()
	try {
		const weights = await weighScripts(server)
		const firstLoads: number[] = []
		const coldStarts: number[] = []
		for (let run = 0; run < RUNS; run++) {
			const { firstLoad, coldStart } = await timeOneDevice(server)
			firstLoads.push(firstLoad)
			coldStarts.push(coldStart)
		}
		return [
			{
				measure: `first load to an interactive programme, ${SLOWDOWN}× CPU slowdown, median of ${RUNS}`,
				value: `${ms(firstLoads)}`
			},
			{
				measure: `offline cold start to the same, ${SLOWDOWN}× CPU slowdown, median of ${RUNS}`,
				value: `${ms(coldStarts)}`
			},
			{ measure: 'JavaScript for the first programme screen, gzip (target ≤ 90 kB)', value: kB(weights.screen.bytes) },
			{ measure: 'the same with the editor open, gzip (target ≤ 155 kB)', value: kB(weights.withEditor.bytes) }
		]
	} finally {
		await server.dispose()
	}
}

async function timeOneDevice(server: RunningServer): Promise<{ firstLoad: number; coldStart: number }> {
	const profile = await mkdtemp(join(tmpdir(), 'tandem-bench-'))
	try {
		const first = await openPhone(profile, server.origin)
		await first.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
		const firstLoad = await timeToReady(await slowPage(first))
		await waitUntilKept(first)
		await first.close()

		const second = await openPhone(profile, server.origin)
		await second.setOffline(true)
		const coldStart = await timeToReady(await slowPage(second))
		await second.close()
		return { firstLoad, coldStart }
	} finally {
		await rm(profile, { recursive: true, force: true })
	}
}

export interface Weight {
	files: number
	/** The sum of the files, each gzipped separately. */
	bytes: number
}

/** Page requests only: the service worker's own precaching waits until after the first screen. */
export async function weighScripts(
	server: Pick<RunningServer, 'origin'>
): Promise<Record<'screen' | 'withEditor', Weight>> {
	const profile = await mkdtemp(join(tmpdir(), 'tandem-bench-'))
	const context = await openPhone(profile, server.origin)
	try {
		await context.request.post('/api/demo/sign-in', { data: { person: 'mentor-1' } })
		const page = context.pages()[0] ?? (await context.newPage())
		const scripts = new Set<string>()
		page.on('response', (response) => {
			if (response.request().resourceType() === 'script') scripts.add(new URL(response.url()).pathname)
		})
		await page.goto(PROGRAM)
		await page.locator(READY).first().waitFor()
		const screen = await weigh(scripts)
		await page.goto(`${PROGRAM}/activities/a1-1`)
		await page.locator('.ProseMirror').first().waitFor()
		return { screen, withEditor: await weigh(scripts) }
	} finally {
		await context.close()
		await rm(profile, { recursive: true, force: true })
	}
}

async function weigh(paths: ReadonlySet<string>): Promise<Weight> {
	const files = await Promise.all([...paths].map((path) => readFile(join('build', path))))
	return { files: paths.size, bytes: files.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0) }
}

function openPhone(profile: string, baseURL: string): Promise<BrowserContext> {
	return chromium.launchPersistentContext(profile, {
		...launch,
		...phone,
		baseURL
	})
}

async function slowPage(context: BrowserContext): Promise<Page> {
	const page = context.pages()[0] ?? (await context.newPage())
	const devtools = await context.newCDPSession(page)
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
	return page
}

async function timeToReady(page: Page): Promise<number> {
	const startedAt = performance.now()
	await page.goto(PROGRAM, { waitUntil: 'commit' })
	await page.locator(READY).first().waitFor()
	return performance.now() - startedAt
}

/** Waits until the service worker has the app, and the device has the document. */
async function waitUntilKept(context: BrowserContext): Promise<void> {
	const page = context.pages()[0]
	await page?.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
}

function ms(samples: number[]): string {
	return `${Math.round(quantile(samples, 0.5))} ms`
}

function kB(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`
}
