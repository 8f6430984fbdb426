import { expect, it } from 'vitest'
import { demonstrationFacts } from './demonstration.ts'
import { orderPapers } from './kinds.ts'
import { offerPapers } from './offers.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'

const requisites = { authority: 'Департамент образования', address: '', site: '', place: '', headPost: 'Начальник' }

it('every matter but an edition has its order among the papers that a head is offered', () => {
	const facts = demonstrationFacts(tomskCity, requisites, 'https://tandem.example')
	const offered = offerPapers(facts).flatMap((offer) => (offer.state === 'not-yet' ? [] : [offer.choice]))
	for (const { id, matter: decision } of facts.ledger.matters) {
		if (decision.type !== 'edition') expect(offered).toContainEqual({ kind: orderPapers[decision.type], subjectId: id })
	}
	expect(facts.ledger.matters.map(({ matter: decision }) => decision.type)).toEqual(
		expect.arrayContaining(Object.keys(orderPapers))
	)
})
