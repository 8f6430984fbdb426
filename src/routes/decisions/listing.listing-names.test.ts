import { describe, expect, it } from 'vitest'
import { beginStory, elena, irina as asking, proposal, request } from '#domain/ledger/testing/story.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { awaitedConsentsWords, groupListings, headingFor, proposedOthers } from './listing.ts'

overwriteGetLocale(() => 'ru')

const person = (id: string, familyName: string) => ({
	...{ id, familyName, givenName: 'И', patronymic: 'О' },
	name: `${familyName} И О`
})
const irina = person('irina', 'Лаптева')
const pavel = person('pavel', 'Гуров')
const viktor = person('viktor', 'Ковалёв')

describe('what a person knows a row of decisions by', () => {
	it.each([
		['the mentor', 'viktor', [irina], [viktor], 'Лаптева\u00a0И.\u00a0О.', ''],
		['the mentee', 'irina', [irina], [viktor], 'Ковалёв\u00a0И.\u00a0О.', ''],
		['the mentee, while there is no mentor', 'irina', [irina], [], 'Начинающий руководитель', ''],
		['one of a group', 'irina', [irina, pavel], [viktor], 'Ковалёв\u00a0И.\u00a0О.', ''],
		['the curator', 'elena', [irina], [viktor], 'Лаптева\u00a0И.\u00a0О.', 'Ковалёв\u00a0И.\u00a0О.']
	])('%s', (_, myId, mentees, mentors, who, others) => {
		const listing = { title: 'Начинающий руководитель', mentees, mentors } as unknown as LedgerListing
		expect(headingFor(listing, myId)).toEqual({ who, mentors: others })
	})
})

it('rows are in the order of the names that the reader sees', () => {
	const common = { title: 'Программа', mainRequest: '', phase: 'active', isAwaited: false, ownConsent: null }
	const lists = { organisations: [], awaited: [], speaksAs: [], unmet: [], openMatters: [], missingConsents: [] }
	// Pavel's programme comes before Irina's by the mentees, and after it by the mentors.
	const ofPavel = { ...common, ...lists, programId: 'of-pavel', mentees: [pavel, irina], mentors: [viktor] }
	const ofIrina = { ...common, ...lists, programId: 'of-irina', mentees: [irina], mentors: [person('anna', 'Власова')] }
	const rows = [ofPavel, ofIrina] as unknown as LedgerListing[]
	const { active } = groupListings(rows, { person: irina, roles: ['mentee'] }, '')
	expect(active.map(({ listing }) => listing.programId)).toEqual(['of-irina', 'of-pavel'])
})

describe('whose consents a programme waits for', () => {
	const consent = (personId: string, role: 'mentor' | 'mentee', kind: 'duties' | 'personal-data') => ({
		personId,
		role,
		kind
	})
	const missing = [
		consent('viktor', 'mentor', 'duties'),
		consent('viktor', 'mentor', 'personal-data'),
		consent('irina', 'mentee', 'duties')
	]

	it('names each once', () => {
		const listing = { missingConsents: missing, mentors: [viktor], mentees: [irina] }
		expect(awaitedConsentsWords(listing)).toBe('Ждём 3 согласия: Ковалёв\u00a0И.\u00a0О., Лаптева\u00a0И.\u00a0О.')
	})

	it('names nobody where the reader is not told of all of them', () => {
		expect(awaitedConsentsWords({ missingConsents: missing, mentors: [viktor], mentees: [] })).toBe('Ждём 3 согласия')
	})
})

it('a proposal is told apart by the others whom it names', () => {
	const story = beginStory()
	story.sayAll([asking, request], [elena, proposal])
	const nameOf = (id: string) => (id === 'viktor' ? viktor.name : irina.name)
	expect(proposedOthers(story.ledger(), 'mentor', nameOf)).toBe('Лаптева\u00a0И.\u00a0О.')
	expect(proposedOthers(story.ledger(), 'mentee', nameOf)).toBe('Ковалёв\u00a0И.\u00a0О.')
})
