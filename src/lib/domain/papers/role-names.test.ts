/** The regulation's titles of roles in papers. */
import { expect, it } from 'vitest'
import { signatories } from '../regulation/choices.ts'
import type { Regulation, Signatory } from '../regulation/schema.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { declinablesOf, formsFor } from './fill.ts'
import { demonstrationFacts } from './demonstration.ts'
import type { PaperFacts } from './facts.ts'
import { makePaper } from './make-paper.ts'
import { paperText } from './paper.ts'
import { roleWords, speakerWords } from './values.ts'

const requisites = {
	authority: 'Департамент образования',
	address: '',
	site: '',
	place: 'г. Томск',
	headPost: 'Начальник департамента образования'
}

/** Facts with a regulation that titles only this role, and nothing else that names the head. */
function calling(role: Signatory, title: string): PaperFacts {
	const roles = [{ ...tomskCity.roles[0], role, title, kinds: [] }] as Regulation['roles']
	const own = role === 'head' ? { ...requisites, headPost: '' } : requisites
	return { ...demonstrationFacts(tomskCity, own, 'https://tandem.example'), regulation: { ...tomskCity, roles } }
}

function madeOf(facts: PaperFacts, kind: 'order-pairs' | 'order-closure' | 'petition-release', subjectId: string) {
	const paper = makePaper(facts, { kind, subjectId })
	if (paper === null) throw new Error('There is no such paper')
	return { text: paperText(paper).replaceAll('\u00a0', ' '), warnings: paper.warnings }
}

it('an order is for whoever answers for mentoring', () => {
	const { text, warnings } = madeOf(calling('curator', 'Ответственный за наставничество'), 'order-pairs', 'order')
	expect(text).toContain('Ответственному за наставничество Воронцовой Е. М.')
	expect(warnings).toEqual([])
})

it.each([
	['the order on the notice of a mentor', 'mentor', 'order-closure', 'notice'],
	['a petition to the curator', 'curator', 'petition-release', 'release']
] as const)('%s says when what they are called cannot be declined, until it is written out', (_, role, kind, id) => {
	const facts = calling(role, 'Шеф/помощник')
	expect(madeOf(facts, kind, id).warnings).toEqual([{ type: 'undeclined', text: 'шеф/помощник' }])
	const forms = { genitive: 'шефа/помощника', dative: 'шефу/помощнику' }
	const mended = madeOf({ ...facts, ownForms: [{ nominative: 'шеф/помощник', forms }] }, kind, id)
	expect(mended.warnings).toEqual([])
	expect(mended.text).toMatch(/[Шш]еф[ау]\/помощник[ау]/)
})

it.each(signatories)('what the %s is called is offered to be declined, and its own forms are kept', (role) => {
	const facts = calling(role, 'Шеф/помощник')
	expect(declinablesOf(facts).map(({ nominative }) => nominative)).toContain('шеф/помощник')
	const own = { nominative: 'шеф/помощник', forms: { genitive: 'шефа/помощника' } }
	expect(formsFor(facts, [own])).toEqual([own])
})

it('the municipality’s head is called in all papers by the post of its requisites, the head of an organisation is not', () => {
	const own = { ...requisites, headPost: 'Начальник Управления образования' }
	const facts = demonstrationFacts(tomskCity, own, 'https://tandem.example')
	for (const words of [roleWords, speakerWords]) expect(words(facts, 'head')).toBe('начальник Управления образования')
	const consent = makePaper(facts, { kind: 'consent-personal-data', subjectId: 'mentor' })
	expect(consent === null ? '' : paperText(consent)).toContain('утверждает её (начальник Управления образования)')
	expect(roleWords({ ...facts, requisites: { ...own, headPost: '' } }, 'head')).toBe(
		'начальник департамента образования'
	)
	expect(roleWords({ ...facts, regulation: surgut }, 'head')).toBe('руководитель образовательного учреждения')
})

it('a head whom the regulation calls so is the «начальник» on papers as on screens', () => {
	const facts = calling('head', 'Начальник')
	expect(roleWords(facts, 'head')).toBe('начальник')
	expect(speakerWords(calling('curator', 'Куратор'), 'head')).toBe('начальник')
	expect(roleWords(calling('head', 'Руководитель'), 'head')).toBe('руководитель')
})
