/** Hocuspocus with its SQLite extension, set up as its documentation says: `node hocuspocus-process.mjs <port> <directory>`. */
import { join } from 'node:path'
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const [port, directory] = process.argv.slice(2)
const server = new Server({
	port: Number(port),
	address: '127.0.0.1',
	quiet: true,
	extensions: [new SQLite({ database: join(directory, 'hocuspocus.sqlite') })]
})
await server.listen()
