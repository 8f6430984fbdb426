/**
 * Finds every pattern that must match files of this project, and says whether it does. A pattern does not complain when its files
 * move: a lint rule stops, a chunk falls apart, a test no longer runs. It reads
 *
 *   what eslint.config.js and vite.config.ts export: globs, and each alternative of their regular expressions;
 *   .gitignore, .prettierignore and the JSON files of the root;
 *   the code: imports, addresses, and whatever looks like a path in strings, templates and regular expressions.
 *
 * It does not see paths that are put together from single names (`join('lib', name)`), strings in the markup of components and in
 * CSS, and comments. It cannot know that a pattern matches another file than the one that was meant.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { HOLE, readSources, type Checkout, type Source } from './checkout.ts'
import { createPlaces, type PathPattern, type Places } from './places.ts'

/** A path in a text begins with one of them. */
export const TOP_FOLDERS = ['src', 'server', 'scripts', 'tests', 'static', 'docs']

/** What the configuration files export, as far as it is read here. */
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
	const places = createPlaces(checkout)
	return [
		...lint.flatMap((entry) => ofLint(places, entry)),
		...ofBuild(places, build),
		...ofIgnoreFiles(places),
		...ofJson(places),
		...readSources(checkout).flatMap((source) => ofSource(places, source))
	]
}

/** Globs without a folder come from plugins. */
function ofLint(places: Places, { files = [], ignores = [], rules = {} }: LintEntry): PathPattern[] {
	const where = 'eslint.config.js'
	const globs = [...files.flat(), ...ignores].filter((glob) => /^[^*].*\//.test(glob))
	const [, options] = [rules['@typescript-eslint/no-restricted-imports'] ?? []].flat() as [unknown, Restriction?]
	const expressions = (options?.patterns ?? []).map(({ regex }) => regex)
	const specifiers = files.flat().flatMap((glob) => places.specifiersFrom(glob.replace(/\/?\*.*$/, '')))
	return [
		...globs.flatMap((glob) => places.matchGlob(where, glob)),
		...expressions.flatMap((regex) => places.matchExpression(where, regex, specifiers))
	]
}

interface Restriction {
	patterns?: readonly { regex: string }[]
}

function ofBuild(places: Places, { build, resolve, test = {} }: BuildConfig): PathPattern[] {
	const where = 'vite.config.ts'
	const { root } = places.checkout
	const output = build?.rollupOptions?.output as
		{ codeSplitting?: { groups?: readonly { test: RegExp }[] } } | undefined
	const modules = [...places.modules, ...readIcons(root)]
	const aliases = (resolve?.alias ?? []) as readonly { replacement: string }[]
	const tests = [test, ...((test.projects ?? []) as readonly { test: TestConfig }[]).map((project) => project.test)]
	const globs = tests.flatMap(({ include, exclude, setupFiles, globalSetup, environment = '' }) => [
		...[include, exclude, setupFiles, globalSetup].flatMap((some) => some ?? []),
		...(environment.startsWith('.') ? [environment] : [])
	])
	return [
		...(output?.codeSplitting?.groups ?? []).flatMap(({ test }) => places.matchExpression(where, test.source, modules)),
		...aliases.flatMap(({ replacement }) => places.matchGlob(where, toSlashes(relative(root, replacement)))),
		...globs.flatMap((glob) => places.matchGlob(where, glob))
	]
}

/** Chunks also name icons, which are modules of a package. */
function readIcons(root: string): string[] {
	const folder = 'node_modules/@lucide/svelte/dist/icons'
	return existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((file) => `/${folder}/${file}`) : []
}

/** Generated files may be missing, but not the folder that they are made in. */
function ofIgnoreFiles(places: Places): PathPattern[] {
	const nested = places.generated.filter((path) => path.includes('/'))
	return [
		...nested.map((path) => ({
			where: '.gitignore',
			pattern: path,
			isMatched: places.checkout.folders.has(posix.dirname(path))
		})),
		...readLines(places.checkout, '.prettierignore').flatMap((line) => places.matchGlob('.prettierignore', line))
	]
}

function readLines({ root, files }: Checkout, file: string): string[] {
	if (!files.has(file)) return []
	return readFileSync(join(root, file), 'utf8')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
}

function ofJson(places: Places): PathPattern[] {
	const { root, files } = places.checkout
	const read = [...files].filter((file) => /^[^/]+\.json$/.test(file) && file !== 'package-lock.json')
	return read.flatMap((file) => {
		const texts: string[] = []
		JSON.parse(readFileSync(join(root, file), 'utf8'), (_key, value: unknown) => {
			if (typeof value === 'string') texts.push(value)
		})
		return texts.flatMap((text) => ofText(places, file, text))
	})
}

function ofSource(places: Places, { file, imports, texts, expressions }: Source): PathPattern[] {
	return [
		...imports.flatMap(({ specifier, path }) =>
			path === null || specifier === './$types'
				? []
				: [{ where: file, pattern: specifier, isMatched: path === '.' || places.isThere(path) }]
		),
		...(NOT_READ.has(file) ? [] : texts.flatMap((text) => ofText(places, file, text))),
		...expressions
			.filter((source) => PATH_EXPRESSION.test(source))
			.flatMap((source) => places.matchExpression(file, source, places.paths))
	]
}

const TOP = TOP_FOLDERS.join('|')
/** A path from the root, also after `../` or `${…}/`, or one by an alias; anywhere in a text. */
const PATH_IN_TEXT = new RegExp(
	`(?<![\\w./:@#-])(?:(?:\\.\\.?|${HOLE})/)*((?:(?:${TOP}|\\{(?:${TOP})[\\w,]*\\})|#\\w+)/(?:\\{[\\w,.]+\\}|[^\\s'"\`,;{}])*)`,
	'g'
)
const FILE_NAME = /^(?:[^\s*]*\/)?[^\s*/.][^\s*/]*\.(?:ts|svelte|mjs)$/
const GLOB = /^[\w.{][\w.*{},/[\]-]*\*[\w.*{},/[\]-]*$|^\*[\w.*{},/[\]-]*\w[\w.*{},/[\]-]*$/
/** It names a folder of the root, or a file as only this project has them: those of packages end in `.js`. */
const PATH_EXPRESSION = new RegExp(
	`^[^\\s'"\`]*((?:^|[^\\w])(?:${TOP})(?:\\\\/|\\[\\\\\\\\/\\])|\\\\\\.(?:ts|svelte|mjs)\\b)[^\\s'"\`]*$`
)

function ofText(places: Places, where: string, text: string): PathPattern[] {
	const whole = text.replaceAll(HOLE, '*')
	if (NO_PATHS[where]?.includes(whole) === true) return []
	const isOfTools = !where.includes('/') || where.startsWith('scripts/')
	if (isOfTools ? /^\.\.?\/\S*\w\S*$/.test(text) : /^\.\.?\/\S*\.\w+$/.test(text)) {
		const bases = [posix.dirname(where), '.', ...(where === 'svelte.config.js' ? ['.svelte-kit'] : [])]
		const isMatched = bases.some((base) => places.isThere(posix.join(base, whole)))
		return [{ where, pattern: whole, isMatched }]
	}
	const found = [...text.matchAll(PATH_IN_TEXT)].map(([, path = '']) => places.withoutAlias(trim(path)))
	if (found.length > 0) return found.flatMap((path) => (path === null ? [] : places.matchGlob(where, path)))
	if (FILE_NAME.test(text)) {
		const name = text.slice(text.lastIndexOf(HOLE) + 1)
		return [{ where, pattern: whole, isMatched: places.isEndOfPath(name.replace(/^\//, '')) }]
	}
	return isOfTools && GLOB.test(text) ? places.matchGlob(where, text) : []
}

/** Removes the holes, and what belongs to the sentence around the path. */
function trim(path: string): string {
	const text = path.replaceAll(HOLE, '*').replace(/[.:!?]+$/, '')
	return text.endsWith(')') && !text.includes('(') ? text.slice(0, -1) : text
}

function toSlashes(path: string): string {
	return path.replaceAll('\\', '/')
}

/** The strings of the first are regular expressions: its export is read instead. The others contain examples. */
const NOT_READ: ReadonlySet<string> = new Set([
	'eslint.config.js',
	'scripts/path-patterns.ts',
	'scripts/places.ts',
	'scripts/house.test.ts'
])
/** By file: what looks like a path of this project but is not. */
const NO_PATHS: Readonly<Record<string, readonly string[]>> = {
	'vite.config.ts': ['./environment.js']
}
