import { describe, expect, it } from 'vitest'
import { dinskoy } from '../../regulation/packs/dinskoy.ts'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import type { Regulation } from '../../regulation/schema.ts'
import type { Statement } from '../statement.ts'
import { activeIn } from '../testing/pair.ts'
import { arkady, darya, elena, HASH, irina, raise, sign, viktor } from '../testing/story.ts'

/** An edition that everybody but the head has signed. */
function putForward(regulation: Regulation) {
	const story = activeIn(regulation)
	story.sayAll([viktor, raise({ type: 'edition', hash: HASH })])
	const decisionId = story.lastId()
	const mentees = regulation === dinskoy ? [irina, darya] : [irina]
	for (const person of [...mentees, elena]) story.sayAll([person, sign(decisionId)])
	return { story, matterId: decisionId }
}

const present = (decisionId: string, isPositive: boolean, presentedOn = '2026-09-01'): Statement => ({
	type: 'present',
	matterId: decisionId,
	presentedOn,
	isPositive,
	conclusion: 'Обсудили'
})

describe('[D17] a public presentation', () => {
	it('is entered by the curator, once it has taken place, of an edition that is open', () => {
		const { story, matterId: decisionId } = putForward(dinskoy)
		for (const person of [viktor, irina, arkady]) {
			expect(story.say(person, present(decisionId, true))).toEqual({ reason: 'not-your-role' })
		}
		expect(story.say(elena, present(decisionId, true, '2026-09-02'))).toEqual({ reason: 'presented-later' })
		expect(story.say(elena, present('none', true))).toEqual({ reason: 'unknown-subject' })
		story.sayAll([elena, present(decisionId, true)], [arkady, sign(decisionId)])
		expect(story.say(elena, present(decisionId, false))).toEqual({ reason: 'already-said' })
	})

	it('that ended badly may be followed by a better one, and prevents nothing: 4.3.3 only recommends', () => {
		const { story, matterId: decisionId } = putForward(dinskoy)
		expect(story.say(arkady, sign(decisionId))).toEqual({ reason: 'presentation-missing' })
		story.sayAll([elena, present(decisionId, false)])
		expect(story.ledger().presentations).toMatchObject([{ isPositive: false }])
		story.sayAll([elena, present(decisionId, true)], [arkady, sign(decisionId)])
		expect(story.ledger().presentations).toMatchObject([
			{ matterId: decisionId, isPositive: true, by: { personId: 'elena' } }
		])
		expect(story.ledger().matters.at(-1)?.outcome).toBe('in-force')
	})

	it('is not left out where the regulation names nobody else to sign', () => {
		const edition = { value: ['curator' as const], source: null }
		const story = activeIn({ ...dinskoy, decisions: { ...dinskoy.decisions, edition } })
		expect(story.say(elena, raise({ type: 'edition', hash: HASH }))).toEqual({ reason: 'presentation-missing' })
	})

	it('is asked for by no other regulation', () => {
		const { story, matterId: decisionId } = putForward(tomskCity)
		expect(story.say(elena, present(decisionId, true))).toEqual({ reason: 'not-in-regulation', field: 'presentation' })
		expect(story.say(arkady, sign(decisionId))).toBeNull()
	})
})
