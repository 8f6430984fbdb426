import { expect, it } from 'vitest'
import { beginningReason, closureQuestion, groundPrefix, lastDayOf, noteQuestion } from './closure.ts'

it('Irina’s statement is for the earliest day until she chooses another; a day that she clears stays empty', () => {
	expect(lastDayOf(null, 'statement', '2026-11-25')).toBe('2026-11-25')
	expect(lastDayOf('2026-12-01', 'statement', '2026-11-25')).toBe('2026-12-01')
	expect(lastDayOf('', 'statement', '2026-11-25')).toBeNull()
	expect(lastDayOf(null, 'notice', '2026-11-25')).toBeNull()
	expect(lastDayOf('2026-12-01', 'ground', '2026-11-25')).toBeNull()
})

it('[T41] a closure begins with the fulfilled plan, and at 9 of 22 with no reason, which could accuse somebody', () => {
	const [plan, curator] = [{ needs: 'plan' as const }, { needs: 'ground' as const }]
	expect(beginningReason([curator, plan], () => null)).toBe(plan)
	expect(
		beginningReason([plan, curator], ({ needs }) => (needs === 'plan' ? 'выполнено 9 из 22' : null))
	).toBeUndefined()
	expect(beginningReason([plan], () => 'выполнено 9 из 22')).toBe(plan)
})

it('a listed ground stands before the circumstances, which have so much less room', () => {
	expect(groundPrefix('форс-мажор')).toBe('Форс-мажор: ')
	expect(groundPrefix('')).toBe('')
})

it('a statement is called a statement where somebody hands it in, and where somebody takes note of it', () => {
	const question = closureQuestion('statement', '2026-12-01', '2026-11-25')
	expect(question.text).toMatch(/После 1\sдекабря программа завершится\. Отозвать можно/)
	expect(closureQuestion('statement', '2026-11-25', '2026-11-25').text).toContain('завершится сразу')
	expect(closureQuestion('notice', '2026-12-01', '2026-11-25').text).toContain('после последнего дня')
	expect(noteQuestion(true, 'Воронцова Елена').text).toContain('Под заявлением')
	expect(noteQuestion(false, 'Воронцова Елена').text).toContain('Под предупреждением')
})
