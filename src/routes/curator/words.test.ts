import { expect, it } from 'vitest'
import type { ProgramSummary, SummaryActivity } from '#domain/summary.ts'
import { nextStepOf } from './words.ts'

const today = '2026-11-21'

function summaryWith(open: SummaryActivity[], done = 0): ProgramSummary {
	const stage = {
		id: 's1',
		title: 'Консультационный',
		startsOn: null,
		endsOn: null,
		done,
		total: done + open.length,
		open
	}
	return { done, total: done + open.length, stages: [stage], meetings: [], openAgreements: [] }
}

const late = { id: 'a1', title: 'Практикум', dueOn: '2026-11-13' }
const undated = { id: 'a2', title: 'Нетворкинг', dueOn: null }
const ahead = { id: 'a3', title: 'Консультация', dueOn: '2026-11-27' }

it('the next step is the nearest activity ahead, also when something is late', () => {
	expect(nextStepOf(summaryWith([late, undated, ahead]), today)).toEqual({ kind: 'ahead', activity: ahead })
})

it('where nothing dated is ahead, the next step is what is late', () => {
	expect(nextStepOf(summaryWith([late, undated]), today)).toEqual({ kind: 'late', activity: late, days: 8 })
})

it('an activity without a date is a next step when nothing is late', () => {
	expect(nextStepOf(summaryWith([undated]), today)).toEqual({ kind: 'ahead', activity: undated })
})

it('a finished plan and an empty plan are told apart', () => {
	expect(nextStepOf(summaryWith([], 3), today)).toEqual({ kind: 'finished' })
	expect(nextStepOf(summaryWith([]), today)).toEqual({ kind: 'nothing' })
})
