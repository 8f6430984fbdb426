import { expect, it } from 'vitest'
import { createHttpServer, listen } from './listen.ts'

it('a proxy that keeps a connection for a minute never asks on one that is just being closed', async () => {
	const http = createHttpServer((_request, response) => void response.end('here'))
	const address = await listen(http.server, { host: '127.0.0.1', port: 0 })
	const { headers } = await fetch(address)
	expect(headers.get('keep-alive')).toBe('timeout=75')
	await http.close()
})
