import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { createAddressReader } from './guards.ts'

const proxied = '198.51.100.7'
/** A container's gateway, and the network of a municipality's balancers. */
const trusted = ['172.18.0.1', '10.0.3.0/24', 'fd00:3::/64']

it.each([
	['a device that comes by itself', '203.0.113.5', undefined, '203.0.113.5'],
	['one that says it is somebody else', '203.0.113.5', proxied, '203.0.113.5'],
	['one behind the proxy of this machine', '127.0.0.1', proxied, proxied],
	['the same, in the other notation', '::ffff:127.0.0.1', proxied, proxied],
	['one behind it that says beforehand it is somebody else', '127.0.0.1', `203.0.113.99, ${proxied}`, proxied],
	['one behind a proxy that says nothing', '127.0.0.1', '', '127.0.0.1'],
	['one behind the proxy of a container', '172.18.0.1', proxied, proxied],
	['the same, in the other notation', '::ffff:172.18.0.1', proxied, proxied],
	['one behind a proxy in a trusted network', '10.0.3.77', proxied, proxied],
	['one behind a trusted proxy of IPv6', 'fd00:3::9', '2001:db8::5', '2001:db8::5'],
	['one behind two trusted proxies', '172.18.0.1', `203.0.113.99, ${proxied}, 10.0.3.77`, proxied],
	['one in a neighbouring network that says it is somebody else', '10.0.4.77', proxied, '10.0.4.77']
])('the address of %s is what trusted machines have seen', (_who, remoteAddress, forwarded, address) => {
	const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }
	expect(createAddressReader(trusted)(request as unknown as IncomingMessage)).toBe(address)
})

it('without configured proxies only this machine is trusted', () => {
	const request = { socket: { remoteAddress: '172.18.0.1' }, headers: { 'x-forwarded-for': proxied } }
	expect(createAddressReader([])(request as unknown as IncomingMessage)).toBe('172.18.0.1')
})
