/**
 * `npm test`: types, lint and all tests; short runs of the kills, storms, spoilt frames and simulated worlds; the
 * build; the stories in Debian's Chromium. Ends with one line of totals.
 */
import { existsSync } from 'node:fs'
import { run } from './run.ts'
import { addTotals, formatTotals, readPlaywrightTotals, REPORTS, runVitest, verify } from './verification.ts'

const CHROMIUM = '/usr/bin/chromium'

/**
 * The path of Debian's Chromium, installed when missing; CHROMIUM_PATH names another one. If it cannot be installed,
 * prints what to install and ends the process.
 */
async function findChromium(): Promise<string> {
	const chosen = process.env.CHROMIUM_PATH ?? CHROMIUM
	if (existsSync(chosen)) return chosen
	const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
	if (isRootOnDebian) {
		console.log('Installing Chromium for the browser tests…')
		const update = await run('apt-get', ['update', '-q'])
		const install = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'])
		if (install.code === 0) return CHROMIUM
		console.error(update.output, install.output)
	}
	console.error('The browser tests need Chromium: apt-get install chromium, or name one in CHROMIUM_PATH.')
	process.exit(1)
}

const chromium = await findChromium()
const verified = await verify(['unit', 'plain', 'reactive', 'served'])
const long = await runVitest(['long'])
const build = await run('node', ['scripts/build.ts'], { isLoud: true })
const report = `${REPORTS}/playwright.json`
const stories = await run('playwright', ['test', ...process.argv.slice(2)], {
	isLoud: true,
	env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
})
// Playwright lists its own failures at its end. Those of vitest are repeated here: the stories' lines stand between.
for (const failure of [...verified.failures, ...long.failures]) console.log(failure)
console.log(formatTotals(addTotals([verified.totals, long.totals, readPlaywrightTotals(report)])))
process.exitCode = verified.isGreen && long.isGreen && build.code === 0 && stories.code === 0 ? 0 : 1
