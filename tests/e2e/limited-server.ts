/** The server with other limits of its relay than the product's: `TANDEM_E2E_RELAY`, as JSON. */
import { readConfig } from '../../server/config.ts'
import type { RelaySettings } from '../../server/documents/relay/options.ts'
import { startServer } from '../../server/wire.ts'

const relaySettings = JSON.parse(process.env.TANDEM_E2E_RELAY ?? '{}') as Partial<RelaySettings>
const server = await startServer(readConfig(process.env), { relaySettings })
console.log(`Тандем: ${server.address}`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
