/** Reads a checkout: its files, and for each code file its imports and the literals that may be paths. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

export interface Checkout {
	root: string
	/** Paths from the root, with slashes. Files that git ignores are left out. */
	files: ReadonlySet<string>
	/** The folders of these files, and the folders above them. */
	folders: ReadonlySet<string>
	/** From `imports` of package.json, without the star: `#lib/` → `src/lib/`. */
	aliases: readonly [name: string, folder: string][]
}

export interface Source {
	file: string
	lines: number
	imports: readonly Import[]
	/** Strings and templates, except the specifiers of imports. `HOLE` stands for each `${…}`. */
	texts: readonly string[]
	/** Sources of regular expressions. */
	expressions: readonly string[]
}

export interface Import {
	specifier: string
	/** From the root; null: the import names a package. */
	path: string | null
	/** `lazy`: `import()`. `address`: a path beside `import.meta.url` or `.dirname`, for example of a worker. */
	kind: 'static' | 'lazy' | 'address'
	/** `import type`, `export type`, `import('…').A`: nothing is left of it at run time. */
	isOfTypes: boolean
}

export const HOLE = '\0'

const CODE = /\.(ts|svelte|js|mjs)$/
const SCRIPT = /<script(?:"[^"]*"|[^>"])*>([^]*?)<\/script>/g
const MARKUP_IMPORT = /\bimport\((['"])[^'"]+\1\)/g

export function openCheckout(root: string): Checkout {
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 1e8
	})
	const files = new Set(listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file))))
	const folders = new Set<string>()
	for (const file of files) for (let at = posix.dirname(file); at !== '.'; at = posix.dirname(at)) folders.add(at)
	return { root, files, folders, aliases: files.has('package.json') ? readAliases(root) : [] }
}

function readAliases(root: string): [string, string][] {
	const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		imports?: Record<string, string>
	}
	return Object.entries(imports).map(([name, path]) => [name.replace(/\*$/, ''), path.replace(/^\.\/|\*$/g, '')])
}

/** Parses the code among the files. */
export function readSources(checkout: Checkout, isAsked: (file: string) => boolean = () => true): Source[] {
	return [...checkout.files]
		.filter((file) => CODE.test(file) && isAsked(file))
		.map((file) => readSource(checkout, file))
}

function readSource(checkout: Checkout, file: string): Source {
	const text = readFileSync(join(checkout.root, file), 'utf8')
	const code = file.endsWith('.svelte') ? codeOfComponent(text) : text
	const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }
	const tree = ts.createSourceFile(file, code, options, false, ts.ScriptKind.TS)
	const imports: Import[] = []
	const texts: string[] = []
	const expressions: string[] = []

	function add(specifier: ts.Node | undefined, kind: Import['kind'], isOfTypes = false): boolean {
		if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return false
		imports.push({ specifier: specifier.text, path: resolve(checkout, file, specifier.text, kind), kind, isOfTypes })
		return true
	}

	function visit(node: ts.Node): void {
		if (ts.isImportDeclaration(node)) {
			const isOfTypes = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
			return void add(node.moduleSpecifier, 'static', isOfTypes)
		}
		if (ts.isExportDeclaration(node) && add(node.moduleSpecifier, 'static', node.isTypeOnly)) return
		if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'static', true)
		else if (isLazyImport(node) && add(node.arguments[0], 'lazy')) return
		else if (add(findAddress(node), 'address')) return
		else if (ts.isStringLiteralLike(node)) texts.push(node.text)
		else if (ts.isTemplateExpression(node))
			texts.push(node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join(''))
		else if (ts.isRegularExpressionLiteral(node)) expressions.push(node.text.slice(1, node.text.lastIndexOf('/')))
		ts.forEachChild(node, visit)
	}
	visit(tree)
	return { file, lines: text.split('\n').length - 1, imports, texts, expressions }
}

/** The component's scripts, and the lazy imports in its markup. */
function codeOfComponent(text: string): string {
	const scripts = [...text.matchAll(SCRIPT)].map(([, script]) => script)
	return [...scripts, ...(text.replaceAll(SCRIPT, '').match(MARKUP_IMPORT) ?? [])].join('\n;')
}

function isLazyImport(node: ts.Node): node is ts.CallExpression {
	return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
}

/** `new URL('./x.ts', import.meta.url)`, `join(import.meta.dirname, 'x.ts')`. */
function findAddress(node: ts.Node): ts.Node | undefined {
	if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined
	const [first, second] = node.arguments ?? []
	if (first === undefined || second === undefined) return undefined
	return isOfThisFile(second) ? first : isOfThisFile(first) ? second : undefined
}

function isOfThisFile(node: ts.Node): boolean {
	return ts.isPropertyAccessExpression(node) && ts.isMetaProperty(node.expression)
}

function resolve({ aliases }: Checkout, file: string, specifier: string, kind: Import['kind']): string | null {
	const [path = ''] = specifier.split('?')
	const alias = aliases.find(([name]) => path.startsWith(name))
	if (alias !== undefined) return alias[1] + path.slice(alias[0].length)
	// An address needs no dot.
	if (!path.startsWith('.') && kind !== 'address') return null
	return posix.join(posix.dirname(file), path)
}
