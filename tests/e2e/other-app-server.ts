/** The server with an app of the story's choice: a story may install a new version while people work. */
import { readConfig } from '../../server/config.ts'
import { createShell } from '../../server/http/serve/shell.ts'
import { startServer } from '../../server/wire.ts'

const app = process.env.TANDEM_E2E_APP ?? 'build'
const server = await startServer(readConfig(process.env), { serveShell: () => createShell(app) })
console.log(`Тандем: ${server.address}`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
