/**
 * lib0's varUint, written in place. A relay frames every edit, and an encoder, which does not know how long its frame will be,
 * costs more than the frame. Numbers from 0 to `Number.MAX_SAFE_INTEGER`.
 */

/** In bytes. */
export function sizeOfVarUint(value: number): number {
	let size = 1
	for (let rest = value; rest > LOW_BITS; rest = Math.floor(rest / STEP)) size += 1
	return size
}

/** Where the next byte goes. */
export function putVarUint(target: Uint8Array, offset: number, value: number): number {
	let at = offset
	let rest = value
	for (; rest > LOW_BITS; rest = Math.floor(rest / STEP)) target[at++] = STEP | (rest & LOW_BITS)
	target[at++] = rest
	return at
}

const LOW_BITS = 0x7f
const STEP = 0x80
