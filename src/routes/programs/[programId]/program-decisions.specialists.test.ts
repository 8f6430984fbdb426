import { expect, it } from 'vitest'
import type { Specialist } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { groupSpecialists } from './program-decisions.ts'

const anna: Specialist = {
	id: 'e1',
	name: 'Орлова Анна Игоревна',
	post: 'Экономист',
	task: 'Разбор бюджета школы',
	activity: null,
	consentedOn: '2026-08-30',
	by: { personId: 'viktor', name: 'Ковалёв Виктор Андреевич', role: 'mentor' },
	from: '2026-09-01',
	until: null
}
const released = { ...anna, until: '2026-10-01' }
const releasing: Statement = { type: 'release-specialist', specialistId: 'e1', name: anna.name, ground: null }
const { name, post, task, activity, consentedOn } = anna
const involving: Statement = { type: 'involve-specialist', name, post, task, activity, consentedOn }

it('who has helped until a day stands apart from who helps', () => {
	expect(groupSpecialists([released, anna], [])).toEqual({ lasting: [anna], former: [released], isNobodyYet: false })
})

it.each<[string, boolean, Specialist[], Statement[]]>([
	['nobody was ever', true, [], []],
	['nobody was, and something else waits to be sent', true, [], [{ type: 'withdraw-request', ground: 'Переезд' }]],
	['somebody helps', false, [anna], []],
	['everybody has been released', false, [released], []],
	['the first involvement waits to be sent', false, [], [involving]],
	['a release waits to be sent', false, [], [releasing]]
])('[T35] that nobody was involved yet is said when %s: %s', (_, isSaid, all, statements) => {
	const waiting = statements.map((statement) => ({ statement }))
	expect(groupSpecialists(all, waiting).isNobodyYet).toBe(isSaid)
})
