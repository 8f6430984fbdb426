/** Types, core purity, lint and format, unit and sync tests, in about two minutes. What runs longer is in test.ts. */
import { formatTotals } from './totals.ts'
import { verify } from './verification.ts'

const { isGreen, totals } = await verify()
console.log(formatTotals(totals))
process.exitCode = isGreen ? 0 : 1
