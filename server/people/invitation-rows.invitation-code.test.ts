import { describe, expect, it } from 'vitest'
import { createInvitationCodes } from './invitation-rows.ts'

const codes = createInvitationCodes('a secret of thirty-two characters')

describe('a short code', () => {
	it('is ten characters in two groups, another one each time', () => {
		const drawn = Array.from({ length: 500 }, () => codes.draw())
		for (const code of drawn) expect(code).toMatch(/^[АВЕКМРСТУ2345679]{5}-[АВЕКМРСТУ2345679]{5}$/)
		expect(new Set(drawn).size).toBe(500)
		expect(new Set(drawn.join('').replaceAll('-', '')).size).toBe(16)
	})

	it.each([
		['as it was dictated, in small letters and without the hyphen', 'ав234км567'],
		['with spaces', ' АВ 234 - КМ 567 '],
		['on the Latin keyboard', 'AB234-KM567'],
		['in both alphabets at once', 'aВ234 kМ567']
	])('is known again %s', (_how, typed) => {
		expect(codes.hashOf(typed)).toBe(codes.hashOf('АВ234-КМ567'))
	})

	it.each(['', 'АВ234-КМ56', 'АВ234-КМ5678', 'АВ234-КМ560', 'ИВ234-КМ567', 'DB234-KM567'])('«%s» is none', (typed) => {
		expect(codes.hashOf(typed)).toBeNull()
	})

	it('is hashed under the secret: without it nobody can look which code a hash is of', () => {
		const others = createInvitationCodes('another secret of thirty-two signs')
		expect(others.hashOf('АВ234-КМ567')).not.toBe(codes.hashOf('АВ234-КМ567'))
	})
})
