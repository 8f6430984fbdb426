/** The demonstration municipality → registry, accounts, documents. What is there already stays as it is. */
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { dateIn } from '#domain/calendar.ts'
import type { Accounts } from '../people/accounts/accounts.ts'
import { tellLedgers } from './tell-ledgers.ts'
import { hasBanks, seedBanks } from './seed-banks.ts'
import { demoMunicipality, demoPeople, demoPrograms, type DemoPerson, type DemoProgram } from './municipality.ts'
import { demoOrganisationCurator } from './people.ts'
import type { DeviceStates, DeviceState } from '../documents/storage/devices.ts'
import type { DocumentStorage } from '../documents/storage/storage.ts'
import { createProgram } from '../programs/create-program.ts'
import type { Registry } from '../database/database.ts'
import { insertMunicipality } from '../people/municipalities.ts'
import { insertPerson, listPeopleIds } from '../people/people.ts'
import { planOf } from '../people/programs.ts'

export interface DemoParts {
	registry: Registry
	accounts: Pick<Accounts, 'hasAccount' | 'createAccount'>
	storage: DocumentStorage
	devices: DeviceStates
}

/**
 * On every start of a demonstration: a first one that was cut short is completed. Whoever is there already is given no role anew: a
 * visitor may have ended it.
 */
export async function seedDemo({ registry, accounts, storage, devices }: DemoParts, now: Date): Promise<void> {
	const at = now.toISOString()
	const today = dateIn(demoMunicipality.timeZone, now)
	const settled = await listPeopleIds(registry, demoMunicipality.id)
	const comers = demoPeople.filter(({ id }) => !settled.includes(id))
	const inhabitants = (await hasBanks(registry)) ? comers.filter(({ roles }) => !roles.some(isBanked)) : comers
	registry.commitTogether([
		insertMunicipality(registry, { ...demoMunicipality, isDemo: true }, at),
		...inhabitants.flatMap((person) => insertPerson(registry, { ...person, municipalityId: demoMunicipality.id }, at))
	])
	const states: DeviceState[] = []
	// A deleted one counts: it stays deleted.
	const known = await registry.query.selectFrom('programs').select('id').execute()
	for (const program of demoPrograms(today)) {
		if (known.some(({ id }) => id === program.id)) continue
		await seedProgram(program)
		states.push(...devicesOf(program, now))
	}
	await Promise.all(states.map((state) => devices.record(state)))
	await seedBanks(registry, now)
	const people = await listPeopleIds(registry, demoMunicipality.id)
	for (const { id } of [...demoPeople, demoOrganisationCurator(today)]) {
		// One begun before organisations had curators has none.
		if (people.includes(id) && !(await accounts.hasAccount(id))) await accounts.createAccount(id, null)
	}
	await tellLedgers(registry, storage, now)

	async function seedProgram(program: DemoProgram): Promise<void> {
		const roadmap = findRoadmap(program.roadmap)
		const [author] = program.participants
		if (roadmap === null || author === undefined) throw new Error(`${program.id} lacks a roadmap or people`)
		const content = {
			author: { personId: author.personId, at: hoursBefore(now, lastSeenHoursAgo[author.personId] ?? 24) },
			fill: program.fill.bind(program)
		}
		await createProgram(
			registry,
			storage,
			{ ...program, municipalityId: demoMunicipality.id, roadmap, members: program.participants },
			now,
			content
		)
	}
}

/** Who came to the demonstration after its banks were made stays out of it: nobody could say there where they work. */
function isBanked(role: DemoPerson['roles'][number]): boolean {
	return role === 'mentor' || role === 'mentee'
}

function devicesOf({ id, participants }: DemoProgram, now: Date): DeviceState[] {
	return participants.flatMap(({ personId }) => {
		const hours = lastSeenHoursAgo[personId]
		if (hours === undefined) return []
		const sequence = behind.has(personId) ? 0 : 1
		return {
			documentId: planOf(id),
			personId,
			deviceId: 'demo-phone',
			appVersion: 'demo',
			haveSequence: sequence,
			seenSequence: sequence,
			unsent: 0,
			freeBytes: null,
			isPersisted: null,
			lastSeenAt: hoursBefore(now, hours)
		}
	})
}

/** Hours since each person's phone last spoke to the relay; who is left out never did. */
const lastSeenHoursAgo: Readonly<Record<string, number>> = {
	'mentor-1': 3,
	'mentor-2': 20,
	'mentor-3': 50,
	'mentor-4': 28,
	'mentee-1': 5,
	'mentee-2': 9 * 24,
	'mentee-3': 26 * 24,
	'mentee-4': 2 * 24,
	'mentee-5': 12 * 24
}

/** Whose phone has not got the mentor's last edits yet. */
const behind: ReadonlySet<string> = new Set(['mentee-2', 'mentee-3'])

function hoursBefore(now: Date, hours: number): string {
	return new Date(now.getTime() - hours * 60 * 60 * 1000).toISOString()
}
