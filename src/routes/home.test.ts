import { expect, it } from 'vitest'
import { submitReport } from '#domain/ledger/testing/story.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { requested } from './decisions/testing/listing.ts'
import { firstOf, listUpcoming, owedReports, type Upcoming } from './home.svelte.ts'

const today = '2026-11-20'

it('shows Viktor what is late before what comes, over all his programmes', () => {
	const items = listUpcoming(
		[
			{ id: 'irina', summary: summaryOf({ due: { safety: '2026-11-15', finance: '2026-11-24' } }) },
			{ id: 'pavel', summary: summaryOf({ due: { shadow: '2026-11-18' } }) }
		],
		[],
		today
	)
	expect(items.map(({ title, daysLate }) => [title, daysLate])).toEqual([
		['safety', 5],
		['shadow', 2],
		['finance', 0]
	])
})

it('counts what is due today as not late', () => {
	const items = listUpcoming([{ id: 'irina', summary: summaryOf({ due: { visit: today } }) }], [], today)
	expect(items[0]?.daysLate).toBe(0)
})

it('begins with four: the two that are longest late, and what comes; the rest is a number', () => {
	const due = { one: '2026-11-01', two: '2026-11-02', three: '2026-11-03', visit: today, finance: '2026-11-24' }
	const all = listUpcoming([{ id: 'irina', summary: summaryOf({ due }) }], [], today)
	expect(firstOf(all).map(({ title }) => title)).toEqual(['one', 'two', 'visit', 'finance'])
	expect(all).toHaveLength(5)
	expect(firstOf(all.filter(({ title }) => title !== 'visit')).map(({ title }) => title)).toContain('three')
})

it('[T3] lists the reports of a mentor by their days, among the rest', () => {
	const reports = ['2026-06-10', '2026-12-10', '2027-06-10'].map((dueOn) => ({
		...{ type: 'report' as const, of: `half-year ${dueOn} viktor`, reportId: 'half-year', dueOn, wording: 'Report' }
	}))
	const owed = owedReports([{ ...requested, programId: 'irina', awaited: reports }], [])
	const summary = summaryOf({ due: { safety: '2026-11-15', finance: '2026-11-24' } })
	expect(listUpcoming([{ id: 'irina', summary }], owed, today).map(({ title, on }) => [title, on])).toEqual([
		['Report', '2026-06-10'],
		['safety', '2026-11-15'],
		['finance', '2026-11-24'],
		['Report', '2026-12-10']
	])
})

it('[T3] keeps a report that Viktor submitted without a network, as one that waits and is late no longer', () => {
	const awaited = ['2026-11-10', '2026-12-10'].map((dueOn) => ({
		...{ type: 'report' as const, of: `half-year ${dueOn} viktor`, reportId: 'half-year', dueOn, wording: 'Report' }
	}))
	const owed = owedReports(
		[{ ...requested, programId: 'irina', awaited }],
		[
			{
				...{ id: 'c', programId: 'irina', role: 'mentor', saidAt: '2026-11-20T08:00:00.000Z' },
				statement: submitReport('2026-11-10', { reportId: 'half-year' })
			}
		]
	)
	expect(listUpcoming([{ id: 'irina', summary: summaryOf({}) }], owed, today)).toMatchObject([
		{ on: '2026-11-10', isWaiting: true, daysLate: 0 },
		{ on: '2026-12-10', isWaiting: false }
	])
})

it('tells Irina on which meeting she promised the estimate', () => {
	const summary = summaryOf({ met: ['2026-11-13', '2026-11-24'] })
	summary.openAgreements = [
		{ text: 'Estimate', ownerId: 'irina', dueOn: '2026-11-23', meetingId: '2026-11-13', id: 'a' }
	]
	const items = listUpcoming([{ id: 'irina', summary }], [], today)
	expect(items[0]).toMatchObject({ kind: 'agreement', agreedOn: '2026-11-13', ownerId: 'irina', agreementId: 'a' })
	expect(items[1]).toMatchObject({ kind: 'meeting', on: '2026-11-24' })
})

it('an agreement that Irina marks here keeps its place, whatever its programme says of it meanwhile', () => {
	const agreements = ['Estimate', 'Order', 'Lesson'].map((text) => ({
		...{ id: text, text, ownerId: 'irina', dueOn: '2026-11-23', meetingId: '2026-11-13' }
	}))
	const listed = (open: readonly (typeof agreements)[number][], marked: readonly Upcoming[] = []) =>
		listUpcoming(
			[{ id: 'irina', summary: { ...summaryOf({}), openAgreements: [...open] } }],
			[],
			today,
			marked.filter((item) => item.kind === 'agreement')
		)
	const before = listed(agreements)
	for (const marked of before) {
		const others = agreements.filter(({ id }) => id !== marked.title)
		expect(listed(others, [marked])).toEqual(before)
		expect(listed(agreements, [marked])).toEqual(before)
	}
})

it('an agreement without a day is listed until it is kept, after all that has one', () => {
	const summary = summaryOf({ due: { visit: '2026-11-25' } })
	summary.openAgreements = [{ text: 'Estimate', ownerId: null, dueOn: null, meetingId: '2026-11-13', id: 'a' }]
	const items = listUpcoming([{ id: 'irina', summary }], [], today)
	expect(items.map(({ kind, on, daysLate }) => [kind, on, daysLate])).toEqual([
		['activity', '2026-11-25', 0],
		['agreement', null, 0]
	])
})

it('leaves out activities without a day, what lies far ahead, and meetings of the past', () => {
	const summary = summaryOf({ due: { june: '2027-06-01', whenever: null }, met: ['2026-11-13'] })
	expect(listUpcoming([{ id: 'irina', summary }], [], today)).toEqual([])
})

it('a visit of today stays after its hour, before what else is of today: it goes on from home', () => {
	const summary = summaryOf({ due: { visit: today }, met: [today] })
	summary.meetings[0]!.startsAt = '09:30'
	expect(listUpcoming([{ id: 'irina', summary }], [], today).map(({ kind }) => kind)).toEqual(['meeting', 'activity'])
})

it('two visits of one day stand in the order of their hours, over all programmes', () => {
	const [late, early] = ['07:04', '07:03'].map((startsAt) => {
		const summary = summaryOf({ met: [today] })
		summary.meetings[0]!.startsAt = startsAt
		return summary
	})
	const programs = [
		{ id: 'irina', summary: late! },
		{ id: 'pavel', summary: early! }
	]
	expect(listUpcoming(programs, [], today).map(({ programId }) => programId)).toEqual(['pavel', 'irina'])
})

function summaryOf({ due = {}, met = [] }: { due?: Record<string, string | null>; met?: string[] }): ProgramSummary {
	const open = Object.entries(due).map(([title, dueOn]) => ({ id: title, title, dueOn }))
	return {
		done: 0,
		total: open.length,
		stages: [{ id: 's1', title: 'Stage', startsOn: null, endsOn: null, done: 0, total: open.length, open }],
		meetings: met.map((heldOn) => ({ id: heldOn, heldOn, startsAt: null, topic: 'Talk' })),
		openAgreements: []
	}
}
