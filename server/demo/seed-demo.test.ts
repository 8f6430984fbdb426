import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addDaysTo } from '#domain/calendar.ts'
import { approvedEdition, currentMembers } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { missingSigners } from '#domain/ledger/signing.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { changesOfEdition } from '#domain/plan/history/changes.ts'
import { readProfile } from '#domain/plan/stage.ts'
import { deleteProfileItem } from '#domain/plan/edit.ts'
import { planOf } from '#domain/owner.ts'
import { readEdition, readEntries, readLedger } from '../programs/ledger/ledger-log.ts'
import { replayLedgers } from '../programs/ledger/testing/replay-ledgers.ts'
import { createLedgers } from '../programs/ledger/ledgers.ts'
import { editionHash, readStoredPlan } from '../programs/ledger/facts.ts'
import { openMigrated } from '../data.ts'
import { openDatabase } from '../database/sqlite/connection.ts'
import { thinDocument } from '../documents/compaction/document.ts'
import { compactionWork } from '../documents/compaction/work.ts'
import { createHistory } from '../documents/history/history.ts'
import { createSqliteDeviceStates } from '../documents/storage/sqlite/devices.ts'
import { createSqliteStorage } from '../documents/storage/sqlite/storage.ts'
import type { DocumentStorage } from '../documents/storage/storage.ts'
import type { Registry } from '../database/database.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { endAssignment, listEndings, listStaff, readRoleAssignments } from '../people/staff.ts'
import { readOrganisationRoles } from '../people/programs.ts'
import { chooseRegulation } from '../people/regulations.ts'
import { readGrants } from '../people/grants.ts'
import { listDemoPeople } from './people.ts'
import { demoMunicipality } from './municipality.ts'
import { seedDemo } from './seed-demo.ts'

/** `bytes`: a database to begin with; otherwise the demonstration is still to be created. */
function openDemo(bytes?: Uint8Array) {
	// SQLite crashes when a database that has used `json_each`, as the migrations do, is replaced by another.
	const database = bytes === undefined ? openMigrated(':memory:') : openDatabase(':memory:')
	if (bytes !== undefined) database.deserialize(bytes)
	const registry = createSqliteRegistry(database)
	const storage = createSqliteStorage(database)
	const devices = createSqliteDeviceStates(database)
	const accounts = { hasAccount: () => Promise.resolve(true), createAccount: () => Promise.resolve(true) }
	return {
		database,
		registry,
		storage,
		devices,
		seed: (day: string) => seedDemo({ registry, accounts, storage, devices }, noonOf(day))
	}
}

const seededByDay = new Map<string, Promise<Uint8Array>>()

/** The demonstration as it is created on this day. It is created once, and each story begins with a copy. */
async function openSeeded(day: string) {
	let seeded = seededByDay.get(day)
	if (seeded === undefined) seededByDay.set(day, (seeded = seedAnew(day)))
	return openDemo(await seeded)
}

async function seedAnew(day: string): Promise<Uint8Array> {
	const { database, seed } = openDemo()
	await seed(day)
	return database.serialize()
}

function noonOf(day: string): Date {
	return new Date(`${day}T05:00:00.000Z`)
}

async function openPlan(storage: DocumentStorage, programId: string): Promise<Y.Doc> {
	const plan = await readStoredPlan(storage, programId)
	if (plan === null) throw new Error(`There is no plan of ${programId}`)
	return plan
}

/** Those in force, oldest first. */
async function editionsOf(registry: Registry, programId: string): Promise<{ on: string | null; doc: Y.Doc }[]> {
	const { ledger } = await readLedger(registry, programId)
	const editions: { on: string | null; doc: Y.Doc }[] = []
	for (const { matter, outcome, settledOn } of ledger.matters) {
		if (matter.type !== 'edition' || outcome !== 'in-force') continue
		const doc = new Y.Doc()
		Y.applyUpdate(doc, (await readEdition(registry, programId, matter.hash))!)
		editions.push({ on: settledOn, doc })
	}
	return editions
}

const ids = [1, 2, 3, 4, 5].map((number) => `program-${number}`)

// Seven days in a row: dates on a weekend are moved, and must still be in order.
describe.each([0, 1, 2, 3, 4, 5, 6].map((days) => addDaysTo('2027-02-26', days)))('the demonstration of %s', (day) => {
	it('[T44] the last approved edition of a programme is its plan, and only Павел and Ольга have not received the newest edits', async () => {
		const { registry, storage, devices } = await openSeeded(day)
		const behind: string[] = []
		for (const id of ids) {
			const plan = await openPlan(storage, id)
			const { ledger } = await readLedger(registry, id)
			if (id !== 'program-5') expect([id, approvedEdition(ledger)?.hash]).toEqual([id, editionHash(plan)])
			const rows = await storage.load(planOf(id))
			expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted())
			expect(rows.every(({ at }) => at < `${day}T`)).toBe(true)
			for (const { personId, haveSequence, lastSeenAt } of await devices.forDocument(planOf(id))) {
				const [others, own] = [true, false].map((isOther) =>
					rows.findLast((row) => (row.personId !== personId) === isOther)
				)
				if (own !== undefined) expect([personId, own.at < lastSeenAt]).toEqual([personId, true])
				if ((others?.sequence ?? 0) > haveSequence) behind.push(personId)
			}
		}
		expect(behind).toEqual(['mentee-2', 'mentee-3'])
	})

	it('tells of every programme from the request to the order, and further, before that day', async () => {
		const { registry } = await openSeeded(day)
		for (const id of ids) {
			const { ledger } = await readLedger(registry, id)
			const entries = await readEntries(registry, id)
			expect(ledger.phase).toBe('active')
			expect(entries[0]?.statement.type).toBe('request')
			expect(entries.every(({ on }) => on < day)).toBe(true)
			expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted())
			const rows = await registry.query
				.selectFrom('memberships')
				.select(['person_id', 'ended_at'])
				.where('program_id', '=', id)
				.execute()
			expect(rows.every(({ ended_at }) => ended_at === null)).toBe(true)
			expect(new Set(rows.map(({ person_id }) => person_id))).toEqual(
				new Set(currentMembers(ledger).map(({ personId }) => personId))
			)
		}
		expect(await replayLedgers(registry, new Date(`${day}T00:00:00.000Z`))).toEqual([])
	})
})

describe('Ирина’s programme, eleven weeks after it began', () => {
	const documentId = planOf('program-1')

	it.each([
		['as it was written', false],
		['with its older days merged', true]
	])('is told day by day, %s, from the beginning, and both wrote in it', async (_, isThinned) => {
		const { storage } = await openSeeded('2026-11-20')
		if (isThinned) await thinDocument({ storage, work: compactionWork }, documentId, noonOf('2026-11-20'))
		const { entries, nextBefore } = await createHistory(storage).readPage(documentId, null)
		expect([nextBefore, entries.at(-1)]).toMatchObject([
			null,
			{ kind: 'start', authorIds: [], from: '2026-09-01T05:00:00.000Z' }
		])
		expect(entries.some(({ kind }) => kind === 'day')).toBe(isThinned)
		const daysOf = (personId: string) =>
			new Set(entries.filter(({ authorIds }) => authorIds.includes(personId)).map(({ at }) => at.slice(0, 10)))
		for (const personId of ['mentor-1', 'mentee-1']) {
			const days = [...daysOf(personId)]
			expect(days.length).toBeGreaterThan(9)
			expect([days.at(-1)! < '2026-09-05', days[0]! > '2026-11-12']).toEqual([true, true])
		}
	})

	it('was less far on each earlier day', async () => {
		const { storage } = await openSeeded('2026-11-20')
		const history = createHistory(storage)
		const done: number[] = []
		for (const day of ['2026-09-02', '2026-09-30', '2026-10-30', '2026-11-20']) {
			const moment = await history.readMoment(documentId, await history.findNewest(documentId, `${day}T00:00:00.000Z`))
			const doc = new Y.Doc()
			Y.applyUpdate(doc, moment!.update)
			done.push(readActivities(doc).filter(({ status }) => status === 'done').length)
		}
		expect(done).toEqual([0, 4, 7, 9])
	})

	it('[T44] has two approved editions: in the second the distribution of duties is moved forward', async () => {
		const { registry } = await openSeeded('2026-11-20')
		const editions = await editionsOf(registry, 'program-1')
		expect(editions.map(({ on }) => on)).toEqual(['2026-09-17', '2026-11-09'])
		const changes = changesOfEdition(editions[0]!.doc, editions[1]!.doc)
		expect(new Set(changes.map(({ itemId }) => itemId))).toEqual(new Set(['a2-7']))
		expect(changes.map(({ type }) => type)).toContain('moved')
	})
})

it('[T44] what Олег cancelled is cancelled in the second edition of the group’s programme', async () => {
	const { registry } = await openSeeded('2026-11-20')
	const [first, second, ...more] = await editionsOf(registry, 'program-4')
	expect(more).toEqual([])
	expect(changesOfEdition(first!.doc, second!.doc)).toMatchObject([
		{ type: 'marked', itemId: 'a3-5', status: 'cancelled' }
	])
})

it('Тамара is the curator of school 14 by an order, and sees its programme only', async () => {
	const { registry, seed } = await openSeeded('2026-11-20')
	await seed('2026-11-25')
	const tamara = (await listDemoPeople(registry)).find(({ organisation }) => organisation !== null)
	expect(tamara).toMatchObject({ roles: ['organisation-curator'], organisation: 'Школа № 14' })
	const id = tamara?.id ?? ''
	expect(await readRoleAssignments(registry, demoMunicipality.id, id)).toEqual([
		{ role: 'organisation-curator', organisation: 'Школа № 14', order: { number: '77-к', date: '2026-08-21' } }
	])
	expect([...(await readOrganisationRoles(registry, await readGrants(registry, id)))]).toEqual([
		['program-1', 'organisation-curator']
	])
})

it('a role that was ended stays ended when the server starts again', async () => {
	const { registry, seed } = await openSeeded('2026-11-20')
	const at = noonOf('2026-11-21')
	const elena = { id: 'curator-1', name: 'Воронцова Елена Михайловна' }
	const ending = { order: null, on: '2026-11-21' }
	for (const [personId, role] of [
		['region-1', 'region'],
		['head-1', 'head'],
		['organisation-curator-1', 'organisation-curator']
	] as const) {
		const made = { id: `ended-${personId}`, by: elena, at }
		expect(await endAssignment(registry, demoMunicipality.id, { ...ending, personId, role }, made)).toBe('ended')
	}
	await seed('2026-11-25')
	const staff = await listStaff(registry, demoMunicipality.id)
	expect(staff.map(({ person, role }) => [person.id, role])).toEqual([['curator-1', 'curator']])
	expect(await listEndings(registry, demoMunicipality.id)).toHaveLength(3)
})

it('whoever a newer version brings along comes to a demonstration that is older, with their role', async () => {
	const { database, registry, seed } = await openSeeded('2026-11-20')
	database.exec("delete from assignments where person_id = 'region-1'; delete from people where id = 'region-1'")
	await seed('2026-11-25')
	expect((await listDemoPeople(registry)).find(({ id }) => id === 'region-1')?.roles).toEqual(['region'])
})

it('an edition waits for Наталья, the others are approved', async () => {
	const { registry } = await openSeeded('2026-11-20')
	for (const id of ids) {
		const { ledger } = await readLedger(registry, id)
		const edition = ledger.matters.find(({ matter: decision }) => decision.type === 'edition')
		if (id !== 'program-5') expect(edition?.outcome).toBe('in-force')
		else expect(edition && missingSigners(ledger, edition).next).toEqual([{ role: 'mentee', personId: 'mentee-6' }])
	}
})

it('[T3] the mentor of the group has submitted every report but the newest, which is being written, and the curator has accepted them', async () => {
	const { registry } = await openSeeded('2026-11-20')
	const ledgers = await Promise.all(ids.map(async (id) => (await readLedger(registry, id)).ledger))
	const submitted = ledgers
		.flatMap(({ reports }) => reports)
		.map(({ mentorId, on, dueOn, answer }) => ({ mentorId, isInTime: on <= dueOn, dueOn, answer }))
	expect(submitted).toHaveLength(4)
	expect(submitted.every(({ mentorId, isInTime }) => mentorId === 'mentor-3' && isInTime)).toBe(true)
	expect(submitted.every(({ answer }) => answer?.remarks === null)).toBe(true)
	expect(submitted.map(({ dueOn }) => dueOn)).toEqual(expect.arrayContaining(['2025-12-10', '2026-06-10']))
})

it('[D3] [D18] whoever tries Dinskoy’s regulation has a free team, a mentor for it, and consultations to the end', async () => {
	const { registry, storage } = await openSeeded('2026-11-20')
	await chooseRegulation(registry, demoMunicipality.id, 'dinskoy', 'tomsk-city')
	const ledgers = createLedgers({
		registry,
		storage,
		readPlan: (programId) => readStoredPlan(storage, programId),
		onEntered() {},
		now: () => noonOf('2026-11-20')
	})
	let count = 0
	const say = async (personId: string, role: Signatory, statement: Statement) => {
		const id = `said-${++count}`
		const command = { id, programId: 'team', role, saidAt: noonOf('2026-11-20').toISOString(), statement }
		expect([id, await ledgers.submit(personId, command)]).toMatchObject([id, { outcome: 'entered' }])
		return id
	}

	const team = ['mentee-8', 'mentee-9']
	await say('curator-1', 'curator', {
		...{ type: 'request', menteeIds: team, regulationId: 'dinskoy', categoryId: 'low-results-team' },
		...{ mainRequest: 'Перевести школу в эффективный режим', difficulties: [], forms: ['group'] }
	})
	const proposalId = await say('curator-1', 'curator', {
		...{ type: 'propose', insteadOf: null, mentorIds: ['mentor-1'], title: 'Переход школы' },
		...{ relation: 'head-team', forms: ['group'] }
	})
	for (const { kind, by } of dinskoy.consents) {
		for (const personId of by === 'mentor' ? ['mentor-1'] : team) {
			await say(personId, by, { type: 'consent', kind, text: 'Согласен.', representative: null })
		}
	}
	const order = { type: 'order', proposalId, startsOn: '2026-11-20', termMonths: 12, pay: 'Без выплат' } as const
	const decisionId = await say('curator-1', 'curator', { type: 'raise', matter: order })
	await say('head-1', 'head', { type: 'sign', matterId: decisionId })
	const asking = { type: 'ask-consultation', about: 'Как провести мониторинг', mode: 'remote' } as const
	const consultationId = await say('mentee-9', 'mentee', asking)
	const pass = { kind: 'pass', ground: 'Другой предмет' } as const
	await say('mentor-1', 'mentor', { type: 'answer-consultation', consultationId, answer: pass })
	const to = { kind: 'mentor', mentorId: 'mentor-3' } as const
	await say('curator-1', 'curator', { type: 'refer-consultation', consultationId, to, on: null, words: 'Позвоните' })
})

it('started again some days later changes nothing; one from before there were ledgers gets them', async () => {
	const { database, registry, seed } = await openSeeded('2026-11-20')
	const read = () => registry.query.selectFrom('ledger_entries').selectAll().execute()
	const entriesBefore = await read()
	await seed('2026-11-25')
	expect(await read()).toEqual(entriesBefore)
	database.exec(`
		delete from ledger_entries; delete from ledger_people; delete from ledgers; delete from editions;
		update bank set entry = null; update people set organisation_id = null;
		delete from assignments where organisation_id is not null; delete from organisation_years; delete from organisations;
		update memberships set ended_at = '2026-11-24' where person_id = 'mentee-3';
	`)
	await seed('2026-11-25')
	const programs = new Set((await read()).map(({ program_id }) => program_id))
	expect([...programs].toSorted()).toEqual(ids.filter((id) => id !== 'program-3'))
})

it('one whose banks are older than the team of Dinskoy does not get it: nobody could say where they work', async () => {
	const { database, registry, seed } = await openSeeded('2026-11-20')
	const namesOfTeam = async () =>
		(await listDemoPeople(registry)).filter(({ name }) => /Каменева|Рощин/.test(name)).map(({ name }) => name)
	expect(await namesOfTeam()).toHaveLength(2)
	const ids = "('mentee-8', 'mentee-9')"
	database.exec(`delete from bank where person_id in ${ids}; delete from people where id in ${ids}`)
	await seed('2026-11-25')
	expect(await namesOfTeam()).toEqual([])
})

it('[T9] one whose plans name no directions gets its ledgers, without an edition', async () => {
	const { database, registry, storage, seed } = await openSeeded('2026-11-20')
	// Such a demonstration wrote each plan in one update.
	const by = { personId: 'mentor-1', at: '2026-11-20T06:00:00.000Z' }
	for (const id of ids) {
		const plan = await openPlan(storage, id)
		for (const direction of readProfile(plan).direction) deleteProfileItem(plan, direction.id, by)
		await storage.deleteDocument(planOf(id), by.at)
		await storage.createDocument(planOf(id))
		await storage.append(planOf(id), { bytes: Y.encodeStateAsUpdate(plan), deviceId: 'server', ...by })
	}
	database.exec('delete from ledger_entries; delete from ledger_people; delete from ledgers; delete from editions')
	await seed('2026-11-25')
	for (const id of ids) {
		const { phase, matters: decisions } = (await readLedger(registry, id)).ledger
		expect([phase, decisions.map(({ matter: decision }) => decision.type)]).toEqual(['active', ['order']])
	}
})
