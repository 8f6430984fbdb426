import { encode, writeVarString, writeVarUint } from 'lib0/encoding'
import { expect, it } from 'vitest'
import { decodePresence, encodePresence } from './presence.ts'

it('[P10] what Viktor’s presence says comes out as it went in', () => {
	const entries = [{ clientId: 7, clock: 2, state: { personId: 'viktor', cursor: { anchor: [1, { a: 2 }] } } }]
	expect(decodePresence(encodePresence(entries))).toEqual(entries)
})

it('[R9] a presence nested deeper than any of ours is none: no JSON.stringify would get to its bottom', () => {
	const deep = (depth: number) =>
		encode((encoder) => {
			for (const number of [1, 1, 1]) writeVarUint(encoder, number)
			writeVarString(encoder, `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)
		})
	expect(decodePresence(deep(60))).not.toBeNull()
	expect(decodePresence(deep(70))).toBeNull()
	expect(decodePresence(deep(20_000))).toBeNull()
})
