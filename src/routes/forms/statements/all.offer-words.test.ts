import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { m } from '#lib/paraglide/messages.js'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { offerWords } from './all.ts'

overwriteGetLocale(() => 'ru')

it.each([
	['Tomsk', tomskCity, 'куратор', 'начальник департамента образования'],
	['Dinskoy', dinskoy, 'руководитель муниципального наставнического центра', 'начальник управления образования'],
	['no regulation that is known here', null, 'куратор', 'начальник']
])('[D2] [T7] under %s Irina is offered what others decide, called as there', (_, regulation, curator, head) => {
	const wording = { nameOf: () => '', regulation, organisationKinds: ['school' as const] }
	expect(offerWords({ type: 'extend' }, wording).hint).toBe(`Оба участника, ${curator} и ${head}`)
	expect(offerWords({ type: 'extend' }, { ...wording, isGroup: true }).hint).toBe(`Все участники, ${curator} и ${head}`)
	expect(offerWords({ type: 'replace', mentorIds: ['viktor'] }, wording).hint).toBe(`Другого предложит ${curator}`)
	expect(offerWords({ type: 'refuse-proposal' }, wording).hint).toBe(
		`Об отказе узнает ${curator} и сможет предложить других`
	)
})

it.each([
	['Tomsk region, in a school', tomskRegion, 'school', 'куратор внедрения целевой модели наставничества'],
	['Tomsk region, in a college', tomskRegion, 'college', 'педагог-навигатор'],
	['Surgut', surgut, 'school', 'куратор реализации программ наставничества']
] as const)(
	'[R8] [S5] under %s its own curator agrees, and the municipality’s proposes others',
	(_, regulation, kind, curator) => {
		const wording = { nameOf: () => '', regulation, organisationKinds: [kind] }
		expect(offerWords({ type: 'extend' }, wording).hint).toContain(`Оба участника, ${curator} и руководитель`)
		expect(offerWords({ type: 'replace', mentorIds: ['viktor'] }, wording).hint).toBe('Другого предложит куратор')
		expect(offerWords({ type: 'refuse-proposal' }, wording).hint).toBe(
			'Об отказе узнает куратор и сможет предложить других'
		)
	}
)

it('«Редакции программы» is called as the screen that it opens', () => {
	const wording = { nameOf: () => '', regulation: null, organisationKinds: [] }
	expect(offerWords({ type: 'edition' }, wording).label).toBe(m.decision_editions_title())
})
