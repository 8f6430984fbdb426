/**
 * Finds every pattern that must match files of this project, and says whether it does. When files move, a pattern fails
 * silently: a lint rule stops, a chunk falls apart, a test does not run. It reads
 *
 *   what eslint.config.js and vite.config.ts export: globs, and each alternative of their regular expressions;
 *   .gitignore, .prettierignore and the JSON files of the root;
 *   the code: imports, addresses, and whatever looks like a path in strings, templates and regular expressions.
 *
 * It does not see paths that are joined from single names (`join('lib', name)`), strings in the markup of components and in
 * CSS, and comments. It cannot know whether a pattern matches another file than the intended one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { HOLE, readSources, type Checkout, type Source } from './checkout.ts'
import { createPathMatcher, type PathPattern, type PathMatcher } from './path-matcher.ts'

/** A path in a text begins with one of these. */
export const TOP_FOLDERS = ['src', 'server', 'scripts', 'tests', 'static', 'docs']

/** The exports of the configuration files, as far as this file reads them. */
export interface Configs {
	lint: readonly LintEntry[]
	build: BuildConfig
}

interface LintEntry {
	files?: readonly (string | readonly string[])[]
	ignores?: readonly string[]
	rules?: Readonly<Record<string, unknown>>
}

interface BuildConfig {
	build?: { rollupOptions?: { output?: unknown } }
	resolve?: { alias?: unknown }
	test?: TestConfig & { projects?: readonly unknown[] }
}

interface TestConfig {
	include?: readonly string[]
	exclude?: readonly string[]
	setupFiles?: string | readonly string[]
	globalSetup?: string | readonly string[]
	environment?: string
}

export function findPathPatterns(checkout: Checkout, { lint, build }: Configs): PathPattern[] {
	const matcher = createPathMatcher(checkout)
	return [
		...lint.flatMap((entry) => ofLint(matcher, entry)),
		...ofBuild(matcher, build),
		...ofIgnoreFiles(matcher),
		...ofJson(matcher),
		...readSources(checkout).flatMap((source) => ofSource(matcher, source))
	]
}

/** Leaves out globs without a folder: they come from plugins. */
function ofLint(matcher: PathMatcher, { files = [], ignores = [], rules = {} }: LintEntry): PathPattern[] {
	const where = 'eslint.config.js'
	const globs = [...files.flat(), ...ignores].filter((glob) => /^[^*].*\//.test(glob))
	const [, options] = [rules['@typescript-eslint/no-restricted-imports'] ?? []].flat() as [unknown, Restriction?]
	const expressions = (options?.patterns ?? []).map(({ regex }) => regex)
	const specifiers = files.flat().flatMap((glob) => matcher.specifiersFrom(glob.replace(/\/?\*.*$/, '')))
	return [
		...globs.flatMap((glob) => matcher.matchGlob(where, glob)),
		...expressions.flatMap((regex) => matcher.matchExpression(where, regex, specifiers))
	]
}

interface Restriction {
	patterns?: readonly { regex: string }[]
}

function ofBuild(matcher: PathMatcher, { build, resolve, test = {} }: BuildConfig): PathPattern[] {
	const where = 'vite.config.ts'
	const { root } = matcher.checkout
	const output = build?.rollupOptions?.output as
		{ codeSplitting?: { groups?: readonly { test: RegExp }[] } } | undefined
	const modules = [...matcher.modules, ...readIcons(root)]
	const aliases = (resolve?.alias ?? []) as readonly { replacement: string }[]
	const tests = [test, ...((test.projects ?? []) as readonly { test: TestConfig }[]).map((project) => project.test)]
	const globs = tests.flatMap(({ include, exclude, setupFiles, globalSetup, environment = '' }) => [
		...[include, exclude, setupFiles, globalSetup].flatMap((some) => some ?? []),
		...(environment.startsWith('.') ? [environment] : [])
	])
	return [
		...(output?.codeSplitting?.groups ?? []).flatMap(({ test }) =>
			matcher.matchExpression(where, test.source, modules)
		),
		...aliases.flatMap(({ replacement }) => matcher.matchGlob(where, toSlashes(relative(root, replacement)))),
		...globs.flatMap((glob) => matcher.matchGlob(where, glob))
	]
}

/** Chunks also name icons, which are modules of a package. */
function readIcons(root: string): string[] {
	const folder = 'node_modules/@lucide/svelte/dist/icons'
	return existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((file) => `/${folder}/${file}`) : []
}

/** Generated files may be missing, but not the folder that they are made in. */
function ofIgnoreFiles(matcher: PathMatcher): PathPattern[] {
	const nested = matcher.generated.filter((path) => path.includes('/'))
	return [
		...nested.map((path) => ({
			where: '.gitignore',
			pattern: path,
			isMatched: matcher.checkout.folders.has(posix.dirname(path))
		})),
		...readLines(matcher.checkout, '.prettierignore').flatMap((line) => matcher.matchGlob('.prettierignore', line))
	]
}

function readLines({ root, files }: Checkout, file: string): string[] {
	if (!files.has(file)) return []
	return readFileSync(join(root, file), 'utf8')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
}

function ofJson(matcher: PathMatcher): PathPattern[] {
	const { root, files } = matcher.checkout
	const read = [...files].filter((file) => /^[^/]+\.json$/.test(file) && file !== 'package-lock.json')
	return read.flatMap((file) => {
		const texts: string[] = []
		JSON.parse(readFileSync(join(root, file), 'utf8'), (_key, value: unknown) => {
			if (typeof value === 'string') texts.push(value)
		})
		return texts.flatMap((text) => ofText(matcher, file, text))
	})
}

function ofSource(matcher: PathMatcher, { file, imports, texts, expressions }: Source): PathPattern[] {
	return [
		...imports.flatMap(({ specifier, path }) =>
			path === null || specifier === './$types'
				? []
				: [{ where: file, pattern: specifier, isMatched: path === '.' || matcher.isThere(path) }]
		),
		...(NOT_READ.has(file) ? [] : texts.flatMap((text) => ofText(matcher, file, text))),
		...expressions
			.filter((source) => PATH_EXPRESSION.test(source))
			.flatMap((source) => matcher.matchExpression(file, source, matcher.paths))
	]
}

const TOP = TOP_FOLDERS.join('|')
/** A path from the root, also after `../` or `${…}/`, or through an alias; anywhere in a text. */
const PATH_IN_TEXT = new RegExp(
	`(?<![\\w./:@#-])(?:(?:\\.\\.?|${HOLE})/)*((?:(?:${TOP}|\\{(?:${TOP})[\\w,]*\\})|#\\w+)/(?:\\{[\\w,.]+\\}|[^\\s'"\`,;{}])*)`,
	'g'
)
const FILE_NAME = /^(?:[^\s*]*\/)?[^\s*/.][^\s*/]*\.(?:ts|svelte|mjs)$/
const GLOB = /^[\w.{][\w.*{},/[\]-]*\*[\w.*{},/[\]-]*$|^\*[\w.*{},/[\]-]*\w[\w.*{},/[\]-]*$/
/** Names a folder of the root, or a file with an ending that only this project uses: files of packages end in `.js`. */
const PATH_EXPRESSION = new RegExp(
	`^[^\\s'"\`]*((?:^|[^\\w])(?:${TOP})(?:\\\\/|\\[\\\\\\\\/\\])|\\\\\\.(?:ts|svelte|mjs)\\b)[^\\s'"\`]*$`
)

function ofText(matcher: PathMatcher, where: string, text: string): PathPattern[] {
	const whole = text.replaceAll(HOLE, '*')
	if (NO_PATHS[where]?.includes(whole) === true) return []
	const isOfTools = !where.includes('/') || where.startsWith('scripts/')
	if (isOfTools ? /^\.\.?\/\S*\w\S*$/.test(text) : /^\.\.?\/\S*\.\w+$/.test(text)) {
		const bases = [posix.dirname(where), '.', ...(where === 'svelte.config.js' ? ['.svelte-kit'] : [])]
		const isMatched = bases.some((base) => matcher.isThere(posix.join(base, whole)))
		return [{ where, pattern: whole, isMatched }]
	}
	const found = [...text.matchAll(PATH_IN_TEXT)].map(([, path = '']) => matcher.withoutAlias(trim(path)))
	if (found.length > 0) return found.flatMap((path) => (path === null ? [] : matcher.matchGlob(where, path)))
	if (FILE_NAME.test(text)) {
		const name = text.slice(text.lastIndexOf(HOLE) + 1)
		return [{ where, pattern: whole, isMatched: matcher.isEndOfPath(name.replace(/^\//, '')) }]
	}
	return isOfTools && GLOB.test(text) ? matcher.matchGlob(where, text) : []
}

/** Replaces the holes by `*`, and removes the punctuation of the sentence around the path. */
function trim(path: string): string {
	const text = path.replaceAll(HOLE, '*').replace(/[.:!?]+$/, '')
	return text.endsWith(')') && !text.includes('(') ? text.slice(0, -1) : text
}

function toSlashes(path: string): string {
	return path.replaceAll('\\', '/')
}

/** The first file's strings are regular expressions: its export is read instead. The others contain examples. */
const NOT_READ: ReadonlySet<string> = new Set([
	'eslint.config.js',
	'scripts/path-patterns.ts',
	'scripts/path-matcher.ts',
	'scripts/house.test.ts'
])
/** By file: texts that look like a path of this project but are none. */
const NO_PATHS: Readonly<Record<string, readonly string[]>> = {
	'vite.config.ts': ['./environment.js']
}
