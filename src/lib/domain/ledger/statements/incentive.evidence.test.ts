import { beforeEach, expect, it } from 'vitest'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import { materialsOf } from '../supports.ts'
import type { Statement } from '../statement.ts'
import {
	arkady,
	beginStory,
	elena,
	irina,
	oleg,
	beginByOrder,
	submitReport,
	viktor,
	type Story
} from '../testing/story.ts'

let story: Story
beforeEach(() => {
	story = beginStory()
	beginByOrder(story)
})

const day = '2026-09-01'
function record(given: Partial<Extract<Statement, { type: 'record-evidence' }>> = {}): Statement {
	const evidence = { kind: 'material' as const, title: 'Памятка', address: 'папка методкабинета' }
	return { type: 'record-evidence', mentorId: 'viktor', evidence, on: day, ...given }
}

it('[T48] the mentor records their own work and the curator anybody’s', () => {
	expect(story.say(viktor, record())).toBeNull()
	expect(story.say(elena, record())).toBeNull()
	expect(story.ledger().evidence.map(({ by }) => by.personId)).toEqual(['viktor', 'elena'])
})

it('[T48] nothing is recorded where a regulation pays nothing for it', () => {
	story = beginStory({ ...tomskCity, incentive: null })
	beginByOrder(story)
	expect(story.say(elena, record())).toEqual({ reason: 'not-in-regulation', field: 'ground' })
})

it.each([
	['a mentee', irina, record(), { reason: 'not-your-role' }],
	['the head, who decides by it', arkady, record(), { reason: 'not-your-role' }],
	['the mentor of another programme', oleg, record({ mentorId: 'oleg' }), { reason: 'not-your-programme' }],
	['a curator of somebody who is no mentor of it', elena, record({ mentorId: 'oleg' }), { reason: 'unknown-subject' }],
	[
		'who declares an event',
		viktor,
		record({ evidence: { kind: 'event', title: 'Форум' } }),
		{ reason: 'event-not-declared' }
	],
	[
		'who does not say where it is',
		elena,
		record({ evidence: { kind: 'material', title: 'Памятка' } }),
		{ reason: 'material-without-address' }
	],
	['who tells of what is still to come', viktor, record({ on: '2999-01-01' }), { reason: 'still-to-come' }],
	[
		'who tells of work before this programme',
		elena,
		record({ on: '1999-01-01' }),
		{ reason: 'before-work', earliest: day }
	]
])('[T48] nothing is recorded by %s', (_, by, statement, refusal) => {
	expect(story.say(by, statement)).toEqual(refusal)
})

it('[T48] an accepted document of a stage is a material of the mentor who submitted it; a declared one is nowhere', () => {
	const note = {
		...submitReport('2026-09-01'),
		reportId: 'stage-result',
		result: { activityId: 'a1-1', title: 'Справка' }
	}
	story.sayAll([viktor, note])
	const submissionId = story.lastId()
	expect(materialsOf(story.ledger(), 'viktor', tomskCity.reports)).toEqual([])
	story.sayAll([elena, { type: 'accept-report', submissionId }], [viktor, record()])
	expect(materialsOf(story.ledger(), 'viktor', tomskCity.reports)).toEqual([
		{ title: 'Справка', on: story.facts.today, source: { type: 'report', submissionId } },
		{ title: 'Памятка', on: day, source: { type: 'address', address: 'папка методкабинета' } }
	])
	expect(materialsOf(story.ledger(), 'oleg', tomskCity.reports)).toEqual([])
	const answer = { by: elena, on: day, remarks: null }
	const older = { id: 's', mentorId: 'viktor', reportId: 'stage-result', dueOn: day, on: day, insteadOf: null, answer }
	expect(materialsOf({ evidence: [], reports: [older] }, 'viktor', tomskCity.reports)).toMatchObject([
		{ title: 'Результат этапа: информационная или аналитическая справка, аналитический отчёт' }
	])
	const onAPeriod = { ...older, reportId: 'mentor-half-year' }
	expect(materialsOf({ evidence: [], reports: [onAPeriod] }, 'viktor', tomskCity.reports)).toEqual([])
	const declared = { id: 'old', mentorId: 'oleg', evidence: { kind: 'material' as const, title: 'Памятка' } }
	const old = { reports: [], evidence: [{ ...declared, on: day, by: oleg, at: day }] }
	expect(materialsOf(old, 'oleg', [])).toEqual([{ title: 'Памятка', on: day }])
})

it('[T48] a record is withdrawn by whoever made it, or by the curator, and then it is no evidence', () => {
	story.sayAll([elena, record()])
	const evidenceId = story.lastId()
	expect(story.say(viktor, { type: 'withdraw-evidence', evidenceId })).toEqual({ reason: 'unknown-subject' })
	expect(story.say(elena, { type: 'withdraw-evidence', evidenceId })).toBeNull()
	expect(story.ledger().evidence).toEqual([])
	expect(story.say(elena, { type: 'withdraw-evidence', evidenceId })).toEqual({ reason: 'unknown-subject' })
})
