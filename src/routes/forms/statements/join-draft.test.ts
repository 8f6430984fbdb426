import { expect, it } from 'vitest'
import { chooseMentee, type JoinDraft } from './join-draft.ts'

function mentee(name: string, mainRequest: string | null) {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const entry = mainRequest === null ? null : { categoryId: 'any', mainRequest, difficulties: [], forms: [] }
	return { person, entry }
}

const maria = mentee('Полозова Мария', 'Как вести лабораторные')
const pavel = mentee('Гордеев Павел', 'Дисциплина на уроке')
const blank: JoinDraft = { mentee: '', name: '', mainRequest: '', brought: '' }

it('the request that the bank has brought along goes with the one it was brought for', () => {
	const draft = chooseMentee(chooseMentee(blank, maria), pavel)
	expect([draft.name, draft.mainRequest]).toEqual(['Гордеев Павел', 'Дисциплина на уроке'])
	expect(chooseMentee(draft, mentee('Новикова Дарья', null)).mainRequest).toBe('')
})

it('a request that somebody has written stays', () => {
	const draft = { ...chooseMentee(blank, maria), mainRequest: 'Подготовка к аттестации' }
	expect(chooseMentee(draft, pavel).mainRequest).toBe('Подготовка к аттестации')
})
