import { beforeEach, describe, expect, it } from 'vitest'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import type { Statement } from '../statement.ts'
import { statement as schema } from '../statement.ts'
import {
	arkady,
	beginByOrder,
	beginStory,
	elena,
	irina,
	oleg,
	type Story,
	submitReport,
	viktor
} from '../testing/story.ts'

let story: Story
beforeEach(() => {
	story = beginStory()
	beginByOrder(story)
	story.facts = { ...story.facts, today: '2026-12-08' }
})

const december = submitReport('2026-12-10')
const accept = (submissionId: string): Statement => ({ type: 'accept-report', submissionId })
const giveBack = (submissionId: string): Statement => ({ type: 'return-report', submissionId, remarks: 'Нет дат' })

it('[T3] is submitted once, also from two devices, and again only after the curator has returned it', () => {
	expect(story.say(viktor, december)).toBeNull()
	expect(story.say(viktor, december)).toEqual({ reason: 'already-said' })
	const first = story.lastId()
	story.sayAll([elena, giveBack(first)])
	// A phone may have queued it before it was returned.
	expect(story.say(viktor, december)).toEqual({ reason: 'already-said' })
	const again = submitReport('2026-12-10', { insteadOf: first })
	expect(story.say(viktor, again)).toBeNull()
	expect(story.say(viktor, again)).toEqual({ reason: 'already-said' })
	const second = story.lastId()
	story.sayAll([elena, accept(second)])
	expect(story.say(viktor, december)).toEqual({ reason: 'already-said' })
	expect(story.ledger().reports.map(({ answer }) => answer?.remarks)).toEqual(['Нет дат', null])
})

it('[T3] takes the place of a returned one of the same day only', () => {
	story.sayAll([viktor, december])
	const first = story.lastId()
	story.sayAll([elena, giveBack(first)])
	story.facts = { ...story.facts, today: '2026-12-20' }
	const june = submitReport('2027-06-10', { insteadOf: first })
	expect(story.say(viktor, june)).toEqual({ reason: 'already-said' })
	expect(story.say(viktor, submitReport('2026-12-10', { insteadOf: first }))).toBeNull()
})

it('is about mentees of the programme, and about nobody else', () => {
	const about = (...menteeIds: string[]) => ({ ...december, content: { ...december.content, menteeIds } })
	expect(story.say(viktor, about('irina', 'oleg'))).toEqual({ reason: 'unknown-subject' })
	expect(story.say(viktor, about('irina'))).toBeNull()
})

it('[T3] is not submitted for a half-year that has not begun', () => {
	const june = submitReport('2027-06-10')
	story.facts = { ...story.facts, today: '2026-12-10' }
	expect(story.say(viktor, june)).toEqual({ reason: 'report-not-begun', earliest: '2026-12-11' })
	story.facts = { ...story.facts, today: '2026-12-11' }
	expect(story.say(viktor, june)).toBeNull()
})

it('[T3] is submitted also where a regulation pays nothing for it', () => {
	story = beginStory({ ...tomskCity, incentive: null })
	beginByOrder(story)
	expect(story.say(viktor, december)).toBeNull()
})

it.each([
	['a mentee', irina, december, { reason: 'not-your-role' }],
	['the curator in the mentor’s name', elena, december, { reason: 'not-your-role' }],
	['the mentor of another programme', oleg, december, { reason: 'not-your-programme' }],
	[
		'a mentor, if the regulation does not ask for it',
		viktor,
		submitReport('2026-12-10', { reportId: 'none' }),
		{ reason: 'not-in-regulation', field: 'report' }
	],
	[
		'a mentor for a day on which none is due',
		viktor,
		submitReport('2026-12-09'),
		{ reason: 'not-in-regulation', field: 'report' }
	],
	[
		'a mentor for another time than the one that ends on its day',
		viktor,
		{ ...december, content: { ...december.content, until: '2026-12-01' } },
		{ reason: 'not-in-regulation', field: 'report' }
	],
	[
		'a mentor of another category of mentees',
		viktor,
		submitReport('2026-12-10', { reportId: 'stage-result' }),
		{ reason: 'not-in-regulation', field: 'report' }
	]
])('[T3] [T55] is not submitted by %s', (_, by, said, refusal) => {
	expect(story.say(by, said)).toEqual(refusal)
})

describe('[T54] the result of a stage', () => {
	const result = { activityId: 'a1-1', title: 'Информационная справка: этап «Организационный»' }
	const note = { ...submitReport('2026-10-07', { reportId: 'stage-result' }), result }

	it('is submitted once, also where the regulation asks for no report after each stage', () => {
		expect([story.say(viktor, note), story.say(viktor, note)]).toEqual([null, { reason: 'already-said' }])
		const ofAnother = { ...note, result: { ...result, activityId: 'a2-1' } }
		expect(story.say(viktor, ofAnother)).toBeNull()
		expect(story.ledger().reports.map((one) => one.result?.activityId)).toEqual(['a1-1', 'a2-1'])
	})

	it('is submitted again once it was returned, though the days of its stage have moved', () => {
		story.sayAll([viktor, note])
		const id = story.lastId()
		story.sayAll([elena, giveBack(id)])
		const later = { ...submitReport('2026-11-01', { reportId: 'stage-result', insteadOf: id }), result }
		expect([story.say(viktor, later), story.say(viktor, later)]).toEqual([null, { reason: 'already-said' }])
	})

	it('is no half-year report, and no half-year report is one', () => {
		const refusal = { reason: 'not-in-regulation', field: 'report' }
		expect(story.say(viktor, { ...december, result })).toEqual(refusal)
		story.sayAll([viktor, note])
		expect(story.say(viktor, december)).toBeNull()
	})
})

it('[T3] is answered by the curator, once, and by nobody else', () => {
	expect(story.say(elena, accept('none'))).toEqual({ reason: 'unknown-subject' })
	story.sayAll([viktor, december])
	const id = story.lastId()
	for (const by of [viktor, irina, arkady]) expect(story.say(by, accept(id))).toEqual({ reason: 'not-your-role' })
	const asCurator = { ...viktor, role: 'curator' as const }
	expect(story.say(asCurator, accept(id))).toEqual({ reason: 'own-pair' })
	expect(story.say(elena, accept(id))).toBeNull()
	expect(story.say(elena, giveBack(id))).toEqual({ reason: 'already-said' })
})

it('[T48] its day alone is not recorded any more', () => {
	const evidence = { kind: 'report', reportId: 'mentor-half-year', dueOn: '2026-12-10' } as const
	const declared: Statement = { type: 'record-evidence', mentorId: 'viktor', evidence, on: '2026-12-08' }
	for (const by of [viktor, elena]) expect(story.say(by, declared)).toEqual({ reason: 'report-without-text' })
})

it('is of at most 60,000 letters', () => {
	const isTaken = (conclusions: string) =>
		schema.safeParse({ ...december, content: { ...december.content, conclusions } }).success
	expect([isTaken('я'.repeat(59_000)), isTaken('я'.repeat(200_000))]).toEqual([true, false])
})
