/** Reports of teachers, which the curator signs in the mentor's place (domain.md L2). */
import { beforeEach, expect, it } from 'vitest'
import { copyRegulation } from '../../regulation/copy-regulation.ts'
import { surgut } from '../../regulation/packs/surgut.ts'
import { parseRegulation } from '../../regulation/parse-regulation.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { findRoadmap } from '../../roadmaps/all.ts'
import { newsTo } from '../chronicle.ts'
import { reportsOfMentors, reportsOfStages } from '../reports.ts'
import { namedPeople } from './all.ts'
import type { Statement } from '../statement.ts'
import { activeIn } from '../testing/pair.ts'
import { arkady, awaitedBy, darya, elena, irina, oleg, type Story, submitReport, viktor } from '../testing/story.ts'

const source = { rule: null, clause: 'п. 1' }
const report = { id: 'year', wording: 'Отчёт о наставничестве', by: 'mentor', signedBy: 'curator', source } as const
const regulation: Regulation = {
	...copyRegulation(surgut, 'own', 'Город: педагоги'),
	reports: [
		{ ...report, schedule: { type: 'yearly', days: ['12-10'] } },
		{ ...report, id: 'stage', schedule: { type: 'each-stage' } }
	]
}

let story: Story
beforeEach(() => {
	story = activeIn(regulation)
	story.facts.today = '2026-12-08'
})

type Submission = Extract<Statement, { type: 'submit-report' }>
const december = submitReport('2026-12-10', { reportId: 'year' })
const signed = (change: Partial<Submission> = {}): Submission => ({ ...december, mentorId: 'viktor', ...change })
const reportsAskedOf = (by: typeof viktor) => awaitedBy(story, by).filter(({ type }) => type.includes('report'))

it('[L2] the curator is asked for it, and signs it once; the mentor is asked for nothing, and reads that it is signed', () => {
	const { wording } = report
	const of = 'year 2026-12-10 viktor'
	const asked = { type: 'report', of, reportId: 'year', dueOn: '2026-12-10', wording, mentorId: 'viktor' }
	expect([reportsAskedOf(elena), reportsAskedOf(viktor), reportsAskedOf(arkady)]).toEqual([[asked], [], []])
	// Nor when it is late.
	story.facts.today = '2026-12-20'
	expect([reportsAskedOf(elena), reportsAskedOf(viktor)]).toEqual([[asked], []])

	expect(story.say(elena, signed())).toBeNull()
	const id = story.lastId()
	expect(story.ledger().reports).toMatchObject([
		{ id, mentorId: 'viktor', answer: { by: elena, on: '2026-12-20', remarks: null } }
	])
	expect(reportsOfMentors(story.ledger(), regulation, [])[0]).toMatchObject({
		mentorId: 'viktor',
		status: 'accepted',
		submittedOn: '2026-12-20',
		signedBy: 'curator'
	})
	expect([reportsAskedOf(elena), reportsAskedOf(viktor)]).toEqual([[], []])
	expect(newsTo(story.ledger(), 'viktor', () => '')).toMatchObject([{ type: 'report-answered', by: elena.name }])
	expect(namedPeople(signed())).toEqual(['viktor'])
	// It is final.
	expect(story.say(elena, signed())).toEqual({ reason: 'already-said' })
	expect(story.say(elena, { type: 'accept-report', submissionId: id })).toEqual({ reason: 'already-said' })
	expect(story.say(elena, { type: 'return-report', submissionId: id, remarks: 'Нет дат' })).toEqual({
		reason: 'already-said'
	})
})

it.each([
	['the mentor', viktor, december, 'not-your-role'],
	['the mentor in his own name', viktor, signed(), 'not-your-role'],
	['a mentee', irina, signed(), 'not-your-role'],
	['the head', arkady, signed(), 'not-your-role'],
	['the mentor of another programme', oleg, december, 'not-your-programme'],
	['the mentee of another programme', darya, signed(), 'not-your-role'],
	['the curator for nobody', elena, december, 'unknown-subject'],
	['the curator for a mentee', elena, signed({ mentorId: 'irina' }), 'unknown-subject'],
	['the curator for the mentor of another programme', elena, signed({ mentorId: 'oleg' }), 'unknown-subject'],
	['the curator for another day', elena, signed({ dueOn: '2026-12-09' }), 'not-in-regulation'],
	['a curator who is its mentor', { ...viktor, role: 'curator' as const }, signed(), 'own-pair']
])('[L2] %s does not submit it', (_, by, statement, reason) => {
	expect(story.say(by, statement)).toMatchObject({ reason })
	expect(story.ledger().reports).toEqual([])
})

it('[L2] the curator signs nobody’s report that the mentor owes', () => {
	const { reports } = regulation
	const owed = reports.map(({ signedBy: _, ...one }) => one)
	story = activeIn({ ...regulation, reports: owed })
	expect(story.say(elena, signed())).toEqual({ reason: 'not-your-role' })
	expect(story.say(viktor, { ...december, mentorId: 'viktor' })).toEqual({ reason: 'unknown-subject' })
	expect(story.say(viktor, december)).toBeNull()
})

it('[L2] [T54] the curator signs the document of a stage, too', () => {
	const result = { activityId: 'a1-1', title: 'Информационная справка: этап «Первый»' }
	const ofStage = { ...december, reportId: 'stage', result }
	const planned = [{ ...result, stageId: 's1', endsOn: '2026-12-10' }]
	const state = () =>
		reportsOfStages(story.ledger(), regulation, planned, { readerId: 'viktor', today: '2026-12-08' })[0]
	expect(state()).toMatchObject({ status: 'owed', signedBy: 'curator' })
	expect(story.say(viktor, ofStage)).toEqual({ reason: 'not-your-role' })
	expect(story.say(elena, { ...ofStage, mentorId: 'viktor' })).toBeNull()
	expect(state()).toMatchObject({ status: 'accepted', mentorId: 'viktor', signedBy: 'curator' })
})

it('[L2] a copy may say that the curator signs, and older copies say nothing', () => {
	for (const reports of [regulation.reports, []]) {
		expect(parseRegulation({ ...regulation, reports }, { findRoadmap }).ok).toBe(true)
	}
	const byHead = [{ ...report, signedBy: 'head', schedule: { type: 'each-stage' } }]
	expect(parseRegulation({ ...regulation, reports: byHead }, { findRoadmap }).ok).toBe(false)
})
