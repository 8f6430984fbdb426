/** What a person who never took part, but consented, keeps of the programme: their own statements, and a way to withdraw the consent. */
import { describe, expect, it } from 'vitest'
import { formerCandidateFacts, consentedAs, ownConsent, replayVisible } from './visible-ledger.ts'
import { chronicleOf, readableEntry } from './chronicle.ts'
import type { Entry, Ledger, Speaker } from './ledger.ts'
import { offersTo } from './statements/all.ts'
import { beginGroup, danil, join, leave } from './testing/group-story.ts'
import {
	arkady,
	beginStory,
	consentOf,
	elena,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	viktor,
	type Story
} from './testing/story.ts'

const withdrawal = { type: 'withdraw-consent', kind: 'personal-data' } as const
const others = /irina|oleg|danil|Лаптев|Седов|Второй год|команду|Замечание/

/** The entries and the ledger as the server sends them. */
function readAs(story: Story, personId: string): { entries: Entry[]; ledger: Ledger } {
	const reader = { personId, isStaff: false, until: '', ownIds: [] }
	const entries = story.entries.flatMap((entry) => readableEntry(entry, reader) ?? [])
	return {
		entries,
		ledger: replayVisible('program-1', entries, formerCandidateFacts('program-1', story.entries, personId))
	}
}

function offered(story: Story, { personId, role }: Speaker): string[] {
	const known = { today: story.facts.today, regulation: story.facts.regulation, bornOn: null }
	return offersTo(readAs(story, personId).ledger, { personId, role }, known).map((offer) =>
		'kind' in offer ? `${offer.type} ${offer.kind}` : offer.type
	)
}

/** Viktor has consented to everything; then Oleg is proposed instead, and the programme goes on with Oleg. */
function replaceViktor(): Story {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	const first = story.lastId()
	for (const kind of ['duties', 'personal-data', 'publication'] as const) story.sayAll([viktor, consentOf(kind)])
	story.facts.today = '2026-09-05'
	story.sayAll([elena, { ...proposal, insteadOf: first, mentorIds: ['oleg'], title: 'Второй год' }])
	const second = story.lastId()
	for (const kind of ['duties', 'personal-data'] as const)
		story.sayAll([oleg, consentOf(kind)], [irina, consentOf(kind)])
	story.sayAll([elena, raise(orderFor(second))])
	story.sayAll([arkady, sign(story.lastId())], [irina, { type: 'remark', about: null, text: 'Замечание' }])
	return story
}

describe('a mentor who was proposed and replaced', () => {
	it('[L3] reads their own consents under the title of then, and nobody who was or came into it', () => {
		const { entries, ledger } = readAs(replaceViktor(), 'viktor')
		expect(entries.map(({ by, statement }) => [by.personId, 'kind' in statement && statement.kind])).toEqual([
			['viktor', 'duties'],
			['viktor', 'personal-data'],
			['viktor', 'publication']
		])
		expect(ledger).toMatchObject({ title: proposal.title, phase: 'closed', members: [], term: null })
		expect(JSON.stringify([entries, ledger])).not.toMatch(others)
		const statuses = chronicleOf(ledger, entries).map((item) => 'status' in item && item.status)
		expect(statuses.toReversed()).toEqual(['superseded', 'holds', 'holds'])
	})

	it('[L3] may take back what is of their data, and nothing else', () => {
		const story = replaceViktor()
		expect(offered(story, viktor)).toEqual(['withdraw-consent personal-data', 'withdraw-consent publication'])
		expect(story.say(viktor, withdrawal)).toBeNull()
		expect(offered(story, viktor)).toEqual(['withdraw-consent publication'])
	})

	it('[L3] reads how it was settled', () => {
		const story = replaceViktor()
		const how = () => ownConsent(readAs(story, 'viktor').ledger, 'viktor')
		expect(how()).toBe('stands')
		story.sayAll([viktor, withdrawal], [viktor, { ...withdrawal, kind: 'publication' }])
		expect(how()).toBe('withdrawn')
		const [open] = story.ledger().consentWithdrawals
		const settlement = { type: 'settle-consent-withdrawal', withdrawalId: open?.id ?? '', personId: 'viktor' } as const
		story.sayAll([elena, { ...settlement, decision: 'stopped', ground: 'Данные удалены' }])
		expect(how()).toBe('over')
		expect(readAs(story, 'viktor').entries.at(-1)).toMatchObject({ by: elena, statement: settlement })
	})

	it('[L3] who took back the one to the data reads of that, and of the publication only when it is settled', () => {
		const story = replaceViktor()
		const how = () => ownConsent(readAs(story, 'viktor').ledger, 'viktor')
		story.sayAll([viktor, withdrawal])
		expect(how()).toBe('withdrawn')
		const [open] = story.ledger().consentWithdrawals
		const settlement = { type: 'settle-consent-withdrawal', withdrawalId: open?.id ?? '', personId: 'viktor' } as const
		story.sayAll([elena, { ...settlement, decision: 'stopped', ground: 'Данные удалены' }])
		expect(how()).toBe('publication')
		story.sayAll([viktor, { ...withdrawal, kind: 'publication' }])
		expect(how()).toBe('over')
	})

	it('[L3] who took back the one to publish reads that the one to the data stands', () => {
		const story = replaceViktor()
		story.sayAll([viktor, { ...withdrawal, kind: 'publication' }])
		expect(ownConsent(readAs(story, 'viktor').ledger, 'viktor')).toBe('stands')
	})
})

it('whoever refused reads the refusal as their own word, and is not told whether another one is sought', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	const proposalId = story.lastId()
	story.sayAll([viktor, consentOf('personal-data')])
	story.sayAll([viktor, { type: 'refuse-proposal', proposalId, ground: 'Болею' }])
	const { entries, ledger } = readAs(story, 'viktor')
	expect(entries.map(({ statement }) => statement.type)).toEqual(['consent', 'refuse-proposal'])
	expect(ledger).toMatchObject({ phase: 'closed', proposal: null, refusedProposals: [], title: proposal.title })
	expect(offered(story, viktor)).toEqual(['withdraw-consent personal-data'])
})

it('[T13] whose joining came to nothing may take the consent back, and reads neither the group nor its mentor', () => {
	const story = beginGroup()
	story.sayAll([elena, join('danil')])
	const joining = story.lastId()
	story.sayAll([danil, consentOf('personal-data')])
	story.sayAll([viktor, { type: 'decline', matterId: joining, ground: 'Группа полна' }], [elena, leave('irina')])
	const { entries, ledger } = readAs(story, 'danil')
	expect(entries.map(({ statement }) => statement.type)).toEqual(['consent'])
	expect(ledger.title).toBe(proposal.title)
	expect(JSON.stringify([entries, ledger])).not.toMatch(/viktor|irina|Ковал|Группа полна/)
	expect(offered(story, danil)).toEqual(['withdraw-consent personal-data'])
})

it('is nothing to whoever consented to no more than the duties, or to nothing', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	const first = story.lastId()
	story.sayAll([viktor, consentOf('duties')])
	story.sayAll([elena, { ...proposal, insteadOf: first, mentorIds: ['oleg'] }])
	for (const personId of ['viktor', 'roman'])
		expect(formerCandidateFacts('program-1', story.entries, personId)).toBeNull()
	expect(consentedAs(story.entries, 'viktor')).toEqual([])
	story.sayAll([oleg, consentOf('publication')])
	expect(consentedAs(story.entries, 'oleg')).toEqual(['mentor'])
})
