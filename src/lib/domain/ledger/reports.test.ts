import { describe, expect, it } from 'vitest'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { awaitedFrom, isAnswerTo, isToSign, nearOf } from './awaiting.ts'
import type { StageResult } from '../stage-results.ts'
import type { Ledger, Speaker } from './ledger.ts'
import { coverReports, reportsOfMentors, reportsOfProgram, reportsOfStages, stageReport } from './reports.ts'
import type { ReportState } from '../plan/due-dates.ts'
import { applyEntry, checkStatement } from './statements/all.ts'
import {
	approvePlan,
	arkady,
	beginStory,
	elena,
	beginByOrder,
	irina,
	raise,
	sign,
	submitReport,
	viktor
} from './testing/story.ts'

function twoYears() {
	const story = beginStory()
	beginByOrder(story)
	story.facts = { ...story.facts, today: '2026-12-08' }
	story.sayAll([viktor, submitReport('2026-12-10')])
	story.facts = { ...story.facts, today: '2027-06-01' }
	return story
}

it('[T3] each mentor at work reports by 10 June and 10 December while the programme lasts', () => {
	const reports = reportsOfMentors(twoYears().ledger(), tomskCity, [])
	expect(reports.map(({ mentorId, dueOn, status, submittedOn }) => [mentorId, dueOn, status, submittedOn])).toEqual([
		['viktor', '2026-12-10', 'submitted', '2026-12-08'],
		['viktor', '2027-06-10', 'owed', null],
		['viktor', '2027-12-10', 'owed', null],
		['viktor', '2028-06-10', 'owed', null]
	])
})

it.each([
	['2027-05-19', []],
	['2027-05-20', ['2027-06-10']],
	['2027-06-11', ['2027-06-10']],
	['2027-12-01', ['2027-06-10', '2027-12-10']]
])('[T3] on %s the mentor is told of what was missed and of what is due within three weeks: %j', (today, days) => {
	const awaited = awaitedFrom(twoYears().ledger(), tomskCity, viktor, { until: nearOf(today), stages: [] })
	expect(awaited.flatMap((one) => (one.type === 'report' ? one.dueOn : []))).toEqual(days)
})

it('[T3] the curator is asked to accept what Viktor submitted; a returned report is owed again until he submits it once more', () => {
	const story = twoYears()
	const first = story.lastId()
	const asked = (by: typeof viktor) =>
		awaitedFrom(story.ledger(), tomskCity, by, { until: '2026-12-31', stages: [] }).filter(({ type }) =>
			type.includes('report')
		)
	const state = () => reportsOfMentors(story.ledger(), tomskCity, [])[0]
	expect([asked(elena), asked(viktor)]).toEqual([[{ type: 'accept-report', submissionId: first }], []])

	story.sayAll([elena, { type: 'return-report', submissionId: first, remarks: 'Нет встреч за октябрь' }])
	expect(state()).toMatchObject({ status: 'returned', submittedOn: null, submissionId: first })
	const [owed] = asked(viktor)
	expect([asked(elena), owed]).toEqual([[], expect.objectContaining({ dueOn: '2026-12-10', isReturned: true })])

	story.sayAll([viktor, submitReport('2026-12-10', { insteadOf: first })])
	const second = story.lastId()
	expect(asked(elena)).toEqual([{ type: 'accept-report', submissionId: second }])
	story.sayAll([elena, { type: 'accept-report', submissionId: second }])
	expect([asked(elena), asked(viktor)]).toEqual([[], []])
	expect(state()).toMatchObject({ status: 'accepted', submittedOn: '2027-06-01', submissionId: second })
})

it('[T3] [L1] no report is asked for after the last day that a notice names, until it is taken back', () => {
	const story = twoYears()
	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	story.sayAll([viktor, raise({ ...closure, lastDay: '2027-12-09' })])
	const id = story.lastId()
	const open = () => {
		const awaited = awaitedFrom(story.ledger(), tomskCity, viktor, { until: '2028-12-31', stages: [] })
		return awaited.flatMap((one) => (one.type === 'report' ? one.dueOn : []))
	}
	expect(open()).toEqual(['2027-06-10'])
	story.sayAll([elena, sign(id)])
	expect(open()).toEqual(['2027-06-10'])
	story.sayAll([viktor, { type: 'withdraw-matter', matterId: id }])
	expect(open()).toEqual(['2027-06-10', '2027-12-10', '2028-06-10'])
})

it('[T3] [T41] what was submitted is listed after the closure, and the curator still accepts it', () => {
	const story = twoYears()
	approvePlan(story)
	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	story.sayAll([viktor, raise({ ...closure, lastDay: '2027-06-20' })])
	const [{ id: submissionId } = { id: '' }] = story.ledger().reports
	for (const by of [elena, arkady]) story.sayAll([by, sign(story.ledger().matters.at(-1)?.id ?? '')])
	story.facts = { ...story.facts, today: '2027-07-01' }
	expect(story.ledger().phase).toBe('closed')
	const reports = () => reportsOfMentors(story.ledger(), tomskCity, [])
	expect(reports()).toMatchObject([{ status: 'submitted', submissionId, mentorId: 'viktor' }])
	expect(story.say(elena, { type: 'return-report', submissionId, remarks: 'Нет дат' })).toMatchObject({
		reason: 'wrong-phase'
	})
	story.sayAll([elena, { type: 'accept-report', submissionId }])
	expect(reports()).toMatchObject([{ status: 'accepted' }])
})

it('before the order nobody reports', () => {
	const story = beginStory()
	expect(reportsOfMentors(story.ledger(), tomskCity, [])).toEqual([])
})

it('[T3] a report that an older app only declared stays one, until Viktor submits it', () => {
	const story = beginStory()
	beginByOrder(story)
	const evidence = { kind: 'report', reportId: 'mentor-half-year', dueOn: '2026-12-10' } as const
	const declared = applyEntry(story.ledger(), {
		...{ id: 'old', programId: 'program-1', sequence: 99, by: viktor },
		...{ at: '2026-12-08T05:00:00.000Z', saidAt: '2026-12-08T05:00:00.000Z', on: '2026-12-08' },
		statement: { type: 'record-evidence', mentorId: 'viktor', evidence, on: '2026-12-07' }
	})
	const [first] = reportsOfMentors(declared, tomskCity, [])
	expect(first).toMatchObject({ status: 'declared', submittedOn: '2026-12-07', submissionId: null })
	const facts = { ...story.facts, today: '2026-12-09' }
	expect(checkStatement(declared, submitReport('2026-12-10'), viktor, facts)).toBeNull()
})

const record = (dueOn: string, submittedOn: string, reportId = 'stage-result'): ReportState => ({
	...{ reportId, dueOn, submittedOn, status: 'submitted', submissionId: `${reportId} ${dueOn}`, result: null }
})
const due = (...days: string[]) => days.map((dueOn) => ({ reportId: 'stage-result', dueOn }))
const submitted = (days: string[], ...records: ReportState[]) =>
	coverReports(due(...days), records, tomskCity.reports).map(({ submittedOn }) => submittedOn)

it('[T48] [T3] a report is of the day it was submitted for, and of no other', () => {
	expect(submitted(['2026-12-10', '2027-06-10'], record('2027-06-10', '2027-06-01'))).toEqual([null, '2027-06-01'])
})

it('[T48] [T55] the report on a stage stays one when the stage is moved', () => {
	expect(submitted(['2026-10-20', '2027-02-15'], record('2026-10-14', '2026-10-13'))).toEqual(['2026-10-13', null])
})

it('[T3] a report on a period that was returned is owed for its new day, when the municipality has moved it', () => {
	const story = twoYears()
	story.sayAll([elena, { type: 'return-report', submissionId: story.lastId(), remarks: 'Нет выводов' }])
	const days = ['06-20', '12-20']
	const moved = tomskCity.reports.map((report) =>
		report.schedule.type === 'yearly' ? { ...report, schedule: { type: 'yearly' as const, days } } : report
	)
	const [first] = reportsOfMentors(story.ledger(), { ...tomskCity, reports: moved }, [])
	expect(first).toMatchObject({ dueOn: '2026-12-20', status: 'owed', submissionId: null })
	const facts = { ...story.facts, regulation: { ...tomskCity, reports: moved } }
	expect(checkStatement(story.ledger(), submitReport('2026-12-20'), viktor, facts)).toBeNull()
})

it('[T48] a report of another kind is none', () => {
	expect(submitted(['2026-12-10'], record('2026-12-10', '2026-12-01', 'mentor-half-year'))).toEqual([null])
})

describe('[T54] the result of a stage', () => {
	const result = { activityId: 'a1-1', title: 'Информационная справка: этап «Организационный»' }
	const planned = { ...result, stageId: 's1', form: 'Информационная справка', endsOn: '2026-10-31' }
	const viktors = {
		...{ id: 'r1', mentorId: 'viktor', reportId: 'stage-result', dueOn: '2026-10-07', on: '2026-10-05' },
		...{ result, insteadOf: null, answer: null }
	}
	const returned = { by: elena, on: '2026-10-06', remarks: 'Нет выводов' }
	/** Oleg has taken the programme over. */
	const ofOleg = (ledger: Ledger): Ledger => ({
		...ledger,
		members: ledger.members.map((one) => (one.role === 'mentor' ? { ...one, personId: 'oleg' } : one))
	})
	const ledgerWith = (...reports: Ledger['reports']): Ledger => ({ ...twoYears().ledger(), reports })
	const statesIn = (ledger: Ledger, ...results: StageResult[]) =>
		reportsOfStages(ofOleg(ledger), tomskCity, results, { readerId: 'oleg', today: '2026-12-08' }).map(
			({ mentorId, status, dueOn, wording }) => ({ mentorId, status, dueOn, wording })
		)

	it('is owed by the mentor of today, on the last day of its stage, also once it was returned to another and the stage has moved', () => {
		const owed = { mentorId: 'oleg', dueOn: '2026-10-31', wording: result.title }
		expect(statesIn(ledgerWith(), planned)).toEqual([{ ...owed, status: 'owed' }])
		expect(statesIn(ledgerWith({ ...viktors, answer: returned }), planned)).toEqual([{ ...owed, status: 'returned' }])
	})

	it('stays to be read and accepted when its activity has another form, and after the closure, when nothing is owed any more', () => {
		const submitted = { mentorId: 'viktor', status: 'submitted', dueOn: '2026-10-07', wording: result.title }
		const closed = { ...ledgerWith(viktors), phase: 'closed' as const }
		for (const ledger of [ledgerWith(viktors), closed]) expect(statesIn(ledger)).toEqual([submitted])
		expect(statesIn({ ...ledgerWith(), phase: 'closed' }, planned)).toEqual([])
	})

	it('is asked of nobody while there is no mentor who could submit it', () => {
		const orphaned: Ledger = { ...ledgerWith(), members: ledgerWith().members.filter(({ role }) => role !== 'mentor') }
		const plan = { stages: [], results: [planned] }
		expect(reportsOfProgram(ofOleg(ledgerWith()), tomskCity, plan, 'oleg')).toContainEqual(
			expect.objectContaining({ mentorId: 'oleg', wording: result.title })
		)
		expect(reportsOfProgram(orphaned, tomskCity, plan, 'oleg')).toEqual([])
	})

	it('[T55] covers the report after the stage for every mentor, and is listed once', () => {
		const reports = tomskCity.reports.map(({ categories: _, ...report }) => report)
		const all = reportsOfMentors(ofOleg(ledgerWith(viktors)), { ...tomskCity, reports }, [
			{ id: 's1', endsOn: '2026-10-07' }
		])
		const ofStages = all.filter(({ reportId }) => reportId === 'stage-result')
		expect(ofStages.map(({ mentorId, status }) => [mentorId, status])).toEqual([['oleg', 'submitted']])
	})

	it('is awaited from the mentor near the last day of its stage, also where the regulation asks for no report after each stage', () => {
		const asked = (until: string, ...reports: Ledger['reports']) =>
			awaitedFrom(ledgerWith(...reports), tomskCity, viktor, { until, stages: [], results: [planned] }).flatMap(
				(one) => (one.type === 'report' && one.activityId !== undefined ? one.wording : [])
			)
		expect([asked('2026-10-30'), asked('2026-10-31'), asked('2026-10-31', viktors)]).toEqual([[], [result.title], []])
		const open = { ...planned, endsOn: null }
		const known = { until: '2028-12-31', stages: [], results: [open] }
		expect(awaitedFrom(ledgerWith(), tomskCity, viktor, known)).not.toContainEqual(
			expect.objectContaining({ activityId: 'a1-1' })
		)
	})

	it('[T55] another stage, which ends in no document, is reported on by itself', () => {
		const reports = tomskCity.reports.map(({ categories: _, ...report }) => report)
		const stages = [
			{ id: 's1', endsOn: '2026-10-07' },
			{ id: 's2', endsOn: '2026-12-20' }
		]
		const all = reportsOfMentors(ledgerWith(viktors), { ...tomskCity, reports }, stages, [planned])
		const ofStages = all.filter(({ reportId }) => reportId === 'stage-result')
		expect(ofStages.map(({ dueOn, status }) => [dueOn, status])).toEqual([
			['2026-10-07', 'submitted'],
			['2026-12-20', 'owed']
		])
	})

	it('is awaited again from the mentor once it was returned, also where the regulation asks for no report after each stage', () => {
		const awaited = (by: Speaker) =>
			awaitedFrom(ledgerWith({ ...viktors, answer: returned }), tomskCity, by, { until: '2026-11-30', stages: [] })
		expect(awaited(viktor)).toContainEqual(expect.objectContaining({ type: 'report', wording: result.title }))
		expect(awaited(irina).filter(({ type }) => type === 'report')).toEqual([])
	})

	it('[T55] is what the report after the stage asks for, which names no activity', () => {
		const asked = { type: 'report', of: '', reportId: 'stage-result', dueOn: '2026-10-07', wording: 'Отчёт' } as const
		const answer = (dueOn: string) => ({ ...submitReport(dueOn, { reportId: 'stage-result' }), result })
		expect([isAnswerTo(answer('2026-10-07'), asked), isAnswerTo(answer('2026-10-08'), asked)]).toEqual([true, false])
	})

	it('two of one stage, both returned on one day, are two; who submits one of them again has not submitted the other', () => {
		const other = { ...viktors, id: 'r2', result: { activityId: 'a1-8', title: 'Аналитический отчёт' } }
		const ledger = ledgerWith({ ...viktors, answer: returned }, { ...other, answer: returned })
		const awaited = awaitedFrom(ledger, tomskCity, viktor, { until: '2026-11-30', stages: [] }).filter(
			(one) => one.type === 'report'
		)
		expect(awaited.map(({ of }) => of)).toEqual([`result ${result.activityId}`, 'result a1-8'])
		const again = { ...submitReport('2026-10-07', { reportId: 'stage-result', insteadOf: 'r1' }), result }
		expect(awaited.map((one) => isAnswerTo(again, one))).toEqual([true, false])
	})

	it('[L2] that a curator signs is signed at the end of the programme, if its stage has no end', () => {
		const { id } = stageReport(tomskCity, null)
		const source = { rule: null, clause: 'п. 1' }
		const signed = { id, wording: 'Справка', by: 'mentor', signedBy: 'curator', source } as const
		const regulation = { ...tomskCity, reports: [{ ...signed, schedule: { type: 'each-stage' as const } }] }
		const open = { ...planned, endsOn: null }
		const [owed] = reportsOfStages(ledgerWith(), regulation, [open], { readerId: 'viktor', today: '2026-12-08' })
		expect([owed!.dueOn, isToSign(owed!, '2026-12-08'), isToSign(owed!, owed!.dueOn)]).toEqual([
			'2028-09-14',
			false,
			true
		])
	})
})
