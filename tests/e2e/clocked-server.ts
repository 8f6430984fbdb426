/** The server at another time: a story that lasts months moves its clock. The product itself has only the machine's. */
import { readFileSync } from 'node:fs'
import { readConfig } from '../../server/config.ts'
import { startServer } from '../../server/wire.ts'

/** Holds by how many milliseconds the story's clock is off the machine's. */
const clock = process.env.TANDEM_E2E_CLOCK ?? ''
const now = () => new Date(Date.now() + Number(readFileSync(clock, 'utf8')))
const server = await startServer(readConfig(process.env), { now })
console.log(`Тандем: ${server.address}`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
