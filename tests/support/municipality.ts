/** A municipality of a story: its people, organisations and banks in a data directory of its own, and sessions of its people. */
import { requisites } from '#domain/ledger/testing/story.ts'
import { emptyMentorEntry, type MenteeEntry, type MentorEntry } from '#domain/people/bank-entry.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { storeMenteeEntry, storeMentorEntry } from '../../server/people/bank.ts'
import { insertMunicipality, storeRequisites } from '../../server/people/municipalities.ts'
import { assignWorkplace, storeOrganisation } from '../../server/people/organisations.ts'
import { insertPerson } from '../../server/people/people.ts'
import { chooseRegulation } from '../../server/people/regulations.ts'
import { freshConfig, settle, type Settling } from './settle.ts'

export interface Municipality<PersonId extends string> {
	id: string
	name: string
	timeZone: string
	regulationId: string
	/** The day on which all of it was recorded. */
	since: IsoDate
	organisations: readonly (Pick<Organisation, 'id' | 'name'> & Partial<Organisation>)[]
	people: Readonly<Record<PersonId, Inhabitant>>
}

export interface Inhabitant {
	/** «Новикова Дарья Павловна» */
	name: string
	role: 'mentor' | 'mentee' | 'curator' | 'head'
	/** Their organisation and post. */
	at?: readonly [organisationId: string, post: string]
	/** Their entry in the bank of mentors. */
	asMentor?: Partial<MentorEntry>
	/** Their entry in the bank of mentees. */
	asMentee?: Pick<MenteeEntry, 'categoryId' | 'mainRequest'> & Partial<MenteeEntry>
}

export interface OpenedMunicipality<PersonId extends string> {
	directory: string
	cookieOf(person: PersonId): { name: string; value: string }
}

export async function openMunicipality<PersonId extends string>(
	municipality: Municipality<PersonId>
): Promise<OpenedMunicipality<PersonId>> {
	const config = freshConfig()
	const cookies = await settle(config, (stores) => foundMunicipality(stores, municipality))
	return {
		directory: config.dataDirectory,
		cookieOf(person) {
			const [name = '', ...value] = (cookies.get(person) ?? '').split('=')
			return { name, value: value.join('=') }
		}
	}
}

async function foundMunicipality(
	{ registry, signIn }: Settling,
	{ id: municipalityId, regulationId, since, organisations, people, ...municipality }: Municipality<string>
): Promise<Map<string, string>> {
	const at = `${since}T03:00:00.000Z`
	const inhabitants = Object.entries<Inhabitant>(people)
	await registry.commitTogether([
		insertMunicipality(registry, { id: municipalityId, ...municipality, isDemo: false }, at),
		...organisations.flatMap((each) => storeOrganisation(registry, municipalityId, { ...plainSchool, ...each })),
		...inhabitants.flatMap(([personId, { name, role, at: workplace, asMentor, asMentee }]) => {
			const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
			const person = { id: personId, municipalityId, familyName, givenName, patronymic, roles: [role] }
			const mentor = asMentor && { ...emptyMentorEntry(personId, since), ...asMentor }
			const mentee = asMentee && { ...plainMentee, personId, enteredOn: since, ...asMentee }
			return [
				...insertPerson(registry, person, at),
				...(workplace ? [assignWorkplace(registry, personId, ...workplace)] : []),
				...(mentor ? [storeMentorEntry(registry, municipalityId, mentor)] : []),
				...(mentee ? [storeMenteeEntry(registry, municipalityId, mentee)] : [])
			]
		}),
		...inhabitants
			.filter(([, { role }]) => role === 'head')
			.slice(0, 1)
			.map(([personId]) => storeRequisites(registry, municipalityId, requisites, { personId, at }))
	])
	if (regulationId !== DEFAULT_REGULATION)
		await chooseRegulation(registry, municipalityId, regulationId, DEFAULT_REGULATION)
	const cookies = new Map<string, string>()
	for (const [personId] of inhabitants) cookies.set(personId, await signIn(personId))
	return cookies
}

/** The regulation of a new municipality. */
const DEFAULT_REGULATION = 'tomsk-city'

const plainSchool: Omit<Organisation, 'id' | 'name'> = {
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}

const plainMentee: Omit<MenteeEntry, 'personId' | 'categoryId' | 'mainRequest' | 'enteredOn'> = {
	difficulties: [],
	forms: [],
	assessments: [],
	bornOn: null,
	representative: null
}
