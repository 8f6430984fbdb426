/** The server with a moved clock, for a story that lasts months. The product itself uses only the machine's clock. */
import { readFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'
import { readConfig } from '../../server/config.ts'
import { startServer } from '../../server/wire.ts'

/** The file with the difference between the story's clock and the machine's, in ms. */
const clock = process.env.TANDEM_E2E_CLOCK ?? ''
const now = () => new Date(Date.now() + Number(readFileSync(clock, 'utf8')))
// The header of the story's clock: devices date by it.
const { writeHead } = ServerResponse.prototype
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...head: Parameters<typeof writeHead>) {
	this.setHeader('date', now().toUTCString())
	return writeHead.apply(this, head)
} as typeof writeHead

const server = await startServer(readConfig(process.env), { now })
console.log(`Тандем: ${server.address}`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
