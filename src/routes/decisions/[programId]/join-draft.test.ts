import { expect, it } from 'vitest'
import { JoinDraft } from './join-draft.svelte.ts'

function mentee(name: string, mainRequest: string | null) {
	const person = { id: name, name, familyName: name, givenName: '', patronymic: '' }
	const entry = mainRequest === null ? null : { categoryId: 'any', mainRequest, difficulties: [], forms: [] }
	return { person, entry }
}

const maria = mentee('Полозова Мария', 'Как вести лабораторные')
const pavel = mentee('Гордеев Павел', 'Дисциплина на уроке')

it('the request that the bank has brought along goes with the one it was brought for', () => {
	const draft = new JoinDraft()
	draft.choose(maria)
	draft.choose(pavel)
	expect(draft.mainRequest).toBe('Дисциплина на уроке')
	draft.choose(mentee('Новикова Дарья', null))
	expect(draft.mainRequest).toBe('')
})

it('also where it was left and taken up again between', () => {
	const before = new JoinDraft()
	before.choose(maria)
	const draft = new JoinDraft()
	draft.written = before.written
	expect([draft.name, draft.mainRequest]).toEqual(['Полозова Мария', 'Как вести лабораторные'])
	draft.choose(pavel)
	expect([draft.name, draft.mainRequest]).toEqual(['Гордеев Павел', 'Дисциплина на уроке'])
})

it('a request that somebody has written stays', () => {
	const draft = new JoinDraft()
	draft.choose(maria)
	draft.mainRequest = 'Подготовка к аттестации'
	draft.choose(pavel)
	expect(draft.mainRequest).toBe('Подготовка к аттестации')
})
