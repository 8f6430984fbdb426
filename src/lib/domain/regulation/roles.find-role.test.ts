import { expect, it } from 'vitest'
import { divnogorsk } from './packs/divnogorsk.ts'
import { roleTitle, speakerTitle } from './roles.ts'
import { surgut } from './packs/surgut.ts'
import { tomskCity } from './packs/tomsk-city.ts'
import { tomskRegion } from './packs/tomsk-region.ts'

it('[R8] a college has a navigator, a school a curator; of a group of both neither name is right', () => {
	expect(roleTitle(tomskRegion, 'curator', ['college'])).toBe('Педагог-навигатор')
	expect(roleTitle(tomskRegion, 'curator', ['school'])).toBe('Куратор внедрения целевой модели наставничества')
	expect(roleTitle(tomskRegion, 'curator', ['college', 'school'])).toBe(null)
	expect(roleTitle(tomskRegion, 'curator', [])).toBe('Куратор внедрения целевой модели наставничества')
})

it('[S5] [V2] what the regulation explains in brackets is no part of the name, and the plain name needs none', () => {
	expect(roleTitle(surgut, 'curator', ['school'])).toBe('Куратор реализации программ наставничества')
	expect(roleTitle(divnogorsk, 'curator', ['school'])).toBe(null)
	expect(roleTitle(tomskCity, 'curator', ['school'])).toBe(null)
	expect(roleTitle(tomskCity, 'mentor', ['school'])).toBe(null)
})

it('[S7] the municipality’s head is not called the head of a school', () => {
	expect(roleTitle(surgut, 'head', ['school'])).toBe('Руководитель образовательного учреждения')
	expect(speakerTitle(surgut, 'head', ['school'])).toBe(null)
	expect(speakerTitle(tomskCity, 'head', ['school'])).toBe('Начальник департамента образования')
	expect(speakerTitle(surgut, 'curator', ['school'])).toBe('Куратор реализации программ наставничества')
})
