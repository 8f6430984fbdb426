/** Counts which functions of our own sources a page of the built app calls, in Chromium. */
import { expect, type CDPSession, type Page } from '@playwright/test'
import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { basename, join } from 'node:path'

/** scripts/build.ts puts them there. */
const SOURCE_MAPS = join(import.meta.dirname, '../../.svelte-kit/source-maps')
/** Calls since the last look, at rest: clocks and the line's pulse. */
const MOST_AT_REST = 60

/** How often functions were called, by `src/lib/domain/plan/edit.ts:82:editActivity`. Only ours. */
export type Calls = Map<string, number>

/** What is called from now until everything that `act` began has come to rest. */
export async function traceCalls(page: Page, act: () => Promise<void>): Promise<Calls> {
	const devtools = await page.context().newCDPSession(page)
	await devtools.send('Debugger.enable')
	await devtools.send('Profiler.enable')
	await devtools.send('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
	const readers = new Map<string, Promise<PlaceOf>>()
	const rest = async (calls: Calls) => {
		await expect
			.poll(
				async () => {
					const { result } = await devtools.send('Profiler.takePreciseCoverage')
					return await addCalls(devtools, readers, result, calls)
				},
				{ intervals: [300] }
			)
			.toBeLessThan(MOST_AT_REST)
	}
	await rest(new Map())
	const calls: Calls = new Map()
	await act()
	await rest(calls)
	await devtools.detach()
	return calls
}

export function filesOf(calls: Calls): string[] {
	return [...new Set([...calls.keys()].map((place) => place.split(':')[0] ?? ''))].sort()
}

export function countOf(calls: Calls): number {
	return [...calls.values()].reduce((sum, each) => sum + each, 0)
}

interface Covered {
	scriptId: string
	url: string
	functions: { functionName: string; ranges: { startOffset: number; count: number }[] }[]
}

/** Null: a function of a library, of a message, or of the bundler. */
type PlaceOf = (startOffset: number) => string | null

async function addCalls(
	devtools: CDPSession,
	readers: Map<string, Promise<PlaceOf>>,
	scripts: readonly Covered[],
	calls: Calls
): Promise<number> {
	let added = 0
	for (const { scriptId, url, functions } of scripts) {
		const file = join(SOURCE_MAPS, `${basename(url)}.map`)
		if (!existsSync(file)) continue
		if (!readers.has(scriptId)) readers.set(scriptId, readPlaces(devtools, scriptId, file))
		const placeOf = await readers.get(scriptId)
		for (const { functionName, ranges } of functions) {
			const [{ startOffset, count } = { startOffset: 0, count: 0 }] = ranges
			// Offset 0 is the module itself.
			const at = count > 0 && startOffset > 0 ? (placeOf?.(startOffset) ?? null) : null
			if (at === null) continue
			const place = `${at}:${functionName}`
			calls.set(place, (calls.get(place) ?? 0) + count)
			added += count
		}
	}
	return added
}

async function readPlaces(devtools: CDPSession, scriptId: string, file: string): Promise<PlaceOf> {
	const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload)
	const { scriptSource } = await devtools.send('Debugger.getScriptSource', { scriptId })
	const lineStarts = [0, ...[...scriptSource.matchAll(/\n/g)].map(({ index }) => index + 1)]
	return (startOffset) => {
		const line = lineStarts.findLastIndex((start) => start <= startOffset)
		const entry = map.findEntry(line, startOffset - (lineStarts[line] ?? 0))
		if (!('originalSource' in entry)) return null
		const source = entry.originalSource as string | undefined
		if (source === undefined || source.includes('node_modules') || source.includes('/paraglide/')) return null
		const path = /(?:^|\/)(src\/.*)$/.exec(source)?.[1]
		return path === undefined ? null : `${path}:${entry.originalLine + 1}`
	}
}
