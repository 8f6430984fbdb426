/** `npm run dev`: the app with hot reload, the API and the relay on one port, on the demonstration data. */
import { createServer as createVite } from 'vite'
import { readConfig } from '../server/config.ts'
import { startServer } from '../server/wire.ts'
import { syncGenerated } from './generated.ts'

await syncGenerated()
const server = await startServer(readConfig(process.env), {
	async serveShell(http) {
		const vite = await createVite({ server: { middlewareMode: true, hmr: { server: http } } })
		return vite.middlewares
	}
})
for (const notice of server.notices) console.log(notice)
console.log(`Тандем, разработка / development: ${server.address}`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.once(signal, () => void server.stop().then(() => process.exit(0)))
}
