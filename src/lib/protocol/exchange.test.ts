import { describe, expect, it } from 'vitest'
import {
	type CarriedAnswer,
	type CarriedRequest,
	decodeCarriedAnswers,
	decodeCarriedRequests,
	encodeCarriedAnswers,
	encodeCarriedRequests,
	MOST_CARRIED,
	MOST_FRAMES
} from './exchange.ts'

const frame = (length: number) => Uint8Array.from({ length }, (_, index) => index)

const requests: CarriedRequest[] = [
	{ documentId: 'plan:program-1', query: 'v=1&device=phone', waitMs: 15_000, frames: [frame(3), frame(0), frame(200)] },
	{ documentId: 'notes:program-1', query: '', waitMs: 0, frames: [] }
]
const answers: CarriedAnswer[] = [
	{ closeCode: 0, frames: [frame(1), frame(300)] },
	{ closeCode: 4403, frames: [] }
]

describe('[P13] the bodies of an exchange', () => {
	it('are read as they were written', () => {
		expect(decodeCarriedRequests(encodeCarriedRequests(requests))).toEqual(requests)
		expect(decodeCarriedAnswers(encodeCarriedAnswers(answers))).toEqual(answers)
		expect(decodeCarriedRequests(encodeCarriedRequests([]))).toEqual([])
		expect(decodeCarriedAnswers(encodeCarriedAnswers([]))).toEqual([])
	})

	it('[R9] that are cut, or have something behind them, are none', () => {
		for (const [body, decode] of [
			[encodeCarriedRequests(requests), decodeCarriedRequests],
			[encodeCarriedAnswers(answers), decodeCarriedAnswers]
		] as const) {
			for (let length = 0; length < body.length; length++) expect(decode(body.subarray(0, length))).toBeNull()
			expect(decode(Uint8Array.of(...body, 0))).toBeNull()
		}
	})

	it('[R9] with any byte changed are none or others, and throw nothing', () => {
		for (const [body, decode] of [
			[encodeCarriedRequests(requests), decodeCarriedRequests],
			[encodeCarriedAnswers(answers), decodeCarriedAnswers]
		] as const) {
			for (let at = 0; at < body.length; at++) {
				for (let bit = 0; bit < 8; bit++) {
					const spoilt = body.slice()
					spoilt[at]! ^= 1 << bit
					const read = decode(spoilt)
					expect(read === null || read.every(({ frames }) => frames.every((each) => each instanceof Uint8Array))).toBe(
						true
					)
				}
			}
		}
	})

	it('[R9] of more connections, or more frames, than are allowed are none', () => {
		const [, empty] = requests
		const many = (count: number) => encodeCarriedRequests(Array.from({ length: count }, () => empty!))
		expect(decodeCarriedRequests(many(MOST_CARRIED))).toHaveLength(MOST_CARRIED)
		expect(decodeCarriedRequests(many(MOST_CARRIED + 1))).toBeNull()
		const full = (count: number) =>
			encodeCarriedRequests([{ ...empty!, frames: Array.from({ length: count }, () => frame(0)) }])
		expect(decodeCarriedRequests(full(MOST_FRAMES))?.[0]?.frames).toHaveLength(MOST_FRAMES)
		expect(decodeCarriedRequests(full(MOST_FRAMES + 1))).toBeNull()
	})

	it('of an answer hold as many frames as the relay sends', () => {
		const frames = Array.from({ length: MOST_FRAMES + 1 }, () => frame(1))
		expect(decodeCarriedAnswers(encodeCarriedAnswers([{ closeCode: 0, frames }]))?.[0]?.frames).toHaveLength(
			frames.length
		)
	})
})
