/**
 * A municipality that is not a demonstration, served by the real server. Elena is the curator, Arkady the head, Anna the
 * administrator. Viktor mentors Irina in program-1, Oleg is the mentor of program-2; both programmes are older than the
 * ledgers. Darya waits for a mentor. Galina is a curator, too; Pyotr is the curator of another town. Tamara is of the
 * region. Nina is the curator and Pavel the head of Irina's school, Raisa and Semyon those of Darya's.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requisites } from '#domain/ledger/testing/story.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import type { OrganisationRole, StaffRole } from '#domain/access.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { Config } from '../../server/config.ts'
import { createProgram } from '../../server/programs/create-program.ts'
import { storeMentorEntry } from '../../server/people/bank.ts'
import { insertMunicipality, storeRequisites } from '../../server/people/municipalities.ts'
import { assignWorkplace, storeOrganisation } from '../../server/people/organisations.ts'
import { insertPerson } from '../../server/people/people.ts'
import type { RelaySettings } from '../../server/documents/relay/options.ts'
import { startServer, type StartedServer } from '../../server/wire.ts'
import { freshConfig, removeData, settle, type Settling } from './settle.ts'

export const townspeople = [
	'viktor',
	'irina',
	'oleg',
	'darya',
	'elena',
	'galina',
	'arkady',
	'anna',
	'pyotr',
	'tamara',
	'nina',
	'pavel',
	'raisa',
	'semyon'
] as const
export type Townsperson = (typeof townspeople)[number] | 'stranger'

export interface Town {
	config: Config
	server: StartedServer
	cookieOf(person: Townsperson): string
	get(person: Townsperson, path: string): Promise<Response>
	post(person: Townsperson, path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
	put(person: Townsperson, path: string, body: unknown): Promise<Response>
	delete(person: Townsperson, path: string): Promise<Response>
	/** Serves the same data again; `now` is the server's clock from then on. */
	restart(now?: () => Date): Promise<void>
	stop(): Promise<void>
}

/** The day before the first activities of program-1 are late. */
export const townFoundedAt = new Date('2026-09-30T05:00:00.000Z')

export async function openTown(
	now: () => Date = () => townFoundedAt,
	env: Record<string, string> = {},
	relaySettings: Partial<RelaySettings> = {}
): Promise<Town> {
	const config = freshConfig(env)
	const { files, cookies } = await (settled ??= settleTown())
	for (const [name, bytes] of files) writeFileSync(join(config.dataDirectory, name), bytes)
	let server = await startServer(config, { now, relaySettings })

	function request(person: Townsperson, path: string, init: RequestInit & { headers?: Record<string, string> }) {
		return fetch(server.address + path, {
			...init,
			headers: { ...init.headers, cookie: cookies.get(person) ?? '' }
		})
	}

	return {
		config,
		get server() {
			return server
		},
		cookieOf: (person) => cookies.get(person) ?? '',
		get: (person, path) => request(person, path, {}),
		post: (person, path, body, headers = {}) =>
			request(person, path, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: typeof body === 'string' ? body : JSON.stringify(body)
			}),
		put: (person, path, body) =>
			request(person, path, {
				method: 'PUT',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			}),
		delete: (person, path) => request(person, path, { method: 'DELETE' }),
		async restart(later = now) {
			await server.stop()
			server = await startServer(config, { now: later, relaySettings })
		},
		async stop() {
			await server.stop()
			removeData(config)
		}
	}
}

const school: Organisation = {
	id: 'school-4',
	name: 'Школа № 4',
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: { latitude: 56.48, longitude: 84.95 },
	standings: null,
	years: [{ year: 2026, results: 0.6, wellBeing: 0.5, differentiation: null, partTimeShare: null }]
}

const irinasSchool: Organisation = { ...school, id: 'school-14', name: 'Школа № 14', place: null, years: [] }

interface SettledTown {
	/** The files of its data directory. */
	files: readonly [name: string, bytes: Buffer][]
	/** Session cookies by person. */
	cookies: ReadonlyMap<string, string>
}

/** A hundred stories begin in this town: it is created for the first one, and the others get copies of its files. */
let settled: Promise<SettledTown> | null = null

async function settleTown(): Promise<SettledTown> {
	const config = freshConfig()
	const cookies = await settle(config, foundTown)
	const names = readdirSync(config.dataDirectory)
	const files = names.map((name): [string, Buffer] => [name, readFileSync(join(config.dataDirectory, name))])
	removeData(config)
	return { files, cookies }
}

async function foundTown({ registry, storage, signIn }: Settling): Promise<Map<string, string>> {
	const at = townFoundedAt.toISOString()
	const person = (id: string, familyName: string, municipalityId: string, role: 'mentor' | 'mentee' | StaffRole) =>
		insertPerson(registry, { id, municipalityId, familyName, givenName: 'Имя', patronymic: '', roles: [role] }, at)
	const ofSchool = (id: string, familyName: string, role: OrganisationRole, organisationId: string) =>
		insertPerson(
			registry,
			{ id, municipalityId: 'town', familyName, givenName: 'Имя', patronymic: '', roles: [role], organisationId },
			at
		)
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		insertMunicipality(registry, { id: 'other', name: 'Другой город', timeZone: 'Asia/Tomsk', isDemo: false }, at),
		...person('viktor', 'Ковалёв', 'town', 'mentor'),
		...person('irina', 'Лаптева', 'town', 'mentee'),
		...person('oleg', 'Рябинин', 'town', 'mentor'),
		...person('darya', 'Новикова', 'town', 'mentee'),
		...person('elena', 'Воронцова', 'town', 'curator'),
		...person('galina', 'Седова', 'town', 'curator'),
		...person('arkady', 'Зимин', 'town', 'head'),
		...person('anna', 'Белова', 'town', 'administrator'),
		...person('pyotr', 'Носов', 'other', 'curator'),
		...person('tamara', 'Ильина', 'town', 'region'),
		...storeOrganisation(registry, 'town', school),
		...storeOrganisation(registry, 'town', irinasSchool),
		...ofSchool('nina', 'Лунина', 'organisation-curator', irinasSchool.id),
		...ofSchool('pavel', 'Данилов', 'organisation-head', irinasSchool.id),
		...ofSchool('raisa', 'Ершова', 'organisation-curator', school.id),
		...ofSchool('semyon', 'Жуков', 'organisation-head', school.id),
		storeRequisites(registry, 'town', requisites, { personId: 'arkady', at }),
		...['viktor', 'oleg'].map((personId) => storeMentorEntry(registry, 'town', { ...viktorsEntry, personId })),
		assignWorkplace(registry, 'darya', school.id, 'Директор'),
		assignWorkplace(registry, 'irina', irinasSchool.id, '')
	])
	const cookies = new Map<string, string>()
	for (const id of townspeople) cookies.set(id, await signIn(id))
	await createTownProgram('program-1', 'Начинающий руководитель', [
		{ personId: 'viktor', role: 'mentor' },
		{ personId: 'irina', role: 'mentee' }
	])
	await createTownProgram('program-2', 'Резервист', [{ personId: 'oleg', role: 'mentor' }])
	return cookies

	async function createTownProgram(
		id: string,
		title: string,
		members: { personId: string; role: 'mentor' | 'mentee' }[]
	): Promise<void> {
		const roadmap = findRoadmap('tomsk-beginner-head')
		if (roadmap === null) throw new Error('The roadmap is gone')
		const startsOn = '2026-09-01'
		const program = {
			id,
			municipalityId: 'town',
			title,
			roadmap,
			organisation: 'Школа № 14',
			startsOn,
			termMonths: 24,
			members
		}
		await createProgram(registry, storage, program, townFoundedAt)
	}
}
