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

it('[T38] while something is late, it is the next step, the longest late first', () => {
	const later = { ...late, id: 'a4', dueOn: '2026-11-20' }
	expect(nextStepOf(summaryWith([later, ahead, late]), today)).toEqual({ kind: 'late', activity: late, days: 8 })
})

it('what is due today or later is ahead', () => {
	const now = { ...ahead, id: 'a5', dueOn: today }
	expect(nextStepOf(summaryWith([undated, ahead, now]), today)).toEqual({ kind: 'ahead', activity: now })
})

it('an activity without a date is a next step when nothing is late', () => {
	expect(nextStepOf(summaryWith([undated]), today)).toEqual({ kind: 'ahead', activity: undated })
})

it('a finished plan and an empty plan are told apart', () => {
	expect(nextStepOf(summaryWith([], 3), today)).toEqual({ kind: 'finished' })
	expect(nextStepOf(summaryWith([]), today)).toEqual({ kind: 'nothing' })
})
