/** Some of a decoded update as an update in V1: Yjs itself takes one apart only from its front. */
import * as Y from 'yjs'
import type { ClockRange } from '../brought-content.ts'
import type { DecodedStruct } from '../event.ts'

/** By client. */
export type Deletions = ReadonlyMap<number, readonly ClockRange[]>

/** Of each client in the order of their clocks. */
export function encodeStructs(structs: readonly DecodedStruct[]): Uint8Array {
	const byClient = new Map<number, DecodedStruct[]>()
	for (const struct of structs) {
		const ofClient = byClient.get(struct.id.client) ?? []
		const last = ofClient.at(-1)
		const end = last === undefined ? struct.id.clock : last.id.clock + last.length
		if (struct.id.clock > end) ofClient.push(new Y.Skip(Y.createID(struct.id.client, end), struct.id.clock - end))
		ofClient.push(struct)
		byClient.set(struct.id.client, ofClient)
	}
	const encoder = new Y.UpdateEncoderV1()
	// All numbers of V1 are written alike.
	encoder.writeLen(byClient.size)
	for (const [client, [first, ...rest]] of byClient) {
		if (first === undefined) continue
		encoder.writeLen(rest.length + 1)
		encoder.writeClient(client)
		encoder.writeLen(first.id.clock)
		for (const struct of [first, ...rest]) struct.write(encoder, 0)
	}
	writeDeletions(encoder, new Map())
	return encoder.toUint8Array()
}

export function encodeDeletions(deletions: Deletions): Uint8Array {
	const encoder = new Y.UpdateEncoderV1()
	encoder.writeLen(0)
	writeDeletions(encoder, deletions)
	return encoder.toUint8Array()
}

function writeDeletions(encoder: Y.UpdateEncoderV1, deletions: Deletions): void {
	encoder.writeLen(deletions.size)
	for (const [client, ranges] of deletions) {
		encoder.writeClient(client)
		encoder.writeLen(ranges.length)
		for (const { clock, len } of ranges) {
			encoder.writeLen(clock)
			encoder.writeLen(len)
		}
	}
}
