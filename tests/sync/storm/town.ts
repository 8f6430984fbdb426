/**
 * A municipality of many pairs on its own data directory, for the real server to start on: a mentor and a mentee
 * in each programme, and Mallory and her friends as further mentees of the first ones, so that they are admitted.
 */
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { planOf } from '#domain/owner.ts'
import { createProgram } from '../../../server/programs/create-program.ts'
import { insertMunicipality } from '../../../server/people/municipalities.ts'
import { insertPerson } from '../../../server/people/people.ts'
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
	mallories: Inhabitant[]
}

export interface TownSize {
	pairs: number
	/** How many addresses they share, as schools and a town's provider have them. */
	networks: number
	mallories?: number
	/** In how many programmes they are, from the first on; 1 by default. */
	attacked?: number
}

export async function foundLargeTown(size: TownSize): Promise<LargeTown> {
	const config = freshConfig()
	const inhabitants = await settle(config, (stores) => foundPairs(stores, size))
	return { dataDirectory: config.dataDirectory, ...inhabitants }
}

async function foundPairs(
	{ registry, storage, signIn }: Settling,
	{ pairs, networks, mallories: hostile = 0, attacked = 1 }: TownSize
): Promise<Omit<LargeTown, 'dataDirectory'>> {
	const roadmap = findRoadmap('tomsk-beginner-head')
	if (roadmap === null) throw new Error('The roadmap is gone')
	const now = new Date()
	const at = now.toISOString()
	await registry.commitTogether([
		insertMunicipality(registry, { id: 'town', name: 'Город', timeZone: 'Asia/Tomsk', isDemo: false }, at)
	])

	async function settlePerson(personId: string, role: 'mentor' | 'mentee', documentId: string): Promise<Inhabitant> {
		const name = { familyName: 'Фамилия', givenName: 'Имя', patronymic: '' }
		await registry.commitTogether(
			insertPerson(registry, { id: personId, municipalityId: 'town', ...name, roles: [role] }, at)
		)
		const cookie = await signIn(personId)
		const network = `10.0.0.${inhabitants.length % networks}`
		return { personId, documentId, headers: { cookie, 'x-forwarded-for': network } }
	}

	const inhabitants: Inhabitant[] = []
	const mallories: Inhabitant[] = []
	for (let index = 0; index < hostile; index++)
		mallories.push(await settlePerson(`mallory-${index}`, 'mentee', planOf('program-0')))
	for (let pair = 0; pair < pairs; pair++) {
		const id = `program-${pair}`
		inhabitants.push(await settlePerson(`mentor-${pair}`, 'mentor', planOf(id)))
		inhabitants.push(await settlePerson(`mentee-${pair}`, 'mentee', planOf(id)))
		const members = [
			{ personId: `mentor-${pair}`, role: 'mentor' as const },
			{ personId: `mentee-${pair}`, role: 'mentee' as const },
			...(pair < attacked ? mallories.map(({ personId }) => ({ personId, role: 'mentee' as const })) : [])
		]
		const title = 'Начинающий руководитель'
		const program = { id, municipalityId: 'town', title, roadmap, organisation: '', startsOn: '2026-09-01' }
		await createProgram(registry, storage, { ...program, termMonths: 24, members }, now)
	}
	return { inhabitants, mallories }
}
