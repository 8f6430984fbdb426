import { encode, writeVarUint } from 'lib0/encoding'
import { expect, it } from 'vitest'
import { putVarUint, sizeOfVarUint } from './frames.ts'

it.each([0, 1, 127, 128, 255, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 49, Number.MAX_SAFE_INTEGER])(
	'%i is written as lib0 writes it',
	(value) => {
		const target = new Uint8Array(1 + sizeOfVarUint(value))
		expect(putVarUint(target, 1, value)).toBe(target.length)
		expect(target.subarray(1)).toEqual(encode((encoder) => writeVarUint(encoder, value)))
	}
)
