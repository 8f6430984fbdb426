/** How much JavaScript the first screens of a programme take, in real Chromium of phone size. How long they take: phone.ts. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openPhone } from '../support/chromium.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'
import type { Row } from './table.ts'

const PROGRAM = '/programs/program-1'
const READY = '[id^="stop-"]:visible'

export async function benchBrowser(): Promise<Row[]> {
	const server = await startServer()
	try {
		const weights = await weighScripts(server)
		return [
			{ measure: 'JavaScript for the first programme screen, gzip (target ≤ 90 kB)', value: kB(weights.screen.bytes) },
			{ measure: 'the same with the editor open, gzip (target ≤ 155 kB)', value: kB(weights.withEditor.bytes) }
		]
	} finally {
		await server.dispose()
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

function kB(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`
}
