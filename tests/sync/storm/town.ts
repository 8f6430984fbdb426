/**
 * A municipality of many pairs on a data directory of its own, for the real server to be started on: a mentor and a mentee
 * in each programme, and Mallory as a second mentee of the first, so that she is let in.
 */
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { createProgram } from '../../../server/registry/create-program.ts'
import { insertMunicipality } from '../../../server/registry/municipalities.ts'
import { insertPerson } from '../../../server/registry/people.ts'
import { planOf } from '../../../server/registry/programs.ts'
import { freshConfig, settle, type Settling } from '../../support/settle.ts'

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
	const config = freshConfig()
	const inhabitants = await settle(config, (stores) => foundPairs(stores, pairs, networks))
	return { dataDirectory: config.dataDirectory, ...inhabitants }
}

async function foundPairs(
	{ registry, storage, signIn }: Settling,
	pairs: number,
	networks: number
): Promise<Omit<LargeTown, 'dataDirectory'>> {
	const roadmap = findRoadmap('tomsk-beginner-head')
	if (roadmap === null) throw new Error('The roadmap is gone')
	const now = new Date()
	const at = now.toISOString()
	registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at)
	])

	async function settlePerson(personId: string, role: 'mentor' | 'mentee', documentId: string): Promise<Inhabitant> {
		const name = { familyName: 'Фамилия', givenName: 'Имя', patronymic: '' }
		registry.commitTogether(
			insertPerson(registry, { id: personId, municipalityId: 'town', ...name, roles: [role] }, at)
		)
		const cookie = await signIn(personId)
		const network = `10.0.0.${inhabitants.length % networks}`
		return { personId, documentId, headers: { cookie, 'x-forwarded-for': network } }
	}

	const inhabitants: Inhabitant[] = []
	const mallory = await settlePerson('mallory', 'mentee', planOf('program-0'))
	for (let pair = 0; pair < pairs; pair++) {
		const id = `program-${pair}`
		inhabitants.push(await settlePerson(`mentor-${pair}`, 'mentor', planOf(id)))
		inhabitants.push(await settlePerson(`mentee-${pair}`, 'mentee', planOf(id)))
		const members = [
			{ personId: `mentor-${pair}`, role: 'mentor' as const },
			{ personId: `mentee-${pair}`, role: 'mentee' as const },
			...(pair === 0 ? [{ personId: 'mallory', role: 'mentee' as const }] : [])
		]
		const title = 'Начинающий руководитель'
		const program = { id, municipalityId: 'town', title, roadmap, organisation: '', startsOn: '2026-09-01' }
		await createProgram(registry, storage, { ...program, termMonths: 24, members }, now)
	}
	return { inhabitants, mallory }
}
