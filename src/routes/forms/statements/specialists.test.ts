import { expect, it } from 'vitest'
import { givenTo } from './testing/given.ts'
import { involveForm } from './specialists.ts'

const draft = {
	name: ' Павлова Нина Андреевна ',
	post: '',
	task: 'Разбор расписания',
	activity: 'lesson',
	consentedOn: '2026-10-01'
}

const involve = (typed: Partial<typeof draft>) => involveForm.statement(givenTo({ ...draft, ...typed }, {}))

it('[T35] a specialist is involved by name, for what is asked of them', () => {
	expect(involveForm.statement(givenTo(draft, { activities: [{ id: 'lesson', title: 'Открытый урок' }] }))).toEqual({
		type: 'involve-specialist',
		name: 'Павлова Нина Андреевна',
		post: null,
		task: 'Разбор расписания',
		activity: { id: 'lesson', title: 'Открытый урок' },
		consentedOn: '2026-10-01'
	})
})

it('[T35] their name is kept as it is seen, however it was pasted', () => {
	expect(involve({ name: 'Пав\u00ADлова\u00A0Нина\u200B' })).toMatchObject({ name: 'Павлова Нина' })
})

it.each(['', ' ', '12345', 'Павлова 2', '@nina'])('«%s» is nobody’s name', (name) => {
	expect(involve({ name })).toBeNull()
})
