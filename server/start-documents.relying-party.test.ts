import { expect, it } from 'vitest'
import { relyingPartyOf } from './start-documents.ts'

it.each([
	['a public name', 'https://tandem.example', '127.0.0.1', { id: 'tandem.example', origin: 'https://tandem.example' }],
	[
		'a public name with a port',
		'https://tandem.example:8443',
		'0.0.0.0',
		{ id: 'tandem.example', origin: 'https://tandem.example:8443' }
	],
	['this machine alone', null, '127.0.0.1', { id: 'localhost', origin: null }],
	['an address of numbers', 'https://192.168.1.4', '0.0.0.0', null],
	['the same with IPv6', 'https://[2001:db8::1]', '::', null],
	['whatever people typed, beyond this machine', null, '0.0.0.0', null]
])('for %s', (_what, origin, host, expected) => {
	expect(relyingPartyOf({ origin, host })).toEqual(expected)
})
