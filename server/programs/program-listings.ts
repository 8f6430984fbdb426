/** Programmes as `/api/me` lists them: to whom, in which role, and how much of each. */
import { canOversee, permissionFor, type Standing } from '#domain/access.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import { describeLastPart, type Part } from './former-listing.ts'
import { readListedParts, type ListedPart } from './listed-parts.ts'
import { readOrganisationRoles } from '../people/program-place.ts'
import { notesOf, planOf } from '../people/programs.ts'

/** Above this many, staff get listings without summaries: the board has them, page by page. */
const MAX_LISTED_SUMMARIES = 200

type InView = ReturnType<typeof selectInView>

/** One programme, and what it is to the person who asks. */
interface Seen {
	listing: Omit<ProgramListing, 'role' | 'endedAt' | 'endedBy' | 'participants' | 'formerParticipants' | 'summary'>
	/** Null: they take no part in it, or it has ended for them and they do not oversee it. */
	role: ProgramListing['role'] | null
	/** Their own part in it when it has ended, and no role makes up for it. */
	own: ListedPart | null
	parts: readonly ListedPart[]
	summary: ProgramSummary | null
}

/**
 * A participant's own programmes, and all of the municipalities and organisations whose staff the person is; by title. Whose part has
 * ended finds the programme, to reach what their device kept of it, and learns nothing that came after them.
 */
export async function listPrograms(
	registry: Registry,
	personId: string,
	standing: Standing
): Promise<ProgramListing[]> {
	const organisationRoles = await readOrganisationRoles(registry, standing)
	const inView = selectInView(registry, personId, standing, [...organisationRoles.keys()])
	const programs = await inView.selectAll().orderBy('title').execute()
	const partsByProgram = await readListedParts(registry, inView.select('id'))
	const isListing = programs.length > MAX_LISTED_SUMMARIES
	const summaries = isListing ? new Map<string, ProgramSummary>() : await readSummaries(registry, inView)
	const overseen = new Set(overseenBy(standing))
	return Promise.all(
		programs.map((program) => {
			const { id, title, organisation, municipality_id: municipalityId } = program
			const parts = partsByProgram.get(id) ?? []
			const readsNotes = permissionFor(standing, { kind: 'notes', programId: id, municipalityId }) !== 'none'
			const role =
				standing.memberships.find(({ programId }) => programId === id)?.role ??
				(overseen.has(municipalityId) ? staffRoleIn(standing, municipalityId) : organisationRoles.get(id)) ??
				null
			const ended = parts.find(({ participant, endedAt }) => endedAt !== null && participant.person.id === personId)
			return toListing(registry, {
				listing: {
					id,
					title,
					documents: { plan: planOf(id), ...(readsNotes && { notes: notesOf(id) }) },
					organisation,
					startsOn: program.starts_on,
					termMonths: program.term_months
				},
				role,
				own: (role === null && ended) || null,
				parts,
				summary: summaries.get(id) ?? null
			})
		})
	)
}

async function toListing(registry: Registry, { listing, role, own, parts, summary }: Seen): Promise<ProgramListing> {
	if (own !== null && own.endedBy !== 'closure') {
		return {
			...listing,
			// Of what their device has of it.
			documents: { plan: planOf(listing.id), notes: notesOf(listing.id) },
			role: own.participant.role,
			endedAt: own.endedAt,
			endedBy: own.endedBy,
			formerParticipants: [],
			summary: null,
			...(await describeLastPart(registry, listing.id, own, parts))
		}
	}
	const isOfIt = ({ endedAt, endedBy }: Part) => endedAt === null || (own !== null && endedBy === 'closure')
	const formerParts = parts.filter((part) => !isOfIt(part))
	return {
		...listing,
		role: own?.participant.role ?? role ?? 'head',
		endedAt: own?.endedAt ?? null,
		endedBy: own?.endedBy ?? null,
		participants: parts.filter(isOfIt).map(({ participant }) => participant),
		formerParticipants: formerParts.map(({ participant, lastDay }) => ({
			...participant,
			...(lastDay && { lastDay })
		})),
		summary
	}
}

async function readSummaries({ query }: Registry, inView: InView): Promise<Map<string, ProgramSummary>> {
	const rows = await query
		.selectFrom('summaries')
		.select(['program_id', 'json'])
		.where('program_id', 'in', inView.select('id'))
		.execute()
	return new Map(rows.map(({ program_id, json }) => [program_id, JSON.parse(json) as ProgramSummary]))
}

function selectInView(
	{ query }: Registry,
	personId: string,
	standing: Standing,
	idsInOrganisations: readonly string[]
) {
	return query
		.selectFrom('programs')
		.where('deleted_at', 'is', null)
		.where((is) =>
			is.or([
				is('id', 'in', is.selectFrom('memberships').select('program_id').where('person_id', '=', personId)),
				is('municipality_id', 'in', overseenBy(standing)),
				is('id', 'in', idsInOrganisations)
			])
		)
}

function overseenBy(standing: Standing): string[] {
	return standing.assignments
		.map(({ municipalityId }) => municipalityId)
		.filter((municipalityId) => canOversee(standing, municipalityId))
}

/** Of whoever oversees the municipality; the curator's role goes before the head's. */
export function staffRoleIn(standing: Standing, municipalityId: string): 'curator' | 'head' {
	const roles = standing.assignments.filter((assignment) => assignment.municipalityId === municipalityId)
	return roles.some(({ role }) => role === 'curator') ? 'curator' : 'head'
}
