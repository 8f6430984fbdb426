/** `npm run check`: checks the types of the app and the server, and that the core imports no platform. */
import { runSteps, typeSteps } from './steps.ts'
import { syncGenerated } from './generated.ts'

await syncGenerated()
process.exitCode = (await runSteps(typeSteps)) ? 0 : 1
