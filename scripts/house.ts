/**
 * Measures how easy src and server are to navigate: number of files, folders with too many files, small modules with
 * one importer, files above the size budget, circles of imports. `node scripts/house.ts` names all of them and never
 * fails. A test asserts that there are no circles.
 */
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCheckout, readSources, type Import, type Source } from './checkout.ts'

export interface House {
	files: number
	lines: number
	/** Folders with more than `MOST_FILES` code files, the largest first. */
	crowded: readonly { folder: string; files: number }[]
	/** Modules of less than `SMALL_LINES` lines with exactly one importer. */
	single: readonly { file: string; lines: number; importer: string }[]
	/** Files above the size budget, the longest first. */
	large: readonly { file: string; lines: number }[]
	/** For each group of files that all import each other, directly or not: a shortest way around, and the group's size. */
	circles: readonly { way: readonly string[]; files: number }[]
}

const MOST_FILES = 25
const SMALL_LINES = 60
const CODE = /^(src|server)\//
const TEST = /\.(test|spec)\./
/** Not tests, but used by tests only. */
const FOR_TESTS = /\/(testing|fixtures)\//

export function measureHouse(root: string): House {
	const sources = readSources(openCheckout(root), (file) => !file.includes('.test.'))
	const code = sources.filter(({ file }) => CODE.test(file) && !TEST.test(file) && !FOR_TESTS.test(file))
	return {
		files: code.length,
		lines: code.reduce((sum, { lines }) => sum + lines, 0),
		crowded: findCrowded(code),
		single: findSingle(code),
		large: code.filter(isLarge).sort((one, other) => other.lines - one.lines),
		circles: findCircles(sources)
	}
}

/** Prints the totals, full folders and circles; `isWhole`: also each module with one importer and each large file. */
export function reportHouse(isWhole = false): void {
	const { files, lines, crowded, single, large, circles } = measureHouse('.')
	console.log(`house: ${files} files, ${lines} lines in src and server; over the size budget: ${large.length}`)
	if (isWhole) for (const { file, lines } of large) console.log(`  ${lines} ${file}`)
	console.log(`folders of more than ${MOST_FILES} files: ${crowded.length}`)
	for (const { folder, files } of crowded) console.log(`  ${files} ${folder}`)
	console.log(`modules of less than ${SMALL_LINES} lines with one importer: ${single.length}`)
	if (isWhole) for (const { file, lines, importer } of single) console.log(`  ${lines} ${file} ← ${importer}`)
	console.log(`circles of imports: ${circles.length}`)
	for (const { way, files } of circles) console.log(`  ${files} files: ${way.join(' → ')}`)
}

function findCrowded(code: readonly Source[]): House['crowded'] {
	const counts = new Map<string, number>()
	for (const { file } of code) counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1)
	return [...counts]
		.filter(([, files]) => files > MOST_FILES)
		.map(([folder, files]) => ({ folder, files }))
		.sort((one, other) => other.files - one.files)
}

/** Except modules that are loaded lazily, that SvelteKit finds by name, and migrations. */
function findSingle(code: readonly Source[]): House['single'] {
	const importers = new Map(code.map(({ file }) => [file, new Set<string>()]))
	const lazy = new Set<string>()
	for (const { file, imports } of code)
		for (const { path, kind } of imports) {
			if (path === null) continue
			if (kind === 'static') importers.get(path)?.add(file)
			if (kind === 'lazy') lazy.add(path)
		}
	return code.flatMap(({ file, lines }) => {
		const [importer, ...others] = importers.get(file) ?? []
		const isExcepted = lazy.has(file) || file.includes('/+') || file.includes('migrations')
		if (importer === undefined || others.length > 0 || lines >= SMALL_LINES || isExcepted) return []
		return [{ file, lines, importer }]
	})
}

function isLarge({ file, lines }: Source): boolean {
	return lines > (file.endsWith('.svelte') ? 200 : 300)
}

/**
 * In src and server follows every import: static, lazy, of types, and addresses of workers. In scripts and tests only those that load
 * a module: there two files may know each other's types.
 */
function findCircles(sources: readonly Source[]): House['circles'] {
	const known = new Set(sources.map(({ file }) => file))
	const edges = new Map(
		sources.map(({ file, imports }) => [
			file,
			new Set(
				imports.filter((each) => CODE.test(file) || isLoading(each)).flatMap(({ path }) => pathOfOther(file, path))
			)
		])
	)
	function pathOfOther(file: string, path: string | null): string[] {
		return path !== null && path !== file && known.has(path) ? [path] : []
	}
	return findTied(edges).map((tied) => ({ way: wayAround(tied, edges), files: tied.size }))
}

function isLoading({ kind, isOfTypes }: Import): boolean {
	return kind !== 'address' && !isOfTypes
}

/** Tarjan's algorithm: strongly connected components of two files or more. */
function findTied(edges: ReadonlyMap<string, ReadonlySet<string>>): Set<string>[] {
	const numbers = new Map<string, number>()
	const waiting: string[] = []
	const found: Set<string>[] = []

	function visit(file: string): number {
		const number = numbers.size
		numbers.set(file, number)
		waiting.push(file)
		let low = number
		for (const next of edges.get(file) ?? []) {
			if (!numbers.has(next)) low = Math.min(low, visit(next))
			else if (waiting.includes(next)) low = Math.min(low, numbers.get(next) ?? low)
		}
		if (low === number) {
			const tied = waiting.splice(waiting.indexOf(file))
			if (tied.length > 1) found.push(new Set(tied))
		}
		return low
	}

	for (const file of edges.keys()) if (!numbers.has(file)) visit(file)
	return found
}

/** The shortest way from the alphabetically first file back to itself. */
function wayAround(tied: ReadonlySet<string>, edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
	const [start = ''] = [...tied].sort()
	const ways: string[][] = [[start]]
	const seen = new Set<string>()
	for (const way of ways)
		for (const next of edges.get(way.at(-1) ?? '') ?? []) {
			if (next === start) return [...way, start]
			if (!tied.has(next) || seen.has(next)) continue
			seen.add(next)
			ways.push([...way, next])
		}
	return [start]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) reportHouse(true)
