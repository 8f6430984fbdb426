/** Writes the demonstration municipality into registry, accounts and documents. What exists already stays as it is. */
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { missingSections, presentSections } from '#domain/plan/edition.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { planOf } from '#domain/owner.ts'
import type { Registry } from '../database/database.ts'
import type { DeviceState, DeviceStates } from '../documents/storage/devices.ts'
import type { DocumentStorage, NewUpdate } from '../documents/storage/storage.ts'
import type { Accounts } from '../people/accounts/accounts.ts'
import { storeMenteeEntry, storeMentorEntry } from '../people/bank.ts'
import { insertMunicipality, storeRequisites } from '../people/municipalities.ts'
import { assignWorkplace, storeOrganisation } from '../people/organisations.ts'
import { listErasedIds } from '../people/erasures.ts'
import { insertPerson, listPeopleIds } from '../people/people.ts'
import { createProgram } from '../programs/create-program.ts'
import { editionHash, readStoredPlan } from '../programs/ledger/facts.ts'
import { createLedgers } from '../programs/ledger/ledgers.ts'
import { categoryOf, demoCommands, editionDays } from './ledgers.ts'
import {
	demoMunicipality,
	demoPeople,
	type DemoPerson,
	type DemoProgram,
	demoPrograms,
	demoRequisites
} from './municipality.ts'
import { demoOrganisationCurator } from './people.ts'
import { DEMO_DEVICE } from './story.ts'
import { demoMentee, demoMentors, demoOrganisations, demoWorkplaces } from './workplaces.ts'

export interface DemoOptions {
	registry: Registry
	accounts: Pick<Accounts, 'hasAccount' | 'createAccount'>
	storage: DocumentStorage
	devices: DeviceStates
}

/**
 * Runs on every start of a demonstration, and completes an interrupted first run. People who exist already get no role again: a
 * visitor may have ended it.
 */
export async function seedDemo({ registry, accounts, storage, devices }: DemoOptions, now: Date): Promise<void> {
	const at = now.toISOString()
	const today = dateIn(demoMunicipality.timeZone, now)
	const settled = await listPeopleIds(registry, demoMunicipality.id)
	const comers = demoPeople.filter(({ id }) => !settled.includes(id))
	const inhabitants = (await hasBanks(registry)) ? comers.filter(({ roles }) => !roles.some(isBanked)) : comers
	await registry.commitTogether([
		insertMunicipality(registry, { ...demoMunicipality, isDemo: true }, at),
		...inhabitants.flatMap((person) => insertPerson(registry, { ...person, municipalityId: demoMunicipality.id }, at))
	])
	const states: DeviceState[] = []
	// Deleted programmes count, too: they stay deleted.
	const known = await registry.query.selectFrom('programs').select('id').execute()
	for (const program of demoPrograms(today)) {
		if (known.some(({ id }) => id === program.id)) continue
		const updates = program.writePlan()
		await seedProgram(program, updates)
		states.push(...devicesOf(program, updates, now))
	}
	await Promise.all(states.map((state) => devices.record(state)))
	await seedBanks(registry, now)
	const people = await listPeopleIds(registry, demoMunicipality.id)
	const erasedIds = await listErasedIds(registry)
	for (const { id } of [...demoPeople, demoOrganisationCurator(today)]) {
		// A demonstration from before organisations had curators has none.
		if (erasedIds.has(id)) continue
		if (people.includes(id) && !(await accounts.hasAccount(id))) await accounts.createAccount(id, null)
	}
	await seedLedgers(registry, storage, now)

	/** All updates of a plan come in one commit: a plan that has one has all of them. */
	async function seedProgram(program: DemoProgram, updates: readonly NewUpdate[]): Promise<void> {
		const roadmap = findRoadmap(program.roadmap)
		if (roadmap === null) throw new Error(`${program.id} lacks a roadmap`)
		const documentId = planOf(program.id)
		await storage.createDocument(documentId)
		if ((await storage.findDocument(documentId))?.sequence === 0) {
			await Promise.all(updates.map((update) => storage.append(documentId, update)))
		}
		await createProgram(
			registry,
			storage,
			{ ...program, municipalityId: demoMunicipality.id, roadmap, members: program.participants },
			now
		)
	}
}

/**
 * Mentors and mentees who were added after the banks were made stay out of the demonstration: their workplace could not be recorded.
 */
function isBanked(role: DemoPerson['roles'][number]): boolean {
	return role === 'mentor' || role === 'mentee'
}

/** A phone has what the plan had when it was last connected. */
function devicesOf({ id, participants }: DemoProgram, updates: readonly NewUpdate[], now: Date): DeviceState[] {
	return participants.map(({ personId }) => {
		const lastSeenAt = hoursBefore(now, lastSeenHoursAgo[personId] ?? 24)
		const sequence = updates.findLastIndex(({ at }) => at <= lastSeenAt) + 1
		return {
			documentId: planOf(id),
			personId,
			deviceId: DEMO_DEVICE,
			appVersion: 'demo',
			haveSequence: sequence,
			seenSequence: sequence,
			unsent: 0,
			freeBytes: null,
			isPersisted: null,
			lastSeenAt
		}
	})
}

/**
 * Hours since each person's phone was last connected to the relay, after that person's own last edit. The phones of mentee-2 and
 * mentee-3 lack a later edit of their mentors.
 */
const lastSeenHoursAgo: Readonly<Record<string, number>> = {
	'mentor-1': 3,
	'mentor-2': 20,
	'mentor-3': 50,
	'mentor-4': 28,
	'mentee-1': 5,
	'mentee-2': 9 * 24,
	'mentee-3': 26 * 24,
	'mentee-4': 2 * 24,
	'mentee-5': 4 * 24,
	'mentee-6': 2 * 24
}

function hoursBefore(now: Date, hours: number): string {
	return new Date(now.getTime() - hours * 60 * 60 * 1000).toISOString()
}

/** Of the mentees without a mentor, all of them reservists. */
const waitingProfiles = {
	'mentee-7': {
		goal: ['Подготовиться к должности директора: собрать команду и разобраться в финансах школы'],
		difficulty: ['Финансы и хозяйство школы', 'Своя управленческая команда']
	},
	'mentee-8': {
		goal: ['Вывести школу в эффективный режим: научиться видеть по данным, что мешает детям учиться'],
		difficulty: ['Мониторинг результатов', 'Работа с учителями, у которых много неуспевающих']
	},
	'mentee-9': {
		goal: ['Сделать воспитательную работу опорой учёбы, а не отдельным планом'],
		difficulty: ['Пропуски уроков', 'Разговор с родителями']
	}
}

/** Whether the demonstration has its organisations; its banks were made in the same commit. */
async function hasBanks({ query }: Registry): Promise<boolean> {
	const known = await query
		.selectFrom('organisations')
		.select('id')
		.where('municipality_id', '=', demoMunicipality.id)
		.executeTakeFirst()
	return known !== undefined
}

/** Runs once, together with the organisations: what a visitor changes stays changed. */
async function seedBanks(registry: Registry, now: Date): Promise<void> {
	const { id: municipalityId, timeZone } = demoMunicipality
	if (await hasBanks(registry)) return
	const today = dateIn(timeZone, now)
	const mentees = demoPrograms(today).flatMap((program) =>
		program.participants
			.filter(({ role }) => role === 'mentee')
			.map(({ personId }) => demoMentee(personId, categoryOf(program), program.profile, today))
	)
	const waiting = Object.entries(waitingProfiles).map(([personId, profile]) =>
		demoMentee(personId, 'reservist', profile, today)
	)
	await registry.commitTogether([
		...demoOrganisations(today).flatMap((one) => storeOrganisation(registry, municipalityId, one)),
		...insertPerson(registry, { ...demoOrganisationCurator(today), municipalityId }, now.toISOString()),
		...demoWorkplaces.map(({ personId, organisationId, post }) =>
			assignWorkplace(registry, personId, organisationId, post)
		),
		storeRequisites(registry, municipalityId, demoRequisites, { personId: 'curator-1', at: now.toISOString() }),
		...demoMentors(today).map((entry) => storeMentorEntry(registry, municipalityId, entry)),
		...[...mentees, ...waiting].map((entry) => storeMenteeEntry(registry, municipalityId, entry))
	])
}

/** Gives a ledger to each programme of the demonstration without one. The real ledgers enter the commands at the times of the story. */
async function seedLedgers(registry: Registry, storage: DocumentStorage, now: Date): Promise<void> {
	const today = dateIn(demoMunicipality.timeZone, now)
	let submittedAt = now
	const ledgers = createLedgers({
		registry,
		storage,
		readPlan: (programId) => readStoredPlan(storage, programId, submittedAt.toISOString()),
		// The server is still starting: nobody has a document open.
		onEntered() {},
		now: () => submittedAt
	})
	for (const program of await listWithoutLedger(registry, demoPrograms(today))) {
		const plan = await readStoredPlan(storage, program.id)
		if (plan === null) continue
		const existing = { editions: await readEditions(storage, program), doc: plan }
		for (const { personId, at, command } of demoCommands(program, existing, today)) {
			submittedAt = new Date(at)
			const result = await ledgers.submit(personId, command)
			if (result.outcome === 'refused') throw new Error(`${command.id}: ${JSON.stringify(result.refusal)}`)
		}
		plan.destroy()
	}
}

/** The editions that the pair put forward: those of its days that differ from the one before, and have all that is required. */
async function readEditions(storage: DocumentStorage, program: DemoProgram): Promise<{ on: IsoDate; hash: string }[]> {
	const editions: { on: IsoDate; hash: string }[] = []
	for (const on of editionDays(program)) {
		const plan = await readStoredPlan(storage, program.id, `${on}T00:00:00.000Z`)
		if (plan === null || missingSections(tomskCity, presentSections(plan)).length > 0) continue
		const hash = editionHash(plan)
		if (editions.at(-1)?.hash !== hash) editions.push({ on, hash })
		plan.destroy()
	}
	return editions
}

/**
 * The programmes as the registry has them, which may be some days older; without those that a visitor has deleted or ended a
 * membership in.
 */
async function listWithoutLedger({ query }: Registry, programs: readonly DemoProgram[]): Promise<DemoProgram[]> {
	const rows = await query
		.selectFrom('programs')
		.select(['id', 'starts_on'])
		.where('deleted_at', 'is', null)
		.where('id', 'not in', query.selectFrom('memberships').select('program_id').where('ended_at', 'is not', null))
		.execute()
	const existing = await query.selectFrom('ledgers').select(['program_id', 'phase']).execute()
	const hasLedger = (id: string) => existing.some(({ program_id, phase }) => program_id === id && phase === 'active')
	return programs.flatMap((program) => {
		const row = rows.find(({ id }) => id === program.id)
		return row === undefined || hasLedger(program.id) ? [] : { ...program, startsOn: row.starts_on }
	})
}
