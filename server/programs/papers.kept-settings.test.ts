/** The setting kept for a paper names the staff that oversees the programme after the entry. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Speaker } from '#domain/ledger/ledger.ts'
import {
	arkady,
	consentOf,
	darya,
	elena,
	irina,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	viktor
} from '#domain/ledger/testing/story.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import type { PaperSetting } from '#domain/papers/facts.ts'
import { councilDay, openCouncil, type Council } from './ledger/testing/council.ts'
import { assignWorkplace, storeOrganisation } from '../people/organisations.ts'
import { insertPerson, type NewPerson } from '../people/people.ts'
import { chooseRegulation } from '../people/regulations.ts'

const danil: Speaker = { personId: 'danil', name: 'Бахтин Данил Юрьевич', role: 'mentee' }
const nina: Speaker = { personId: 'nina', name: 'Лунина Нина Олеговна', role: 'curator' }
const pavel: Speaker = { personId: 'pavel', name: 'Данилов Павел Ильич', role: 'head' }

const school: Omit<Organisation, 'id' | 'name'> = {
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}

let council: Council
/** Irina and Darya are of a school whose curator is Nina and whose head is Pavel; Danil is of another school. */
beforeEach(async () => {
	council = await openCouncil()
	const { registry } = council
	const named = { municipalityId: 'town', givenName: 'Имя', patronymic: '' }
	const insert = (person: Pick<NewPerson, 'id' | 'familyName' | 'roles' | 'organisationId'>) =>
		insertPerson(registry, { ...named, ...person }, councilDay.toISOString())
	await registry.commitTogether([
		...storeOrganisation(registry, 'town', { ...school, id: 'school-14', name: 'Школа № 14' }),
		...storeOrganisation(registry, 'town', { ...school, id: 'school-4', name: 'Школа № 4' }),
		...insert({ id: 'danil', familyName: 'Бахтин', roles: ['mentee'] }),
		...insert({ id: 'nina', familyName: 'Лунина', roles: ['organisation-curator'], organisationId: 'school-14' }),
		...insert({ id: 'pavel', familyName: 'Данилов', roles: ['organisation-head'], organisationId: 'school-14' }),
		...['irina', 'darya'].map((id) => assignWorkplace(registry, id, 'school-14', 'Учитель')),
		assignWorkplace(registry, 'danil', 'school-4', 'Учитель')
	])
	// Under this regulation curator and head belong to the organisation (domain.md S5, S7).
	await chooseRegulation(registry, 'town', 'surgut', 'tomsk-city')
})
afterEach(() => council.database.close())

async function newestSetting(): Promise<PaperSetting> {
	const { setting } = await council.registry.query
		.selectFrom('paper_settings')
		.select('setting')
		.orderBy('sequence', 'desc')
		.executeTakeFirstOrThrow()
	return JSON.parse(setting) as PaperSetting
}

async function consentAll(...people: readonly Speaker[]): Promise<void> {
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of people) await council.say(person, consentOf(kind))
	}
}

it('[V2] a group that becomes one of two schools has the municipality’s curator and head on the order that made it so', async () => {
	const group = { menteeIds: ['irina', 'darya'], regulationId: 'surgut', categoryId: 'young-teacher' }
	await council.sayAll([elena, { ...request, ...group, forms: ['group'] }])
	const proposalId = await council.sayAll([nina, { ...proposal, relation: 'teacher-teacher', forms: ['group'] }])
	await consentAll(viktor, irina, darya)
	const order = orderFor(proposalId, { startsOn: '2026-09-01', termMonths: 12 })
	await council.sayAll([pavel, sign(await council.sayAll([nina, raise(order)]))])
	expect(await newestSetting()).toMatchObject({ curatorId: 'nina', headId: 'pavel', organisationKinds: ['school'] })

	const joining = await council.sayAll([nina, raise({ type: 'join', menteeId: 'danil', mainRequest: 'Команда' })])
	await consentAll(danil)
	for (const person of [viktor, irina, darya, danil, pavel]) await council.say(person, sign(joining))
	expect((await council.ledger()).members.map(({ personId }) => personId)).toContain('danil')
	expect(await newestSetting()).toMatchObject({ curatorId: 'elena', headId: 'arkady' })
	// From then on the programme belongs to the municipality's staff.
	const remark = { type: 'remark', about: null, text: 'Поздравляю' } as const
	expect(await council.say(nina, remark)).toMatchObject({ refusal: { reason: 'not-your-role' } })
	expect((await council.say(arkady, remark)).outcome).toBe('entered')
})
