/** Everything that needs no browser, in under a minute: types, core purity, lint, unit and sync tests. */
import { formatTotals } from './totals.ts'
import { verify } from './verification.ts'

const { isGreen, totals } = await verify()
console.log(formatTotals(totals))
process.exitCode = isGreen ? 0 : 1
