import { beforeEach, expect, it } from 'vitest'
import type { Statement } from '../statement.ts'
import { arkady, beginStory, elena, irina, oleg, beginByOrder, viktor, type Story } from '../testing/story.ts'

let story: Story
beforeEach(() => {
	story = beginStory()
	beginByOrder(story)
})

const day = '2026-09-01'
function record(given: Partial<Extract<Statement, { type: 'record-evidence' }>> = {}): Statement {
	return { type: 'record-evidence', mentorId: 'viktor', evidence: { kind: 'event', title: 'Форум' }, on: day, ...given }
}
const report = { kind: 'report', reportId: 'mentor-half-year', dueOn: '2026-12-10' } as const

it('[T48] the mentor records their own work and the curator anybody’s, each report once', () => {
	expect(story.say(viktor, record({ evidence: report }))).toBeNull()
	expect(story.say(elena, record({ evidence: report }))).toEqual({ reason: 'already-said' })
	expect(story.say(elena, record())).toBeNull()
	expect(story.ledger().evidence.map(({ evidence, by }) => [evidence.kind, by.personId])).toEqual([
		['report', 'viktor'],
		['event', 'elena']
	])
})

it('[T3] [T48] no report is recorded for a half-year that has not begun on the day it was submitted, whenever a device sends that', () => {
	const june = { ...report, dueOn: '2027-06-10' }
	const refusal = { reason: 'report-not-begun', earliest: '2026-12-11' }
	story.facts = { ...story.facts, today: '2026-11-25' }
	for (const by of [viktor, elena]) {
		expect(story.say(by, record({ evidence: june, on: '2026-11-25' }))).toEqual(refusal)
	}
	story.facts = { ...story.facts, today: '2027-01-15' }
	expect(story.say(viktor, record({ evidence: june, on: '2026-12-10' }))).toEqual(refusal)
	expect(story.say(viktor, record({ evidence: report, on: '2026-12-09' }))).toBeNull()
	expect(story.say(viktor, record({ evidence: june, on: '2026-12-11' }))).toBeNull()
	const far = { ...report, dueOn: '2027-12-10' }
	const next = { reason: 'report-not-begun', earliest: '2027-06-11' }
	expect(story.say(viktor, record({ evidence: far, on: '2027-01-15' }))).toEqual(next)
})

it.each([
	['a mentee', irina, record(), { reason: 'not-your-role' }],
	['the head, who decides by it', arkady, record(), { reason: 'not-your-role' }],
	['the mentor of another programme', oleg, record({ mentorId: 'oleg' }), { reason: 'not-your-programme' }],
	['a curator of somebody who is no mentor of it', elena, record({ mentorId: 'oleg' }), { reason: 'unknown-subject' }],
	['who tells of what is still to come', viktor, record({ on: '2999-01-01' }), { reason: 'still-to-come' }],
	[
		'a report that the regulation does not ask for',
		viktor,
		record({ evidence: { ...report, reportId: 'none' } }),
		{ reason: 'not-in-regulation', field: 'report' }
	],
	[
		'a report of another category of mentees',
		viktor,
		record({ evidence: { ...report, reportId: 'stage-result' } }),
		{ reason: 'not-in-regulation', field: 'report' }
	]
])('[T48] nothing is recorded by %s', (_, by, statement, refusal) => {
	expect(story.say(by, statement)).toEqual(refusal)
})

it('[T48] a record is withdrawn by whoever made it, or by the curator, and then it is no evidence', () => {
	story.sayAll([elena, record()])
	const evidenceId = story.lastId()
	expect(story.say(viktor, { type: 'withdraw-evidence', evidenceId })).toEqual({ reason: 'unknown-subject' })
	expect(story.say(elena, { type: 'withdraw-evidence', evidenceId })).toBeNull()
	expect(story.ledger().evidence).toEqual([])
	expect(story.say(elena, { type: 'withdraw-evidence', evidenceId })).toEqual({ reason: 'unknown-subject' })
})
