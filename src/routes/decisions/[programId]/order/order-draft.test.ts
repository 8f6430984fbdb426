import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import {
	beginStory,
	consentOf,
	elena,
	irina,
	proposal,
	request,
	beginByOrder,
	viktor
} from '#domain/ledger/testing/story.ts'
import { m } from '#lib/paraglide/messages.js'
import { beginOrder, consentsOf, lastDayOf, type PayShare, termBounds } from './order-draft.ts'

const pay = ({ mentorIds, salaries, inForce }: PayShare) =>
	[...mentorIds, m.forming_pay_salaries({ salaries }).slice(FUND.length), ...(inForce ? [`(${inForce})`] : [])].join(
		' '
	)
const FUND = 'Увеличение годового премиального фонда наставника на '
const none = new Map<string, string[]>()

it('[T9] [T47] Tomsk city: 24 months and no other, pay by the number of mentees, from the next working day', () => {
	const story = beginStory()
	story.sayAll([elena, { ...request, menteeIds: ['irina', 'darya'] }], [elena, { ...proposal, forms: ['group'] }])
	// A Friday.
	expect(beginOrder(story.ledger(), tomskCity, '2026-09-04', none, pay)).toEqual({
		startsOn: '2026-09-07',
		termMonths: 24,
		pay: '4 оклада'
	})
	expect(termBounds(story.ledger(), tomskCity)).toEqual({ min: 24, max: 24 })
})

it('[S10] Surgut: from three months to a year; where nothing is said, any term and no pay in words', () => {
	const { ledger } = beginStory()
	expect(termBounds(ledger(), surgut)).toEqual({ min: 3, max: 12 })
	expect(beginOrder(ledger(), surgut, '2026-09-01', none, pay)).toMatchObject({ termMonths: 12, pay: '' })
	expect(termBounds(ledger(), dinskoy)).toEqual({ min: 1, max: 60 })
})

it('[T47] pay goes by all the mentees a mentor then has, each once', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, { ...proposal, mentorIds: ['viktor', 'oleg'] }])
	const begin = (paid: ReadonlyMap<string, string[]>) =>
		beginOrder(story.ledger(), tomskCity, '2026-09-04', paid, pay).pay
	expect(begin(none)).toBe('3 оклада')
	expect(begin(new Map([['viktor', ['darya', 'pavel']]]))).toBe('viktor 5 окладов (4); oleg 3 оклада')
	expect(begin(new Map([['viktor', ['irina']]]))).toBe('viktor 3 оклада (3); oleg 3 оклада')
	expect(pay({ mentorIds: [], salaries: 2.5, inForce: 0 })).toMatch(/ оклада$/)
})

it('[T44] another mentor changes nothing about the term', () => {
	const story = beginStory()
	beginByOrder(story)
	expect(termBounds(story.ledger(), surgut)).toEqual({ min: 24, max: 24 })
})

it('[T16] names each consent, given or not', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal], [viktor, consentOf('duties')])
	const words = consentsOf(story.ledger(), tomskCity).map(
		({ personId, kind, isGiven }) => `${personId} ${kind} ${isGiven}`
	)
	expect(words).toEqual([
		'viktor duties true',
		'irina duties false',
		'viktor personal-data false',
		'irina personal-data false'
	])
})

it('[T9] the last day follows from the first and the months, or from the term that runs already', () => {
	const draft = { startsOn: '2026-11-23', termMonths: 24, pay: '' }
	expect(lastDayOf(beginStory().ledger(), draft)).toBe('2028-11-22')
	expect(lastDayOf(beginStory().ledger(), { ...draft, startsOn: null })).toBeNull()
	const story = beginStory()
	beginByOrder(story)
	expect(lastDayOf(story.ledger(), draft)).toBe('2028-09-14')
})
