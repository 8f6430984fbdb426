/** What a mentee who is to join a group may read: their own joining and what their consent names, whatever the group has decided. */
import { describe, expect, it } from 'vitest'
import { endingsOf } from './memberships.ts'
import { chronicleOf, readableEntry } from './chronicle.ts'
import { bareFactsFor, joiningSubjects, replayVisible } from './visible-ledger.ts'
import { checkAtHand } from './statements/all.ts'
import type { Entry, Ledger } from './ledger.ts'
import { beginGroup, danil, join, leave, maria, leaveByOrder } from './testing/group-story.ts'
import { arkady, consentOf, darya, elena, irina, raise, sign, viktor, type Story } from './testing/story.ts'

/** The entries and the ledger as the server sends them. `since`: the instant at which an earlier membership ended. */
function readAs(story: Story, personId: string, since = ''): { entries: Entry[]; ledger: Ledger } {
	const ledger = story.ledger()
	const ownIds = [...endingsOf(ledger, personId), ...joiningSubjects(ledger, personId)]
	const reader = { personId, isStaff: false, until: since, ownIds }
	const entries = story.entries.flatMap((entry) => readableEntry(entry, reader) ?? [])
	return { entries, ledger: replayVisible('program-1', entries, bareFactsFor(ledger, personId, since)) }
}

/** Danil is proposed to a group that has already made many decisions. */
function proposeDanil(): { story: Story; matterId: string } {
	const story = beginGroup()
	story.facts.today = '2026-10-05'
	story.sayAll([elena, { type: 'remark', about: null, text: 'Где отчёт наставника?' }])
	story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
	const extension = story.lastId()
	for (const person of [darya, maria, viktor, elena, arkady]) story.say(person, sign(extension))
	story.sayAll([darya, raise({ type: 'replace', mentorId: 'viktor', ground: 'Не отвечает' })])
	story.sayAll([elena, join('danil')])
	return { story, matterId: story.lastId() }
}

describe('whoever is to join a group', () => {
	it('[T13] [T40] is told of their joining and of nothing that the group has decided', () => {
		const { story, matterId: decisionId } = proposeDanil()
		story.sayAll([viktor, { type: 'remark', about: decisionId, text: 'Буду рад' }])
		const remarkId = story.lastId()
		story.sayAll([danil, { type: 'answer', remarkId, text: 'И я' }], [danil, consentOf('personal-data')])
		story.sayAll([maria, consentOf('publication')], [viktor, sign(decisionId)])
		const { entries, ledger } = readAs(story, 'danil')
		expect(entries.map(({ by, statement }) => [by.personId, statement.type])).toEqual([
			['elena', 'raise'],
			['viktor', 'remark'],
			['danil', 'answer'],
			['danil', 'consent'],
			['viktor', 'sign']
		])
		expect(ledger.matters.map(({ matter: decision }) => decision.type)).toEqual(['join'])
		expect(JSON.stringify([entries, ledger])).not.toMatch(/irina|darya|maria|Болезнь|Не отвечает|отчёт|оклада/)
	})

	it('knows with whom, in which form and how long, and may do what is theirs', () => {
		const { story, matterId: decisionId } = proposeDanil()
		const { ledger } = readAs(story, 'danil')
		expect(ledger).toMatchObject({
			phase: 'active',
			title: 'Первый год директора',
			term: { startsOn: '2026-09-15', months: 30 },
			forms: ['group'],
			members: [{ personId: 'viktor' }]
		})
		const { facts } = story
		const unasked = { bornOn: null, plan: null, planHash: null, planSections: null }
		const known = { today: facts.today, regulation: facts.regulation, ...unasked }
		const check = () => checkAtHand(readAs(story, 'danil').ledger, sign(decisionId), danil, known)
		expect(check()).toMatchObject({ reason: 'consents-missing' })
		for (const kind of ['duties', 'personal-data'] as const) story.sayAll([danil, consentOf(kind)])
		expect(check()).toBeNull()
		expect(story.say(danil, sign(decisionId))).toBeNull()
		expect(chronicleOf(readAs(story, 'danil').ledger, readAs(story, 'danil').entries).at(0)).toMatchObject({
			type: 'decision',
			raised: { signatures: [{ by: elena }, { by: danil }] }
		})
	})

	it('who left the group earlier still reads what was until then, and of what came since the new joining alone', () => {
		const story = beginGroup(undefined, [irina, darya, maria, danil])
		story.facts.today = '2026-10-01'
		const leaving = leaveByOrder(story, 'danil')
		story.facts.today = '2026-10-05'
		story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })], [elena, leave('maria')])
		story.facts.today = '2026-10-07'
		story.sayAll([elena, join('danil')])
		const { ledger } = readAs(story, 'danil', '2026-10-01T08:00:00.000Z')
		expect(ledger.matters.map(({ id, matter: decision }) => (id === leaving ? 'left' : decision.type))).toEqual([
			'order',
			'left',
			'join'
		])
		expect(ledger.phase).toBe('active')
		expect(JSON.stringify(ledger)).not.toContain('Болезнь')
	})

	it('is told no more than that only until it is decided', () => {
		const { story, matterId: decisionId } = proposeDanil()
		const hasBareFacts = (personId: string) => bareFactsFor(story.ledger(), personId, '') !== null
		expect(['danil', 'irina', 'oleg'].map(hasBareFacts)).toEqual([true, false, false])
		for (const kind of ['duties', 'personal-data'] as const) story.sayAll([danil, consentOf(kind)])
		story.sayAll([viktor, sign(decisionId)], [danil, sign(decisionId)], [arkady, sign(decisionId)])
		expect(hasBareFacts('danil')).toBe(false)
	})
})
