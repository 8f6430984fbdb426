/**
 * A municipality of many pairs on a data directory of its own, for the real server to be started on: a mentor and a mentee
 * in each programme, and Mallory as a second mentee of the first, so that she is let in.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { openAccounts } from '../../../server/accounts/accounts.ts'
import { readConfig } from '../../../server/config.ts'
import { openData } from '../../../server/data.ts'
import { createProgram } from '../../../server/registry/create-program.ts'
import { openRegistry } from '../../../server/registry/database.ts'
import { insertMunicipality } from '../../../server/registry/municipalities.ts'
import { insertPerson } from '../../../server/registry/people.ts'
import { planOf } from '../../../server/registry/programs.ts'
import { createSqliteStorage } from '../../../server/storage/sqlite.ts'

export interface Inhabitant {
	personId: string
	documentId: string
	/** What a signed-in browser sends, through a proxy. */
	headers: Record<string, string>
}

export interface LargeTown {
	dataDirectory: string
	/** In pairs: mentor, mentee of each programme. */
	inhabitants: Inhabitant[]
	mallory: Inhabitant
}

/** `networks`: how many addresses they share, as schools and a town's provider have them. */
export async function foundLargeTown(pairs: number, networks: number): Promise<LargeTown> {
	const dataDirectory = mkdtempSync(join(tmpdir(), 'tandem-storm-'))
	const data = openData(readConfig({ TANDEM_DATA: dataDirectory }))
	const { database, secret } = data
	const registry = openRegistry(database)
	const storage = createSqliteStorage(database)
	const accounts = await openAccounts({
		database,
		secret,
		isSecure: false,
		relyingParty: null,
		oidc: null,
		log: { error() {} }
	})
	const roadmap = findRoadmap('tomsk-beginner-head')
	if (roadmap === null) throw new Error('The roadmap is gone')
	const now = new Date()
	const at = now.toISOString()
	registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at)
	])

	async function settle(personId: string, role: 'mentor' | 'mentee', documentId: string): Promise<Inhabitant> {
		const name = { familyName: 'Фамилия', givenName: 'Имя', patronymic: '' }
		registry.commitTogether(
			insertPerson(registry, { id: personId, municipalityId: 'town', ...name, roles: [role] }, at)
		)
		await accounts.createAccount(personId, null)
		const cookies = await accounts.openSession(personId)
		const network = `10.0.0.${inhabitants.length % networks}`
		const cookie = cookies.map((each) => each.split(';')[0]).join('; ')
		return { personId, documentId, headers: { cookie, 'x-forwarded-for': network } }
	}

	const inhabitants: Inhabitant[] = []
	const mallory = await settle('mallory', 'mentee', planOf('program-0'))
	for (let pair = 0; pair < pairs; pair++) {
		const id = `program-${pair}`
		inhabitants.push(await settle(`mentor-${pair}`, 'mentor', planOf(id)))
		inhabitants.push(await settle(`mentee-${pair}`, 'mentee', planOf(id)))
		const members = [
			{ personId: `mentor-${pair}`, role: 'mentor' as const },
			{ personId: `mentee-${pair}`, role: 'mentee' as const },
			...(pair === 0 ? [{ personId: 'mallory', role: 'mentee' as const }] : [])
		]
		const title = 'Начинающий руководитель'
		const program = { id, municipalityId: 'town', title, roadmap, organisation: '', startsOn: '2026-09-01' }
		await createProgram(registry, storage, { ...program, termMonths: 24, members }, now)
	}
	await storage.close()
	data.close()
	return { dataDirectory, inhabitants, mallory }
}
