/** What whoever is to join a group is told of it: their own joining and what their consent names, whatever the group has decided. */
import { describe, expect, it } from 'vitest'
import { endingsOf } from './parts.ts'
import { chronicleOf, readableEntry } from './chronicle.ts'
import { bareFactsFor, joiningSubjects, playTold } from './appointments.ts'
import { judgeAtHand } from './offers.ts'
import type { Entry, Ledger } from './ledger.ts'
import { beginGroup, danil, join, leave, maria, tellLeaving } from './testing/group-story.ts'
import { arkady, consentOf, darya, elena, irina, raise, sign, viktor, type Story } from './testing/story.ts'

/** As the server tells it: `since` is the instant an earlier part of theirs ended. */
function told(story: Story, personId: string, since = ''): { entries: Entry[]; ledger: Ledger } {
	const ledger = story.ledger()
	const ownIds = [...endingsOf(ledger, personId), ...joiningSubjects(ledger, personId)]
	const reader = { personId, isStaff: false, until: since, ownIds }
	const entries = story.entries.flatMap((entry) => readableEntry(entry, reader) ?? [])
	return { entries, ledger: playTold('program-1', entries, bareFactsFor(ledger, personId, since)) }
}

/** Danil is proposed to a group that has decided much. */
function proposeDanil(): { story: Story; matterId: string } {
	const story = beginGroup()
	story.facts.today = '2026-10-05'
	story.tell([elena, { type: 'remark', about: null, text: 'Где отчёт наставника?' }])
	story.tell([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
	const extension = story.lastId()
	for (const person of [darya, maria, viktor, elena, arkady]) story.say(person, sign(extension))
	story.tell([darya, raise({ type: 'replace', mentorId: 'viktor', ground: 'Не отвечает' })])
	story.tell([elena, join('danil')])
	return { story, matterId: story.lastId() }
}

describe('whoever is to join a group', () => {
	it('[T13] [T40] is told of their joining and of nothing that the group has decided', () => {
		const { story, matterId } = proposeDanil()
		story.tell([viktor, { type: 'remark', about: matterId, text: 'Буду рад' }])
		const remarkId = story.lastId()
		story.tell([danil, { type: 'answer', remarkId, text: 'И я' }], [danil, consentOf('personal-data')])
		story.tell([maria, consentOf('publication')], [viktor, sign(matterId)])
		const { entries, ledger } = told(story, 'danil')
		expect(entries.map(({ by, statement }) => [by.personId, statement.type])).toEqual([
			['elena', 'raise'],
			['viktor', 'remark'],
			['danil', 'answer'],
			['danil', 'consent'],
			['viktor', 'sign']
		])
		expect(ledger.matters.map(({ matter }) => matter.type)).toEqual(['join'])
		expect(JSON.stringify([entries, ledger])).not.toMatch(/irina|darya|maria|Болезнь|Не отвечает|отчёт|оклада/)
	})

	it('knows with whom, in which form and how long, and may do what is theirs', () => {
		const { story, matterId } = proposeDanil()
		const { ledger } = told(story, 'danil')
		expect(ledger).toMatchObject({
			phase: 'active',
			title: 'Первый год директора',
			term: { startsOn: '2026-09-15', months: 30 },
			forms: ['group'],
			members: [{ personId: 'viktor' }]
		})
		const { facts } = story
		const unasked = { bornOn: null, plan: null, planHash: null, planParts: null }
		const known = { today: facts.today, regulation: facts.regulation, ...unasked }
		const judge = () => judgeAtHand(told(story, 'danil').ledger, sign(matterId), danil, known)
		expect(judge()).toMatchObject({ reason: 'consents-missing' })
		for (const kind of ['duties', 'personal-data'] as const) story.tell([danil, consentOf(kind)])
		expect(judge()).toBeNull()
		expect(story.say(danil, sign(matterId))).toBeNull()
		expect(chronicleOf(told(story, 'danil').ledger, told(story, 'danil').entries).at(0)).toMatchObject({
			type: 'matter',
			raised: { signatures: [{ by: elena }, { by: danil }] }
		})
	})

	it('who left the group earlier still reads what was until then, and of what came since the new joining alone', () => {
		const story = beginGroup(undefined, [irina, darya, maria, danil])
		story.facts.today = '2026-10-01'
		const leaving = tellLeaving(story, 'danil')
		story.facts.today = '2026-10-05'
		story.tell([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })], [elena, leave('maria')])
		story.facts.today = '2026-10-07'
		story.tell([elena, join('danil')])
		const { ledger } = told(story, 'danil', '2026-10-01T08:00:00.000Z')
		expect(ledger.matters.map(({ id, matter }) => (id === leaving ? 'left' : matter.type))).toEqual([
			'order',
			'left',
			'join'
		])
		expect(ledger.phase).toBe('active')
		expect(JSON.stringify(ledger)).not.toContain('Болезнь')
	})

	it('is told no more than that only until it is decided', () => {
		const { story, matterId } = proposeDanil()
		const isToldBare = (personId: string) => bareFactsFor(story.ledger(), personId, '') !== null
		expect(['danil', 'irina', 'oleg'].map(isToldBare)).toEqual([true, false, false])
		for (const kind of ['duties', 'personal-data'] as const) story.tell([danil, consentOf(kind)])
		story.tell([viktor, sign(matterId)], [danil, sign(matterId)], [arkady, sign(matterId)])
		expect(isToldBare('danil')).toBe(false)
	})
})
