import { expect, it, vi } from 'vitest'
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
import type { Person } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import {
	beginOrder,
	consentsOf,
	lastDayOf,
	type PayShare,
	readPaidMentees,
	termBounds,
	withDrafted
} from './order-draft.ts'

const pay = ({ mentorIds, salaries, before }: PayShare) =>
	[...mentorIds, m.forming_pay_salaries({ salaries }).slice(FUND.length), ...(before ? [`(${before})`] : [])].join(' ')
const FUND = 'Увеличение годового премиального фонда наставника на '
const none = new Map<string, string[]>()
const inForce = { mentees: none, regulationIds: [tomskCity.id, 'own-copy'], isComplete: true }

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

it('[T37] a successor begins on the first day of the programme or later', () => {
	const story = beginStory()
	beginByOrder(story)
	expect(beginOrder(story.ledger(), tomskCity, '2026-09-04', none, pay).startsOn).toBe('2026-09-15')
	expect(beginOrder(story.ledger(), tomskCity, '2026-09-18', none, pay).startsOn).toBe('2026-09-21')
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
	expect(pay({ mentorIds: [], salaries: 2.5, before: 0 })).toMatch(/ оклада$/)
})

it('[T47] pay counts the mentees of other orders that wait for their signatures', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	const ledger = story.ledger()
	const drafted = {
		programId: 'program-2',
		regulationId: tomskCity.id,
		openMatters: [{ id: 'order', type: 'order' as const, raisedAt: '2026-09-03T08:00:00.000Z' }],
		mentors: [{ id: 'viktor' } as Person],
		mentees: [{ id: 'darya' } as Person]
	}
	const beginBeside = (listing: typeof drafted) =>
		beginOrder(ledger, tomskCity, '2026-09-04', withDrafted(inForce, ledger.programId, [listing]).mentees, pay).pay
	expect(beginBeside(drafted)).toBe('4 оклада (3)')
	expect(beginBeside({ ...drafted, openMatters: [] })).toBe('3 оклада')
	expect(beginBeside({ ...drafted, programId: ledger.programId })).toBe('3 оклада')
	expect(beginBeside({ ...drafted, regulationId: 'surgut' })).toBe('3 оклада')
	expect(beginBeside({ ...drafted, regulationId: 'own-copy' })).toBe('4 оклада (3)')
})

it('[T47] pay counts the mentees of orders that end soon or begin later, and says if an answer is missing', async () => {
	const answers = new Map([
		['2026-09-07', ['darya']],
		['2027-09-04', ['pavel']]
	])
	vi.stubGlobal('fetch', (url: string) => {
		const menteeIds = answers.get(new URL(url, 'https://tandem.example').searchParams.get('on') ?? '')
		if (menteeIds === undefined) return Promise.reject(new TypeError('offline'))
		const regulationIds = ['own-copy', tomskCity.id]
		return Promise.resolve(
			Response.json({ schemes: [{ regulationIds, mentors: [{ mentorId: 'viktor', menteeIds }] }] })
		)
	})
	const whole = await readPaidMentees(tomskCity.id, '2026-09-04')
	expect(whole.mentees).toEqual(new Map([['viktor', ['darya', 'pavel']]]))
	expect(whole.regulationIds).toEqual([tomskCity.id, 'own-copy'])
	expect(whole.isComplete).toBe(true)
	expect(withDrafted(whole, 'program-1', null).isComplete).toBe(false)

	answers.delete('2027-09-04')
	const half = await readPaidMentees(tomskCity.id, '2026-09-04')
	expect(half.mentees).toEqual(new Map([['viktor', ['darya']]]))
	expect(half.isComplete).toBe(false)
	vi.unstubAllGlobals()
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
