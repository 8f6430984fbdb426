/** What the board knows of every programme at once: enough to count, filter and order, without the summaries. */
import type { BoardParticipant } from '#protocol/api.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DeviceState } from '../storage/storage.ts'
import type { Registry } from './database.ts'
import { fullName } from './people.ts'
import { planOf } from './programs.ts'

export interface Glance {
	programId: string
	title: string
	organisation: string
	startsOn: string
	termMonths: number
	done: number
	total: number
	/** ISO calendar dates of the open activities, ascending. */
	dueDates: readonly string[]
	editedAt: string | null
	/** Mentors first; presence is added when a row is shown. */
	participants: readonly Omit<BoardParticipant, 'isOnline'>[]
	/** Folded, to search in. */
	searchText: string
	/** The board goes by the mentees' family names. */
	sortText: string
}

/** As people search: in any case, and «ковалев» finds Ковалёв. */
export function fold(text: string): string {
	return text.toLocaleLowerCase('ru').replaceAll('ё', 'е')
}

/** Of the whole municipality, or of these programmes of it; a handful of queries in either case. */
export async function readGlances(
	registry: Registry,
	devices: DeviceStates,
	municipalityId: string,
	onlyProgramIds: readonly string[] | null
): Promise<Glance[]> {
	const programs = await selectPrograms(registry, municipalityId, onlyProgramIds)
	const programIds = programs.map(({ id }) => id)
	const [members, edits, states] = await Promise.all([
		selectMembers(registry, municipalityId, onlyProgramIds),
		selectEdits(registry, municipalityId, onlyProgramIds),
		devices.forDocuments(programIds.map(planOf))
	])
	const membersByProgram = Map.groupBy(members, ({ program_id }) => program_id)
	const editsByProgram = Map.groupBy(edits, ({ program_id }) => program_id)
	return programs.map((program) => {
		const programEdits = editsByProgram.get(program.id) ?? []
		const participants = (membersByProgram.get(program.id) ?? []).map((member) => ({
			personId: member.person_id,
			name: fullName(member),
			role: member.role,
			...readDevices(
				(states.get(planOf(program.id)) ?? []).filter(({ personId }) => personId === member.person_id),
				newestOf(programEdits.filter(({ person_id }) => person_id !== member.person_id).map(({ sequence }) => sequence))
			)
		}))
		return {
			programId: program.id,
			title: program.title,
			organisation: program.organisation,
			startsOn: program.starts_on,
			termMonths: program.term_months,
			done: program.done ?? 0,
			total: program.total ?? 0,
			dueDates: program.due_dates ? program.due_dates.split(' ') : [],
			editedAt: newestOf(programEdits.map(({ edited_at }) => edited_at)),
			participants,
			searchText: fold([program.title, program.organisation, ...participants.map(({ name }) => name)].join('\n')),
			sortText: [...participants.filter(({ role }) => role === 'mentee').map(({ name }) => name), program.title].join(
				' '
			)
		}
	})
}

function readDevices(states: readonly DeviceState[], newestByOthers: number | null) {
	const reported = states.flatMap(({ unsent }) => unsent ?? [])
	const have = newestOf(states.map(({ haveSequence }) => haveSequence)) ?? 0
	return {
		lastSeenAt: newestOf(states.map(({ lastSeenAt }) => lastSeenAt)),
		isBehind: newestByOthers !== null && newestByOthers > have,
		unsent: reported.length === 0 ? null : reported.reduce((sum, unsent) => sum + unsent, 0)
	}
}

function newestOf<Value extends string | number>(values: readonly Value[]): Value | null {
	return values.reduce<Value | null>((newest, value) => (newest === null || value > newest ? value : newest), null)
}

function selectPrograms({ query }: Registry, municipalityId: string, only: readonly string[] | null) {
	return query
		.selectFrom('programs')
		.leftJoin('summaries', 'summaries.program_id', 'programs.id')
		.select(['programs.id', 'title', 'organisation', 'starts_on', 'term_months', 'done', 'total', 'due_dates'])
		.where('municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.$if(only !== null, (programs) => programs.where('programs.id', 'in', only ?? []))
		.execute()
}

function selectMembers({ query }: Registry, municipalityId: string, only: readonly string[] | null) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.innerJoin('people', 'people.id', 'memberships.person_id')
		.select(['program_id', 'person_id', 'role', 'family_name', 'given_name', 'patronymic'])
		.where('programs.municipality_id', '=', municipalityId)
		.$if(only !== null, (members) => members.where('program_id', 'in', only ?? []))
		.orderBy('role', 'desc')
		.orderBy('family_name')
		.execute()
}

function selectEdits({ query }: Registry, municipalityId: string, only: readonly string[] | null) {
	return query
		.selectFrom('last_edits')
		.innerJoin('programs', 'programs.id', 'last_edits.program_id')
		.select(['program_id', 'person_id', 'sequence', 'edited_at'])
		.where('municipality_id', '=', municipalityId)
		.$if(only !== null, (edits) => edits.where('program_id', 'in', only ?? []))
		.execute()
}
