import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { FormingChoices, FormingMentee } from '#protocol/api/ledger.ts'
import { RequestDraft } from './request-draft.svelte.ts'

function choicesOf(regulation: Regulation): FormingChoices {
	const roadmap = { title: '', stages: [] }
	const categories = regulation.categories.map((category) => ({ ...category, roadmap }))
	return { regulation, categories, people: [], found: 0 }
}

function mentee(id: string, change: Partial<FormingMentee> = {}): FormingMentee {
	const person = { id, name: id, familyName: id, givenName: '', patronymic: '' }
	return {
		person,
		post: 'Директор',
		organisation: 'Школа № 4',
		entry: null,
		unfitCategoryIds: [],
		openProgram: null,
		requestId: null,
		...change
	}
}

const tomsk = choicesOf(tomskCity)
const irina = mentee('irina', {
	entry: {
		categoryId: 'beginner-head',
		mainRequest: 'Как выстроить команду школы',
		difficulties: ['Финансы школы'],
		forms: ['traditional', 'reverse']
	}
})

it('begins with what the bank knows of the first one chosen, and leaves what is written alone', () => {
	const draft = new RequestDraft()
	draft.choose(irina, true, tomsk)
	expect(draft.toStatement(tomsk)).toEqual({
		type: 'request',
		menteeIds: ['irina'],
		regulationId: 'tomsk-city',
		categoryId: 'beginner-head',
		mainRequest: 'Как выстроить команду школы',
		difficulties: ['Финансы школы'],
		// Tomsk city has no reverse mentoring.
		forms: ['traditional']
	})
	expect(draft.problems(tomsk)).toEqual([])
	expect(draft.seenNames(tomsk)).toEqual({
		people: [{ id: 'irina', name: 'irina' }],
		categories: [{ id: 'beginner-head', wording: 'Вновь назначенный руководитель образовательной организации' }]
	})
	const written = new RequestDraft()
	written.mainRequest = 'Свой запрос'
	written.choose(irina, true, tomsk)
	expect(written.mainRequest).toBe('Свой запрос')
})

it('what the bank brought along goes with the one it was brought for, and what was changed stays', () => {
	const draft = new RequestDraft()
	draft.choose(irina, true, tomsk)
	draft.mainRequest = 'Как выстроить команду школы и кружки'
	const restored = new RequestDraft()
	restored.written = draft.written
	restored.choose(irina, false, tomsk)
	expect(restored.bankValues).toBeNull()
	const darya = mentee('darya', {
		entry: { categoryId: 'beginner-head', mainRequest: 'Отчётность', difficulties: ['Закупки'], forms: [] }
	})
	restored.choose(darya, true, tomsk)
	expect(restored.toStatement(tomsk)).toMatchObject({
		menteeIds: ['darya'],
		mainRequest: 'Как выстроить команду школы и кружки',
		difficulties: ['Закупки'],
		forms: []
	})
	restored.choose(irina, true, tomsk)
	restored.choose(irina, false, tomsk)
	expect(restored.difficulties).toEqual(['Закупки', ''])
})

it('forms alone go, too, with the one the bank brought them for', () => {
	const draft = new RequestDraft()
	const maria = mentee('maria', { entry: { categoryId: '', mainRequest: '', difficulties: [], forms: ['group'] } })
	draft.choose(maria, true, tomsk)
	expect(draft.forms).toEqual(['group'])
	draft.choose(maria, false, tomsk)
	expect(draft.forms).toEqual([])
})

it('forms that were changed and put back as the bank has them go with whom it brought them for, in whatever order it has them', () => {
	const draft = new RequestDraft()
	const forms = ['speed', 'group'] as const
	const maria = mentee('maria', { entry: { categoryId: '', mainRequest: '', difficulties: [], forms: [...forms] } })
	draft.choose(maria, true, tomsk)
	// In the regulation's order, as the form has them.
	draft.forms = ['group']
	draft.forms = ['group', 'speed']
	draft.choose(maria, false, tomsk)
	expect(draft.forms).toEqual([])
})

it('[T33] a category that evidence speaks against is told before it is sent', () => {
	const draft = new RequestDraft()
	const darya = mentee('darya', { unfitCategoryIds: ['low-assessment'] })
	draft.choose(darya, true, tomsk)
	draft.categoryId = 'low-assessment'
	draft.mainRequest = 'Запрос'
	expect(draft.problems(tomsk)).toEqual([{ field: 'category', reason: 'unfit', people: [darya] }])
})

it('[D3] a management team is two or more', () => {
	const team = choicesOf(dinskoy)
	const draft = new RequestDraft()
	draft.categoryId = 'low-results-team'
	draft.mainRequest = 'Запрос'
	expect(draft.problems(team)).toEqual([{ field: 'mentees', reason: 'none' }])
	draft.choose(mentee('irina'), true, team)
	expect(draft.problems(team)).toEqual([{ field: 'mentees', reason: 'size', min: 2, max: null }])
	draft.choose(mentee('darya'), true, team)
	expect(draft.problems(team)).toEqual([])
	draft.choose(mentee('darya'), false, team)
	expect(draft.toStatement(team).menteeIds).toEqual(['irina'])
})
