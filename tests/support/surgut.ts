/** A municipality that works by the regulation of Surgut, in a data directory of its own, and sessions of its people. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccounts } from '../../server/accounts/accounts.ts'
import { readConfig } from '../../server/config.ts'
import { openData } from '../../server/data.ts'
import { storeMentorEntry } from '../../server/registry/bank.ts'
import { openRegistry } from '../../server/registry/database.ts'
import { insertMunicipality } from '../../server/registry/municipalities.ts'
import { insertPerson } from '../../server/registry/people.ts'
import { chooseRegulation } from '../../server/registry/regulations.ts'

const people = {
	curator: ['Лаврова', 'Нина', 'Петровна', 'curator'],
	head: ['Демидов', 'Игорь', 'Олегович', 'head'],
	mentor: ['Лисицына', 'Анна', 'Борисовна', 'mentor'],
	darya: ['Новикова', 'Дарья', 'Павловна', 'mentee'],
	pavel: ['Гордеев', 'Павел', 'Ильич', 'mentee']
} as const
export type SurgutPerson = keyof typeof people

export async function openSurgut() {
	const directory = await mkdtemp(join(tmpdir(), 'tandem-surgut-'))
	const data = openData(readConfig({ PORT: '0', TANDEM_DATA: directory, LOG_LEVEL: 'fatal' }))
	const { database, secret } = data
	const registry = openRegistry(database)
	const accounts = await openAccounts({
		database,
		secret,
		isSecure: false,
		relyingParty: null,
		oidc: null,
		log: { error() {} }
	})
	const at = new Date().toISOString()
	registry.commitTogether([
		insertMunicipality(registry, { id: 'surgut', name: 'Сургут', timeZone: 'Asia/Yekaterinburg', isDemo: false }, at),
		...Object.entries(people).flatMap(([id, [familyName, givenName, patronymic, role]]) =>
			insertPerson(registry, { id, municipalityId: 'surgut', familyName, givenName, patronymic, roles: [role] }, at)
		),
		storeMentorEntry(registry, 'surgut', {
			personId: 'mentor',
			competences: ['Дисциплина на уроке', 'Оценивание'],
			achievements: [{ title: 'Открытые уроки для города', proof: 'Грамота № 4' }],
			hoursPerMonth: 12,
			forms: [],
			posts: [],
			assessments: [],
			contests: [],
			courses: [],
			term: null,
			enteredOn: '2026-01-15'
		})
	])
	chooseRegulation(registry, 'surgut', 'surgut', 'tomsk-city')
	const cookies = new Map<string, { name: string; value: string }>()
	for (const id of Object.keys(people)) {
		await accounts.createAccount(id, null)
		const [cookie = ''] = await accounts.openSession(id)
		const [name = '', ...value] = (cookie.split(';')[0] ?? '').split('=')
		cookies.set(id, { name, value: value.join('=') })
	}
	data.close()
	return {
		directory,
		cookieOf: (person: SurgutPerson) => cookies.get(person) ?? { name: '', value: '' }
	}
}
