import { expect, it } from 'vitest'
import { formsToChoose } from '#domain/ledger/checks.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { m } from '#lib/paraglide/messages.js'
import { categoryTitle, firstForms, unfitMentors } from './shortlist.svelte.ts'

const known = tomskCity.forms.value
const nothingAsked = { forms: [], mentees: ['irina'] }

it('[T13] one mentor and one mentee are one to one, unless another form is asked for', () => {
	const options = formsToChoose(known, 1, 1)
	expect(options).toContain('traditional')
	expect(firstForms(options, nothingAsked, 1)).toEqual(['traditional'])
	expect(firstForms(options, { ...nothingAsked, forms: ['virtual'] }, 1)).toEqual(['virtual'])
})

it('[T13] two mentors of one mentee are not one to one: it is not offered, and no other form is ticked for them', () => {
	const options = formsToChoose(known, 1, 2)
	expect(options).toEqual(['virtual', 'short-term', 'situational', 'speed'])
	expect(firstForms(options, nothingAsked, 2)).toEqual([])
	expect(firstForms(options, { ...nothingAsked, forms: ['traditional', 'virtual'] }, 2)).toEqual(['virtual'])
})

it('[T13] neither are several mentees of one mentor', () => {
	const options = formsToChoose(known, 2, 1)
	expect(options).not.toContain('traditional')
	expect(firstForms(options, { forms: ['traditional'], mentees: ['irina', 'darya'] }, 1)).toEqual([])
})

it('a programme is first called what the regulation calls its mentee, however long the request is', () => {
	const list = { regulation: tomskCity, categoryId: 'beginner-head' }
	expect(categoryTitle(list)).toBe('Вновь назначенный руководитель образовательной организации')
	expect(categoryTitle({ ...list, categoryId: 'gone' })).toBe('')
})

it('says whether one mentor is proposed or several', () => {
	expect(m.forming_propose_title({ count: 1 })).toBe('Предложить наставника')
	expect(m.forming_propose_title({ count: 2 })).toBe('Предложить наставников')
})

it('[T29] [T32] names whoever lacks a condition, with what is missing', () => {
	const viktor = { mentorId: 'viktor', name: 'Виктор', unmetConditionIds: [] }
	const oleg = { mentorId: 'oleg', name: 'Олег', unmetConditionIds: ['years-as-head'] }
	const { wording, source } = tomskCity.mentorConditions[0] ?? { wording: '', source: { clause: '' } }
	expect(unfitMentors([viktor, oleg], tomskCity.mentorConditions)).toEqual([
		{ mentorId: 'oleg', name: 'Олег', unmet: [`${wording} (${source.clause})`] }
	])
})
