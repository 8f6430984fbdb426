/**
 * Matches patterns with the files of a checkout: paths, globs and regular expressions. Each alternative is matched
 * separately.
 */
import { readFileSync } from 'node:fs'
import { join, matchesGlob, posix } from 'node:path'
import type { Checkout } from './checkout.ts'

export interface PathPattern {
	/** The file that contains the pattern. */
	where: string
	/** If the pattern has several alternatives: one of them. */
	pattern: string
	isMatched: boolean
}

export interface PathMatcher {
	readonly checkout: Checkout
	/** Paths that .gitignore names without a star: tools make them. */
	readonly generated: readonly string[]
	/** All files, each with and without a slash in front, for regular expressions. */
	readonly paths: readonly string[]
	/** The code without tests, with a slash in front. */
	readonly modules: readonly string[]
	/**
	 * True for a file, a folder, a glob that matches a file, or a generated file. For an example (`x.ts`) only its folder
	 * must exist.
	 */
	isThere(path: string): boolean
	isEndOfPath(name: string): boolean
	/** Null: package.json has no such alias. */
	withoutAlias(path: string): string | null
	/** The specifiers by which a file of this folder can import files and packages. */
	specifiersFrom(folder: string): string[]
	/** One result for each choice of its braces. */
	matchGlob(where: string, glob: string): PathPattern[]
	/** One result for each alternative: it must match one of the candidates, also inside a negative look-ahead. */
	matchExpression(where: string, source: string, candidates: readonly string[]): PathPattern[]
}

const CODE = /\.(ts|svelte|js|mjs)$/
const TEST = /\.(test|spec)\./

export function createPathMatcher(checkout: Checkout): PathMatcher {
	const { root, files, folders, aliases } = checkout
	const generated = readGenerated(checkout)
	const all = [...files, ...generated.map((path) => `${path}/x.ts`)]
	const named = [...listAliased(checkout, all), ...listPackages(checkout)]

	function isThere(path: string): boolean {
		const name = posix.normalize(path).replace(/\/$/, '')
		if (files.has(name) || folders.has(name) || isGenerated(name)) return true
		if (posix.basename(name).startsWith('x.')) return folders.has(posix.dirname(name))
		return matchesAny(name)
	}

	function isGenerated(path: string): boolean {
		return generated.some((known) => path === known || path.startsWith(`${known}/`))
	}

	function matchesAny(glob: string): boolean {
		const [start = ''] = glob.split(/[*?[]/, 1)
		if (start === glob) return false
		if (/^\/\*{1,2}$/.test(glob.slice(start.length - 1)) && folders.has(start.slice(0, -1))) return true
		return all.some((file) => file.startsWith(start) && matchesGlob(file, glob))
	}

	return {
		checkout,
		generated,
		paths: all.flatMap((file) => [file, `/${file}`]),
		modules: all.filter((file) => CODE.test(file) && !TEST.test(file)).map((file) => `/${file}`),
		isThere,
		isEndOfPath: (name) => all.some((file) => file === name || file.endsWith(`/${name}`)),
		withoutAlias(path) {
			if (!path.startsWith('#')) return path
			const alias = aliases.find(([name]) => path.startsWith(name))
			return alias === undefined ? null : alias[1] + path.slice(alias[0].length)
		},
		specifiersFrom(folder) {
			const relative = [...folders].map((other) => posix.relative(folder, other))
			return [
				...named,
				'./x.ts',
				'../x.ts',
				...relative.map((path) => `${path.startsWith('.') ? '' : './'}${path}/x.ts`)
			]
		},
		matchGlob: (where, glob) => expandBraces(glob).map((pattern) => ({ where, pattern, isMatched: isThere(pattern) })),
		matchExpression: (where, source, candidates) =>
			alternativesOf(source).map((pattern) => {
				const expression = new RegExp(pattern)
				return { where, pattern, isMatched: candidates.some((candidate) => expression.test(candidate)) }
			})
	}

	function readGenerated({ files }: Checkout): string[] {
		if (!files.has('.gitignore')) return []
		const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n')
		return lines.filter((line) => /^[\w./-]+$/.test(line)).map((line) => line.replace(/^\/|\/$/g, ''))
	}
}

function listAliased({ aliases }: Checkout, files: readonly string[]): string[] {
	return aliases.flatMap(([name, folder]) =>
		files.filter((file) => file.startsWith(folder)).map((file) => name + file.slice(folder.length))
	)
}

/** `$app` is SvelteKit's. */
function listPackages({ root, files }: Checkout): string[] {
	if (!files.has('package.json')) return []
	const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object>
	const packages = Object.keys({ ...description.dependencies, ...description.devDependencies })
	return ['$app/paths', ...packages.flatMap((name) => [name, `${name}/x.js`])]
}

/** `a/{b,c}` → `a/b`, `a/c`. */
function expandBraces(glob: string): string[] {
	const [whole = '', choices = ''] = /\{([^{}]*,[^{}]*)\}/.exec(glob) ?? []
	if (whole === '') return [glob]
	return choices.split(',').flatMap((choice) => expandBraces(glob.replace(whole, () => choice)))
}

/**
 * `a(b|c(d|e))` → `a(?:b)`, `a(?:c(?:d))`, `a(?:c(?:e))`. If there are several groups, it splits one at a time and
 * leaves the others whole.
 */
export function alternativesOf(source: string): string[] {
	return parse(source).flatMap(expandAlternatives)
}

type Piece = string | Group
interface Group {
	opening: string
	alternatives: Piece[][]
}

const OPENING = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/
const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|[^]/y

function parse(source: string): Piece[][] {
	const outer: Piece[][] = [[]]
	const open: Piece[][][] = [outer]
	for (let at = 0; at < source.length;) {
		const alternatives = open.at(-1) ?? outer
		const [opening] = OPENING.exec(source.slice(at)) ?? []
		TOKEN.lastIndex = at
		const token = opening ?? TOKEN.exec(source)?.[0] ?? ''
		at += token.length
		if (opening !== undefined) {
			const group: Group = { opening, alternatives: [[]] }
			alternatives.at(-1)?.push(group)
			open.push(group.alternatives)
		} else if (token === ')') open.pop()
		else if (token === '|') alternatives.push([])
		else alternatives.at(-1)?.push(token)
	}
	return outer
}

function expandAlternatives(pieces: readonly Piece[]): string[] {
	const expanded = pieces.flatMap((piece, index) => {
		if (typeof piece === 'string') return []
		const inner = piece.alternatives.flatMap(expandAlternatives)
		if (inner.length < 2 && piece.opening !== '(?!') return []
		// An optional or repeated group must match once here.
		const [next, ...rest] = pieces.slice(index + 1)
		const after = typeof next === 'string' && /^[?*+]$/.test(next) ? rest : pieces.slice(index + 1)
		return inner.map((choice) => `${write(pieces.slice(0, index))}(?:${choice})${write(after)}`)
	})
	return expanded.length > 0 ? expanded : [write(pieces)]
}

function write(pieces: readonly Piece[]): string {
	return pieces
		.map((piece) => (typeof piece === 'string' ? piece : `${piece.opening}${piece.alternatives.map(write).join('|')})`))
		.join('')
}
