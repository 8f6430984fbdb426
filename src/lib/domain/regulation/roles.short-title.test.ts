import { expect, it } from 'vitest'
import { dinskoy } from './packs/dinskoy.ts'
import { shortTitle } from './roles.ts'
import { tomskCity } from './packs/tomsk-city.ts'

it('names a regulation by its place', () => {
	expect(shortTitle(dinskoy.title, [tomskCity.title])).toBe('Динской район')
	expect(shortTitle('Положение лицея', [tomskCity.title])).toBe('Положение лицея')
})

it('names it in full where its copy would be called the same', () => {
	expect(shortTitle('Томск: год', [tomskCity.title])).toBe('Томск: год')
	expect(shortTitle(tomskCity.title, [dinskoy.title, `${tomskCity.title} (копия)`])).toBe(tomskCity.title)
})
