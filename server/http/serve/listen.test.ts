import { expect, it } from 'vitest'
import { createHttpServer, listen } from './listen.ts'

it('tells a proxy that a connection is kept for more than the two minutes for which Caddy keeps one', async () => {
	const http = createHttpServer((_request, response) => void response.end('here'))
	const address = await listen(http.server, { host: '127.0.0.1', port: 0 })
	const { headers } = await fetch(address)
	expect(headers.get('keep-alive')).toBe('timeout=130')
	await http.close()
})
