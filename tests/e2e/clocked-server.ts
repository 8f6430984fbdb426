/** The server with a moved clock, for a story that lasts months. The product itself uses only the machine's clock. */
import { readFileSync } from 'node:fs'
import { readConfig } from '../../server/config.ts'
import { startServer } from '../../server/wire.ts'

/** The file with the difference between the story's clock and the machine's, in ms. */
const clock = process.env.TANDEM_E2E_CLOCK ?? ''
const now = () => new Date(Date.now() + Number(readFileSync(clock, 'utf8')))
const server = await startServer(readConfig(process.env), { now })
console.log(`Тандем: ${server.address}`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
