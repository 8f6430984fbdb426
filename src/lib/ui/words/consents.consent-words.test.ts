import { expect, it } from 'vitest'
import { missingConsents } from '#domain/ledger/consents.ts'
import { beginStory, consentOf, elena, irina, proposal, request, viktor } from '#domain/ledger/testing/story.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { consentsByPerson } from './consents.ts'

overwriteGetLocale(() => 'ru')

it('says of each person to what their consent is awaited, as long as it is', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal])
	const missing = () => consentsByPerson(missingConsents(story.ledger(), story.facts.regulation))
	const kinds = 'на участие в наставничестве, на обработку персональных данных'
	expect(missing()).toEqual([
		{ personId: 'viktor', kinds },
		{ personId: 'irina', kinds }
	])
	story.sayAll([viktor, consentOf('duties')], [viktor, consentOf('personal-data')], [irina, consentOf('duties')])
	expect(missing()).toEqual([{ personId: 'irina', kinds: 'на обработку персональных данных' }])
})
