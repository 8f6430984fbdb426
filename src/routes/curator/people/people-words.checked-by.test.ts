import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { checkedBy, otherRegulations } from './people-words.ts'

const under = (otherRegulation: string | null) => ({ otherRegulation })

it('Viktor, whose programmes go by Tomsk’s while Dinskoy’s is current, is told to be judged by Dinskoy’s', () => {
	const viktors = [under(tomskCity.title), under(null), under(tomskCity.title)]
	expect(checkedBy(dinskoy, viktors)).toBe('Динской район')
	expect(otherRegulations(viktors)).toEqual([tomskCity.title])
})

it('Pavel, whose programme goes by Tomsk’s while its copy is current, is told so by the copy’s whole title', () => {
	expect(checkedBy({ title: 'Томск: год' }, [under(tomskCity.title)])).toBe('Томск: год')
})

it('of Irina, who works by the current one or not at all, nothing is said', () => {
	expect(checkedBy(dinskoy, [under(null)])).toBeNull()
	expect(checkedBy(dinskoy, [])).toBeNull()
})
