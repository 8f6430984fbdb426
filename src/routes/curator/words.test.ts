import { expect, it } from 'vitest'
import type { ProgramSummary, SummaryActivity } from '#domain/summary.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { isBoardEmpty, nextStepOf, programsWords } from './words.ts'

const today = '2026-11-21'

overwriteGetLocale(() => 'ru')

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

it('programmes that have not begun are named beside those that have, and are no empty board', () => {
	expect(programsWords({ programs: 12 })).toBe('идут')
	expect(programsWords({ programs: 12, ahead: 1 })).toBe('идут · ещё 1 начнётся')
	const none = { programs: 0, overdue: 0, silent: 0, reports: 0, behind: 0, held: 0, closed: 0 }
	expect(isBoardEmpty(none)).toBe(true)
	expect(isBoardEmpty({ ...none, ahead: 1 })).toBe(false)
})
