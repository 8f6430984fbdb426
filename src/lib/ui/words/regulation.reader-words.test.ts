import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { m } from '#lib/paraglide/messages.js'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { assessmentReaders, involvementQuestion, municipalCuratorWords, staffWords } from './regulation.ts'

overwriteGetLocale(() => 'ru')

const wording = { nameOf: () => '', organisationKinds: ['school' as const] }

it.each([
	['Tomsk', tomskCity, 'куратор', 'начальник департамента образования'],
	['Dinskoy', dinskoy, 'руководитель муниципального наставнического центра', 'начальник управления образования'],
	['no regulation that is known here', null, 'куратор', 'начальник']
])(
	'[T7] [T35] under %s, who reads of specialists and of the assessment is called as there',
	(_, regulation, curator, head) => {
		const known = { ...wording, regulation }
		expect(involvementQuestion('Орлова Анна Игоревна', known)).toMatch(
			new RegExp(`^Орлова Анна Игоревна: .* Её прочитают участники, ${curator} и ${head}\\.$`)
		)
		expect(assessmentReaders(known)).toBe(`Видят сам наставляемый, его наставник, ${curator} и ${head}.`)
	}
)

it('[T35] what is told of specialists fits every regulation', () => {
	expect(m.specialist_about()).toMatch(/^Только имя и должность\./)
})

it.each([
	['school', 'куратор внедрения целевой модели наставничества'],
	['college', 'педагог-навигатор']
] as const)(
	'[R8] in a %s of Tomsk region its own curator decides, and the municipality’s proposes',
	(kind, curator) => {
		const known = { nameOf: () => '', regulation: tomskRegion, organisationKinds: [kind] }
		expect(staffWords(known).curator).toBe(curator)
		expect(municipalCuratorWords(known)).toBe('куратор')
	}
)
