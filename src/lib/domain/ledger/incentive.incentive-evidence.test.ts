import { expect, it } from 'vitest'
import { coverReports, openReports } from './incentive.ts'
import { viktor } from './testing/story.ts'
import type { RecordedEvidence } from './ledger.ts'

const report = (dueOn: string, on: string, reportId = 'stage-result'): RecordedEvidence => ({
	id: `${reportId} ${dueOn}`,
	mentorId: 'viktor',
	evidence: { kind: 'report', reportId, dueOn },
	on,
	by: viktor,
	at: `${on}T05:00:00.000Z`
})
const due = (...days: string[]) => days.map((dueOn) => ({ reportId: 'stage-result', dueOn }))
const submitted = (days: string[], ...records: RecordedEvidence[]) =>
	coverReports(due(...days), records).map(({ submittedOn }) => submittedOn)

it('[T48] [T3] a report is of the day it was recorded for, and of no other', () => {
	expect(submitted(['2026-12-10', '2027-06-10'], report('2027-06-10', '2027-06-01'))).toEqual([null, '2027-06-01'])
})

it('[T48] [T55] the report on a stage stays one when the stage is moved', () => {
	expect(submitted(['2026-10-20', '2027-02-15'], report('2026-10-14', '2026-10-13'))).toEqual(['2026-10-13', null])
})

it('[T48] a report of another kind is none', () => {
	expect(submitted(['2026-12-10'], report('2026-12-10', '2026-12-01', 'mentor-half-year'))).toEqual([null])
})

it('[T48] what is late may still be recorded, and of what is ahead the next', () => {
	const states = coverReports(due('2026-12-10', '2027-06-10', '2027-12-10'), [])
	expect(openReports(states, '2027-01-10').map(({ dueOn }) => dueOn)).toEqual(['2026-12-10', '2027-06-10'])
	expect(openReports(states, '2026-12-10').map(({ dueOn }) => dueOn)).toEqual(['2026-12-10'])
})

it('[T48] [T3] of a half-year that has not begun, no report is recorded: June waits until December is over', () => {
	const states = coverReports(due('2026-12-10', '2027-06-10'), [report('2026-12-10', '2026-11-25')])
	expect(openReports(states, '2026-11-25')).toEqual([])
	expect(openReports(states, '2026-12-11')).toEqual(due('2027-06-10'))
})
