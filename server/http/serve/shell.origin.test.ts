import { describe, expect, it } from 'vitest'
import { createOriginCheck } from './shell.ts'

describe('the origin of a page', () => {
	const onThisMachine = { host: '127.0.0.1', origin: null }
	const inTheOffice = { host: '0.0.0.0', origin: null }
	const behindProxy = { host: '127.0.0.1', origin: 'https://tandem.example' }

	it.each([
		['a program that is no browser', onThisMachine, undefined, '127.0.0.1:3000', true],
		['our own page', onThisMachine, 'http://127.0.0.1:3000', '127.0.0.1:3000', true],
		['our own page by name', onThisMachine, 'http://localhost:3000', 'localhost:3000', true],
		['another program of this machine', onThisMachine, 'http://127.0.0.1:8080', '127.0.0.1:3000', false],
		['a page whose name was made to point here', onThisMachine, 'http://evil.example:3000', 'evil.example:3000', false],
		['our own page in the office', inTheOffice, 'http://10.0.0.4:3000', '10.0.0.4:3000', true],
		['a foreign page in the office', inTheOffice, 'https://evil.example', '10.0.0.4:3000', false],
		['our own page behind a proxy', behindProxy, 'https://tandem.example', '127.0.0.1:3000', true],
		['our own page without https', behindProxy, 'http://tandem.example', 'tandem.example', false],
		['a sandboxed page', behindProxy, 'null', 'tandem.example', false],
		['nonsense', onThisMachine, 'nonsense', '127.0.0.1:3000', false]
	])('%s', (_what, config, origin, host, expected) => {
		expect(createOriginCheck(config)(origin, host)).toBe(expected)
	})
})
