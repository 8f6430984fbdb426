/** The sheets that the people of the demonstration have signed: the texts the app shows. */
import { consentSheet, sheetText } from '#domain/papers/consent-sheet.ts'
import type { ConsentKind } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { fullName } from '../people/people.ts'
import { demoRequisites, type DemoProgram } from './municipality.ts'
import { demoPeople } from './people.ts'
import { demoOrganisations, demoWorkplaces } from './workplaces.ts'

export function demoConsentText(
	{ title, startsOn, termMonths, participants }: DemoProgram,
	personId: string,
	kind: ConsentKind
): string {
	const role = participants.find((one) => one.personId === personId)?.role ?? 'mentee'
	const workplace = demoWorkplaces.find((one) => one.personId === personId)
	const organisation = demoOrganisations(startsOn).find(({ id }) => id === workplace?.organisationId)
	const { authority, address, site } = demoRequisites
	const isGroup = participants.length > 2
	return sheetText(
		consentSheet(kind, {
			person: { name: nameOf(personId), post: workplace?.post ?? '', organisation: organisation?.name ?? '' },
			role,
			partners: participants.filter((one) => one.role !== role).map((one) => nameOf(one.personId)),
			title,
			forms: [isGroup ? 'group' : 'traditional'],
			term: { minMonths: termMonths, maxMonths: termMonths },
			representative: null,
			operator: { name: authority, address, site },
			regulation: tomskCity,
			organisationKinds: organisation === undefined ? [] : [organisation.kind]
		})
	)
}

function nameOf(personId: string): string {
	const person = demoPeople.find(({ id }) => id === personId)
	if (person === undefined) throw new Error(`There is no ${personId}`)
	const { familyName: family_name, givenName: given_name, patronymic } = person
	return fullName({ family_name, given_name, patronymic })
}
