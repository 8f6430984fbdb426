import { describe, expect, it } from 'vitest'
import { networkOf } from './network.ts'

describe('[R10] what counts as one address', () => {
	it.each([
		['a school behind one IPv4 address', '203.0.113.7', '203.0.113.7'],
		['a household with all its IPv6 addresses', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
		['the same, written shortly', '2001:db8:1:2::1', '2001:db8:1:2'],
		['one with zeros left out', '2001:db8::5', '2001:db8:0:0'],
		['one with leading zeros', '2001:0db8:0001:0002::1', '2001:db8:1:2'],
		['this machine, where a proxy may not say whom it speaks for', '127.0.0.1', null],
		['this machine in IPv6', '::1', null]
	])('%s', (_who, address, network) => expect(networkOf(address)).toBe(network))
})
