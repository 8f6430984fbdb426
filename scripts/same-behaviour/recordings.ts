/** Writes a recording so that equal behaviour gives equal bytes, and compares two recordings. Knows no part of the product. */
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type Renamed = ReadonlyMap<string, string>

export interface ComparedPart {
	part: string
	files: number
	/** A diff for each file that differs, or a line that says in which recording it is missing. */
	differences: readonly string[]
	/** Worth reading, but no difference. */
	remarks: readonly string[]
}

/** The size of the scripts varies by some bytes from build to build. */
const ALLOWED_BYTES = 1000
const DIFF_LINES = 40

/** JSON with sorted keys; a Set is an array, a Map an object. */
export function toText(value: unknown): string {
	return `${JSON.stringify(value, (_key, inner: unknown) => sorted(inner), '\t')}\n`
}

function sorted(value: unknown): unknown {
	if (value instanceof Set) return [...(value as Set<unknown>)]
	if (value instanceof Map) return sorted(Object.fromEntries(value as Map<string, unknown>))
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
	return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

export function writeText(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true })
	writeFileSync(file, text)
}

/** Replaces each random value by its name, the longest first. */
export function mask(text: string, names: ReadonlyMap<string, string>): string {
	const longestFirst = [...names].sort(([one], [other]) => other.length - one.length)
	return longestFirst.reduce((masked, [value, name]) => masked.replaceAll(value, `‹${name}›`), text)
}

/** `old=new,old2=new2` */
export function parseRenamed(text: string): Renamed {
	return new Map(
		text
			.split(',')
			.filter((pair) => pair !== '')
			.map((pair) => {
				const [old = '', current = '', ...rest] = pair.split('=')
				if (old === '' || current === '' || rest.length > 0) throw new Error(`Not old=new: ${pair}`)
				return [old, current]
			})
	)
}

/** The same JSON with renamed keys. */
export function renameKeys(json: string, renamed: Renamed): string {
	return toText(
		JSON.parse(json, (_key, value: unknown) =>
			value === null || typeof value !== 'object' || Array.isArray(value)
				? value
				: Object.fromEntries(Object.entries(value).map(([key, inner]) => [renamed.get(key) ?? key, inner]))
		)
	)
}

/** The same JSON, with the sizes of `other` where the difference is allowed. */
export function withAllowedSizes(json: string, other: string): string {
	const sizes = JSON.parse(other) as Record<string, { bytes?: number } | undefined>
	return toText(
		Object.fromEntries(
			Object.entries(JSON.parse(json) as Record<string, { bytes: number }>).map(([key, weight]) => {
				const bytes = sizes[key]?.bytes ?? 0
				return [key, Math.abs(weight.bytes - bytes) <= ALLOWED_BYTES ? { ...weight, bytes } : weight]
			})
		)
	)
}

/**
 * Results by part: the first folder of the recording, or the file there. `renamed`: keys of the older recording → keys
 * of the newer one. `isCompared` chooses among the files.
 */
export function compareRecordings(
	older: string,
	newer: string,
	renamed: Renamed,
	isCompared: (file: string) => boolean
): ComparedPart[] {
	const olderFiles = new Set(listFiles(older).filter(isCompared))
	const newerFiles = new Set(listFiles(newer).filter(isCompared))
	const parts = new Map<string, { files: number; differences: string[]; remarks: string[] }>()
	for (const file of [...new Set([...olderFiles, ...newerFiles])].sort()) {
		const part = file.replace(/[/.].*$/s, '')
		const compared = parts.get(part) ?? { files: 0, differences: [], remarks: [] }
		parts.set(part, compared)
		compared.files += 1
		if (!newerFiles.has(file)) compared.differences.push(`${file}: only in ${older}`)
		else if (!olderFiles.has(file)) compared.differences.push(`${file}: only in ${newer}`)
		else compareFile(file, compared)
	}
	return [...parts].map(([part, compared]) => ({ part, ...compared }))

	function compareFile(file: string, { differences, remarks }: { differences: string[]; remarks: string[] }): void {
		const [before, after] = [older, newer].map((directory) => readFileSync(join(directory, file), 'utf8')) as [
			string,
			string
		]
		if (file === 'first-screen.json') remarks.push(`${before}→ ${after}`)
		const expected = file.startsWith('ledgers/') && renamed.size > 0 ? renameKeys(before, renamed) : before
		const found = file === 'first-screen.json' ? withAllowedSizes(after, before) : after
		if (expected !== found) differences.push(diff(file, expected, found))
	}
}

function listFiles(directory: string): string[] {
	return globSync('**/*.*', { cwd: directory })
}

/** A unified diff; a long one is cut. */
function diff(file: string, expected: string, found: string): string {
	const directory = mkdtempSync(join(tmpdir(), 'tandem-diff-'))
	try {
		writeFileSync(join(directory, 'before'), expected)
		writeFileSync(join(directory, 'after'), found)
		const { stdout } = spawnSync('git', ['diff', '--no-index', '--no-color', 'before', 'after'], {
			cwd: directory,
			encoding: 'utf8'
		})
		const lines = stdout.trimEnd().split('\n').slice(4)
		const more = lines.length - DIFF_LINES
		return [file, ...lines.slice(0, DIFF_LINES), ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n')
	} finally {
		rmSync(directory, { recursive: true })
	}
}
