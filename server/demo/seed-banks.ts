import { dateIn } from '#domain/calendar.ts'
import type { Registry } from '../database/database.ts'
import { storeMenteeEntry, storeMentorEntry } from '../people/bank.ts'
import { insertPerson } from '../people/people.ts'
import { storeRequisites } from '../programs/paper-texts.ts'
import { assignWorkplace, storeOrganisation } from '../people/organisations.ts'
import { categoryOf } from './ledgers.ts'
import { demoMunicipality, demoPrograms, demoRequisites } from './municipality.ts'
import { demoOrganisationCurator } from './people.ts'
import { demoMentee, demoMentors, demoOrganisations, demoWorkplaces } from './workplaces.ts'

/** Of those who wait for a mentor: reservists, all of them. */
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

/** Whether the demonstration has its organisations, and everybody in its banks what is said of them there. */
export async function hasBanks({ query }: Registry): Promise<boolean> {
	const known = await query
		.selectFrom('organisations')
		.select('id')
		.where('municipality_id', '=', demoMunicipality.id)
		.executeTakeFirst()
	return known !== undefined
}

/** Once, with the organisations: what a visitor changes stays changed. */
export async function seedBanks(registry: Registry, now: Date): Promise<void> {
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
	registry.commitTogether([
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
