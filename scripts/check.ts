/** Types of the app and the server, and the purity of the core. */
import { runSteps, typeSteps } from './steps.ts'
import { syncGenerated } from './generated.ts'

await syncGenerated()
process.exitCode = (await runSteps(typeSteps)) ? 0 : 1
