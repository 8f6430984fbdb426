import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { clientAddressOf } from './guards.ts'

const proxied = '198.51.100.7'

it.each([
	['a device that comes by itself', '203.0.113.5', undefined, '203.0.113.5'],
	['one that says it is somebody else', '203.0.113.5', proxied, '203.0.113.5'],
	['one behind the proxy of this machine', '127.0.0.1', proxied, proxied],
	['the same, in the other notation', '::ffff:127.0.0.1', proxied, proxied],
	['one behind it that says beforehand it is somebody else', '127.0.0.1', `203.0.113.99, ${proxied}`, proxied],
	['one behind a proxy that says nothing', '127.0.0.1', '', '127.0.0.1']
])('the address of %s is whom this machine has seen', (_who, remoteAddress, forwarded, address) => {
	const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }
	expect(clientAddressOf(request as unknown as IncomingMessage)).toBe(address)
})
