/**
 * `npm test`: types, lint and all tests; slices of the kills, storms, spoilt frames and simulated worlds; build; the stories in Debian's
 * Chromium. Ends with one line of totals.
 */
import { findChromium } from './chromium.ts'
import { run } from './run.ts'
import { addTotals, formatTotals, readPlaywrightTotals, REPORTS } from './totals.ts'
import { runVitest, verify } from './verification.ts'

const chromium = await findChromium()
const verified = await verify(['unit', 'reactive', 'served'])
const long = await runVitest(['long'])
const build = await run('node', ['scripts/build.ts'], { isLoud: true })
const report = `${REPORTS}/playwright.json`
const stories = await run('playwright', ['test', ...process.argv.slice(2)], {
	isLoud: true,
	env: { TANDEM_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
})
console.log(formatTotals(addTotals([verified.totals, long.totals, readPlaywrightTotals(report)])))
process.exitCode = verified.isGreen && long.isGreen && build.code === 0 && stories.code === 0 ? 0 : 1
