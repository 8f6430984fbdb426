/** Who joins a group and who leaves it: the effects on the registry and the rights. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { permissionFor, pastReadableUntil } from '#domain/access.ts'
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
import { programKind } from '#domain/owner.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { assignWorkplace, storeOrganisation } from '../../people/organisations.ts'
import { insertPerson } from '../../people/people.ts'
import { listOwnPrograms } from '../program-listings.ts'
import { countMunicipalities } from '../region.ts'
import { countProgramsByRegulation } from '../regulation-copies.ts'
import { readGrants } from '../../people/grants.ts'
import { listOpenLedgers, readEntries } from './ledger-log.ts'
import { replayLedgers } from './testing/replay-ledgers.ts'
import { councilDay, openCouncil, type Council } from './testing/council.ts'

const danil: Speaker = { personId: 'danil', name: 'Бахтин Данил Юрьевич', role: 'mentee' }
const school: Omit<Organisation, 'id' | 'name'> = {
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}
const ground = 'Перехожу в другую школу'

let council: Council
beforeEach(async () => {
	council = await openCouncil()
	const { registry } = council
	const named = { familyName: 'Бахтин', givenName: 'Данил', patronymic: 'Юрьевич' }
	const newcomer = { id: 'danil', municipalityId: 'town', ...named, roles: ['mentee' as const] }
	await registry.commitTogether(insertPerson(registry, newcomer, councilDay.toISOString()))
	await council.sayAll([elena, { ...request, menteeIds: ['irina', 'darya'] }])
	const proposalId = await council.sayAll([elena, { ...proposal, forms: ['group'] }])
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of [viktor, irina, darya]) await council.sayAll([person, consentOf(kind)])
	}
	const orderId = await council.sayAll([elena, raise(orderFor(proposalId, { startsOn: '2026-09-01' }))])
	await council.sayAll([arkady, sign(orderId)])
	council.reopen({ now: () => new Date('2026-10-05T05:00:00.000Z') })
})
afterEach(() => council.database.close())

async function join(): Promise<void> {
	const decisionId = await council.sayAll([elena, raise({ type: 'join', menteeId: 'danil', mainRequest: 'Команда' })])
	await council.sayAll([danil, consentOf('duties')], [danil, consentOf('personal-data')], [danil, sign(decisionId)])
	await council.sayAll([viktor, sign(decisionId)], [arkady, sign(decisionId)])
}

async function rightsOf(personId: string) {
	const grants = await readGrants(council.registry, personId)
	const owner = { id: 'program-a', kind: programKind, municipalityId: 'town' }
	const [listing] = await listOwnPrograms(council.registry, personId, grants)
	return {
		plan: permissionFor(grants, { kind: 'plan', owner }),
		notes: permissionFor(grants, { kind: 'notes', owner }),
		until: pastReadableUntil(grants, owner.id),
		documents: Object.keys(listing?.documents ?? {})
	}
}

it('whoever joins edits the plan at once, and has nothing of the notes that the others wrote before', async () => {
	expect((await rightsOf('danil')).plan).toBe('none')
	await join()
	expect(council.entered.at(-1)?.touchedPersonIds).toEqual(['danil'])
	expect(await rightsOf('danil')).toEqual({ plan: 'edit', notes: 'none', until: null, documents: ['plan'] })
	expect(await rightsOf('irina')).toEqual({ plan: 'edit', notes: 'edit', until: null, documents: ['plan', 'notes'] })
})

it('the programme is of the organisations of those who are in it', async () => {
	const { registry } = council
	for (const [personId, name] of [
		['irina', 'Школа № 14'],
		['darya', 'Лицей № 3'],
		['danil', 'Гимназия № 8']
	] as const) {
		const id = `of-${personId}`
		await registry.commitTogether([
			...storeOrganisation(registry, 'town', { ...school, id, name }),
			assignWorkplace(registry, personId, id, 'Заместитель директора')
		])
	}
	const organisation = async () =>
		(await registry.query.selectFrom('programs').select('organisation').executeTakeFirstOrThrow()).organisation
	await join()
	expect((await organisation()).split(', ').toSorted()).toEqual(['Гимназия № 8', 'Лицей № 3', 'Школа № 14'])
	const leaving = { type: 'leave' as const, menteeId: 'darya', forms: null, ground }
	const decisionId = await council.sayAll([darya, raise(leaving)])
	await council.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
	expect((await organisation()).split(', ').toSorted()).toEqual(['Гимназия № 8', 'Школа № 14'])
	// Darya's list shows it as it was then.
	const [listing] = await listOwnPrograms(registry, 'darya', await readGrants(registry, 'darya'))
	expect(listing?.organisation.split(', ').toSorted()).toEqual(['Гимназия № 8', 'Лицей № 3', 'Школа № 14'])
})

it('whoever leaves reads what was until then, writes nothing, and may begin another programme', async () => {
	const leaving = { type: 'leave' as const, menteeId: 'darya', forms: ['traditional' as const], ground }
	const decisionId = await council.sayAll([darya, raise(leaving)])
	await council.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
	expect(await rightsOf('darya')).toMatchObject({ plan: 'none', notes: 'none', until: '2026-10-05T05:00:00.000Z' })
	expect(council.entered.at(-1)?.touchedPersonIds).toEqual(['darya'])
	const result = await council.say(darya, { ...request, menteeIds: ['darya'] }, { programId: 'program-b' })
	expect(result.outcome).toBe('entered')
})

it('a mentee of another open programme does not join, and one who has joined begins no other', async () => {
	const own = { ...request, menteeIds: ['danil'] }
	await join()
	const refused = await council.say(danil, own, { programId: 'program-b' })
	expect(refused).toMatchObject({ outcome: 'refused', refusal: { reason: 'open-program', personId: 'danil' } })
	const stranger = raise({ type: 'join', menteeId: 'roman', mainRequest: 'Команда' })
	expect(await council.say(elena, stranger)).toMatchObject({ refusal: { reason: 'not-a-mentee' } })
})

it('[T11] what the newcomer had asked for alone is fulfilled by the order, once, and by a replay the same', async () => {
	const own = { ...request, menteeIds: ['danil'] }
	expect((await council.say(danil, own, { programId: 'program-b' })).outcome).toBe('entered')
	const asked = await council.say(elena, { ...proposal, mentorIds: ['oleg'] }, { programId: 'program-b' })
	expect(asked.outcome).toBe('entered')
	await join()
	expect((await council.ledger('program-b')).phase).toBe('closed')
	const entries = await readEntries(council.registry, 'program-b')
	expect(entries.at(-1)).toMatchObject({
		by: { personId: 'arkady', role: 'head' },
		statement: { type: 'fulfil-request', groupId: 'program-a', title: proposal.title }
	})
	expect(council.entered.at(-1)).toMatchObject({ entry: { programId: 'program-b' }, concernedIds: ['danil', 'oleg'] })
	const { id } = (await council.ledger()).matters.at(-1) ?? { id: '' }
	expect((await council.say(arkady, sign(id))).outcome).toBe('entered')
	expect(await readEntries(council.registry, 'program-b')).toHaveLength(entries.length)
	expect(await replayLedgers(council.registry, new Date('2026-10-05T05:00:00.000Z'))).toEqual([])
	const late = await council.say({ personId: 'oleg', role: 'mentor' }, consentOf('duties'), { programId: 'program-b' })
	expect(late.outcome).toBe('refused')
})

it('[T11] the fulfilled request says with which order, is listed for whoever asked and the staff, and counts as no programme', async () => {
	const { registry } = council
	await council.say(danil, { ...request, menteeIds: ['danil'] }, { programId: 'program-b' })
	await join()
	expect(await council.ledger('program-b')).toMatchObject({
		phase: 'closed',
		closure: null,
		requestFulfilment: { at: '2026-10-05T05:00:00.000Z', groupId: 'program-a', title: proposal.title }
	})
	for (const scope of [{ personId: 'danil' }, { municipalityId: 'town' }]) {
		const listed = await listOpenLedgers(registry, scope, '', 10)
		expect(listed.map(({ programId }) => programId)).toEqual(['program-a', 'program-b'])
	}
	expect((await countProgramsByRegulation(registry, 'town')).get(request.regulationId)).toEqual({
		all: 1,
		open: 1,
		withdrawn: 0,
		fulfilled: 1
	})
	const board = { count: () => Promise.resolve({ overdue: 0, silent: 0, editedAt: null }) }
	const [town] = (await countMunicipalities(registry, board, new Date('2026-10-05T05:00:00.000Z'))).filter(
		({ id }) => id === 'town'
	)
	expect(town).toMatchObject({ requested: 0, active: 1, closed: 0 })
})

it('a request for others, too, waits on when one of them has joined a group', async () => {
	const { registry } = council
	const named = { familyName: 'Полозова', givenName: 'Мария', patronymic: 'Ильинична' }
	const other = { id: 'maria', municipalityId: 'town', ...named, roles: ['mentee' as const] }
	await registry.commitTogether(insertPerson(registry, other, councilDay.toISOString()))
	const team = { ...request, menteeIds: ['danil', 'maria'] }
	expect((await council.say(elena, team, { programId: 'program-b' })).outcome).toBe('entered')
	await join()
	expect((await council.ledger('program-b')).phase).toBe('requested')
})

it('what the mentor or the newcomer says twice is entered once', async () => {
	const decisionId = await council.sayAll([elena, raise({ type: 'join', menteeId: 'danil', mainRequest: 'Команда' })])
	const first = await council.say(viktor, sign(decisionId), { id: 'signed' })
	expect(await council.say(viktor, sign(decisionId), { id: 'signed' })).toEqual(first)
	expect((await council.ledger()).matters.at(-1)?.signatures).toHaveLength(2)
})
