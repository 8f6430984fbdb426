import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { FormingChoices, FormingMentee } from '#protocol/api/ledger.ts'
import { m } from '#lib/paraglide/messages.js'
import { check, type Problem } from '../../forms/problems.ts'
import { shortNames } from '../listing.ts'
import { emptyRequest, requestSchema, seenNames, type TypedRequest, withMentee } from './request.ts'

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

function problemsOf(typed: TypedRequest, choices: FormingChoices): Problem[] {
	const checked = check(
		requestSchema(() => choices),
		typed
	)
	return checked.ok ? [] : checked.problems
}

it('begins with what the bank knows of the first one chosen, and leaves what is written alone', () => {
	const typed = withMentee(emptyRequest, irina, true, tomsk)
	expect(
		check(
			requestSchema(() => tomsk),
			typed
		)
	).toEqual({
		ok: true,
		value: {
			type: 'request',
			menteeIds: ['irina'],
			regulationId: 'tomsk-city',
			categoryId: 'beginner-head',
			mainRequest: 'Как выстроить команду школы',
			difficulties: ['Финансы школы'],
			// Tomsk city has no reverse mentoring.
			forms: ['traditional']
		}
	})
	expect(seenNames(typed, tomsk)).toEqual({
		people: [{ id: 'irina', name: 'irina' }],
		categories: [{ id: 'beginner-head', wording: 'Вновь назначенный руководитель образовательной организации' }]
	})
	const written = { ...emptyRequest, mainRequest: 'Свой запрос' }
	expect(withMentee(written, irina, true, tomsk).mainRequest).toBe('Свой запрос')
})

it('what the bank brought along goes with the one it was brought for, and what was changed stays', () => {
	const mainRequest = 'Как выстроить команду школы и кружки'
	const changed = { ...withMentee(emptyRequest, irina, true, tomsk), mainRequest }
	const without = withMentee(changed, irina, false, tomsk)
	expect(without.brought).toBeNull()
	const darya = mentee('darya', {
		entry: { categoryId: 'beginner-head', mainRequest: 'Отчётность', difficulties: ['Закупки'], forms: [] }
	})
	const forDarya = withMentee(without, darya, true, tomsk)
	expect(
		check(
			requestSchema(() => tomsk),
			forDarya
		)
	).toMatchObject({
		value: { menteeIds: ['darya'], mainRequest, difficulties: ['Закупки'], forms: [] }
	})
	const andBack = withMentee(withMentee(forDarya, irina, true, tomsk), irina, false, tomsk)
	expect(andBack.difficulties).toEqual(['Закупки', ''])
})

it('forms alone go, too, with the one the bank brought them for', () => {
	const maria = mentee('maria', { entry: { categoryId: '', mainRequest: '', difficulties: [], forms: ['group'] } })
	const typed = withMentee(emptyRequest, maria, true, tomsk)
	expect(typed.forms).toEqual(['group'])
	expect(withMentee(typed, maria, false, tomsk).forms).toEqual([])
})

it('forms that were changed and put back as the bank has them go with whom it brought them for, in whatever order it has them', () => {
	const forms = ['speed', 'group'] as const
	const maria = mentee('maria', { entry: { categoryId: '', mainRequest: '', difficulties: [], forms: [...forms] } })
	const typed = withMentee(emptyRequest, maria, true, tomsk)
	// In the regulation's order, as the form has them.
	const putBack: TypedRequest = { ...typed, forms: ['group', 'speed'] }
	expect(withMentee(putBack, maria, false, tomsk).forms).toEqual([])
})

it('all that is missing is told at once', () => {
	expect(problemsOf(emptyRequest, tomsk)).toEqual(
		expect.arrayContaining([
			{ path: 'mentees', text: m.forming_problem_nobody() },
			{ path: 'categoryId', text: m.forming_problem_no_category() },
			{ path: 'mainRequest', text: m.forming_problem_no_request() }
		])
	)
})

it('[T33] a category that evidence speaks against is told before it is sent', () => {
	const darya = mentee('darya', { unfitCategoryIds: ['low-assessment'] })
	const typed = { ...withMentee(emptyRequest, darya, true, tomsk), categoryId: 'low-assessment', mainRequest: 'Запрос' }
	const text = m.forming_problem_unfit({ people: shortNames([darya.person]) })
	expect(problemsOf(typed, tomsk)).toEqual([{ path: 'categoryId', text }])
})

it('[D3] a management team is two or more', () => {
	const team = choicesOf(dinskoy)
	const nobody = { ...emptyRequest, categoryId: 'low-results-team', mainRequest: 'Запрос' }
	expect(problemsOf(nobody, team)).toEqual([{ path: 'mentees', text: m.forming_problem_nobody() }])
	const one = withMentee(nobody, mentee('irina'), true, team)
	expect(problemsOf(one, team)).toEqual([{ path: 'mentees', text: m.forming_problem_size({ min: 2 }) }])
	const two = withMentee(one, mentee('darya'), true, team)
	expect(problemsOf(two, team)).toEqual([])
	const again = withMentee(two, mentee('darya'), false, team)
	expect(again.mentees.map(({ person }) => person.id)).toEqual(['irina'])
})
