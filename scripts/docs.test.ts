/**
 * Tests what the pages of docs say about files. In docs/security.md each item must name the file that meets it and the
 * test that shows it.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const pages = globSync(['README.md', 'docs/**/*.md', 'src/lib/protocol/*.md']).map((path) => path.replaceAll('\\', '/'))
const files = globSync(['{docs,scripts,server,src,static,tests}/**/*', '*']).map((path) => path.replaceAll('\\', '/'))

describe.each(pages)('%s', (page) => {
	const text = readFileSync(page, 'utf8')

	it('names in backticks only files that are there', () => {
		const named = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.match(FILE_NAME) ?? [])
		expect(named.filter((name) => !isThere(name))).toEqual([])
	})

	it('leads only to pages that are there', () => {
		const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
		expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([])
	})
})

describe('the table of ASVS', () => {
	const [, table = ''] = readFileSync('docs/security.md', 'utf8').split(/^## OWASP ASVS .*$/m)
	const rows = [...table.matchAll(/^\| (V\d+) [^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map(
		([, chapter = '', metBy = '', where = '', shownBy = '']) => ({ chapter, metBy, where, shownBy })
	)

	it('has each chapter once', () => {
		expect(rows.map(({ chapter }) => chapter)).toEqual(Array.from({ length: 17 }, (_, index) => `V${index + 1}`))
	})

	it('names a place and a test for each chapter that applies', () => {
		const applying = rows.filter(({ metBy }) => !metBy.includes('Does not apply'))
		expect(applying.length).toBeGreaterThan(14)
		expect(applying.filter(({ where }) => !/`[\w/.*-]+`/.test(where))).toEqual([])
		expect(applying.filter(({ shownBy }) => !/`[\w/.*-]+\.(test|spec)\.ts`/.test(shownBy))).toEqual([])
	})
})

/** Finds whole paths and their ends. `*` stands for any letters. */
const FILE_NAME = /[\w[\]().+$*-]+(?:\/[\w[\]().+$*-]+)*\.(?:ts|mjs|svelte|md|js|html)(?![\w.])/g

/** The name of a file that somebody may add. */
const PLACEHOLDER = /(^|\/)x\./

function isThere(name: string): boolean {
	if (PLACEHOLDER.test(name)) return true
	const pattern = new RegExp(
		`(^|/)${name
			.split('*')
			.map((part) => RegExp.escape(part))
			.join('[^/]*')}$`
	)
	return files.some((file) => pattern.test(file))
}
