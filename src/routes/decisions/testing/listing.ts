import type { Person } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'

/** A person with one name, for tests that need no name parts. */
export function aPerson(id: string, name = id): Person {
	return { id, name, familyName: name, givenName: '', patronymic: '' }
}

/** Ирина's request, for which a mentor is sought; as listed to a person without a say in it. */
export const requested: LedgerListing = {
	programId: 'program-1',
	phase: 'requested',
	title: null,
	mainRequest: 'Как выстроить команду школы',
	regulationId: 'tomsk-city',
	categoryId: 'beginner-head',
	mentees: [aPerson('irina', 'Лаптева Ирина Сергеевна')],
	mentors: [],
	openMatters: [],
	organisations: ['Школа № 14'],
	isAwaited: false,
	missingConsents: [],
	awaited: [],
	news: [],
	ownConsent: null,
	ownConsentSaid: null,
	speaksAs: [],
	setback: null,
	unmet: []
}
