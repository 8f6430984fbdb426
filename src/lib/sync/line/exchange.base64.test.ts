import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { fromBase64, toBase64 } from './exchange.ts'

it('[P13] bytes travel as base64 and come back, in a service worker too', () => {
	const { Buffer } = globalThis
	vi.stubGlobal('Buffer', undefined)
	try {
		fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(fromBase64(toBase64(bytes))).toEqual(bytes)))
		expect(fromBase64(toBase64(new Uint8Array(200_000).fill(255)))).toHaveLength(200_000)
	} finally {
		vi.unstubAllGlobals()
	}
	expect(toBase64(Uint8Array.of(1, 2, 250))).toBe(Buffer.from([1, 2, 250]).toString('base64'))
	expect(() => fromBase64('%%%')).toThrow()
})
