/** Types, core purity, lint and format, and what needs no running server, within a minute. What runs longer is in test.ts. */
import { formatTotals, verify } from './verification.ts'

const { isGreen, totals } = await verify(['unit', 'reactive'])
console.log(formatTotals(totals))
process.exitCode = isGreen ? 0 : 1
