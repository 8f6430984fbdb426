/**
 * `npm run bench`: prints the tables; with `-- --write` it also puts them into the README. The figures
 * are those of the machine it runs on: what counts is how they move from one change to the next.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { benchBrowser } from './browser.ts'
import { benchRelay } from './relay.ts'
import { toMarkdown } from './table.ts'

const rows = [...(await benchBrowser()), ...(await benchRelay())]
const table = `Node ${process.versions.node}, ${cpus().length} cores, loopback.\n\n${toMarkdown(rows)}`
console.log(table)
if (process.argv.includes('--write')) {
	const readme = readFileSync('README.md', 'utf8')
	const marked = /(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/
	if (!marked.test(readme)) throw new Error('README.md has no <!-- bench --> … <!-- /bench --> marks')
	writeFileSync('README.md', readme.replace(marked, `$1${table}\n$2`))
}
