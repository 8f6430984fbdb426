/**
 * `npm run verify`: types, core purity, lint and format, and the tests that need no running server, within a minute.
 * `npm test` runs the rest.
 */
import { formatTotals, verify } from './verification.ts'

const { isGreen, totals } = await verify(['unit', 'plain', 'reactive'])
console.log(formatTotals(totals))
process.exitCode = isGreen ? 0 : 1
