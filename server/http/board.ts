/** The board, the incentives of mentors with their events, and the numbers of the region. */
import { z } from 'zod'
import { canCompare } from '#domain/access.ts'
import { dateIn, dayProblem, isIsoDate } from '#domain/calendar.ts'
import { computeIncentives, type MentorProgram } from '#domain/ledger/incentive.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { mentorEventDays, mentorEventSchema } from '#domain/people/mentor-event.ts'
import { boardSorts } from '#protocol/api/program.ts'
import type { IncentiveScheme } from '#protocol/api/region.ts'
import { deleteMentorEvent, listMentorEvents, listMentorIds, saveMentorEvent } from '../people/mentor-events.ts'
import { findMunicipality, todayIn } from '../people/municipalities.ts'
import { listPeople } from '../people/people.ts'
import { programIdsOf } from '../people/programs.ts'
import { readCurrentId, readRegulation } from '../people/regulations.ts'
import { readGrants } from '../people/grants.ts'
import { type PaidProgram, readPaidPrograms } from '../programs/ledger/incentives.ts'
import { countMunicipalities } from '../programs/region.ts'
import { type ApiOptions, readQuery, refuse, forbid, Refusal } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { municipalityToOversee, overseers, readingCosts, overseersOfAny, supporters } from './serve/guards.ts'
import { version } from './bank.ts'

const boardQuery = z.object({
	q: z.string().trim().max(200).default(''),
	attention: z.enum(['overdue', 'silent', 'reports', 'behind']).optional(),
	phase: z.enum(['closed']).optional(),
	unit: z.string().trim().min(1).max(1_000).optional(),
	sort: z.enum(boardSorts).optional(),
	page: z.coerce.number().int().min(1).default(1),
	pageSize: z.coerce.number().int().min(1).max(500).default(100),
	changed: z
		.string()
		.max(10_000)
		.transform((ids) => ids.split(','))
		.optional()
})

export function addBoard(serve: Serve, options: ApiOptions): void {
	serve('GET /api/board', { may: overseersOfAny, query: boardQuery }, async ({ scope, query }) => {
		const { municipalityId, organisationIds } = scope
		const only = organisationIds && (await programIdsOf(options.registry, organisationIds))
		return await options.board.read(municipalityId, query, only)
	})
}

const incentivesQuery = z.object({ on: z.string().refine(isIsoDate).optional() })

export function addIncentives(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/incentives', { cost: readingCosts.everything }, async ({ context, askerId }) => {
		const municipalityId = await municipalityToOversee(registry, askerId)
		const municipality = municipalityId === null ? null : await findMunicipality(registry, municipalityId)
		if (municipality === null) return forbid()
		const query = readQuery(context, incentivesQuery)
		if (query instanceof Refusal) return query
		const today = dateIn(municipality.timeZone, now())
		const on = query.on ?? today
		const [programs, currentId] = await Promise.all([
			readPaidPrograms(registry, municipality, on, null, today),
			readCurrentId(registry, municipality.id)
		])
		const byRegulation = Map.groupBy(programs, ({ regulationId }) => regulationId ?? currentId)
		const regulations = await readRegulations(municipality.id, [...new Set([currentId, ...byRegulation.keys()])])
		const schemes = toSchemes(regulations, byRegulation, on, today)
		const named = schemes.flatMap(({ mentors }) =>
			mentors.flatMap(({ mentorId, lines }) => [mentorId, ...lines.flatMap(({ menteeIds }) => menteeIds)])
		)
		return {
			on,
			schemes,
			unpaidBy: regulations.filter(({ incentive }) => incentive === null).map(({ title }) => title),
			people: await listPeople(registry, new Set(named))
		}
	})

	async function readRegulations(municipalityId: string, ids: readonly string[]): Promise<Regulation[]> {
		const found = await Promise.all(ids.map((id) => readRegulation(registry, municipalityId, id)))
		return found.filter((regulation) => regulation !== null)
	}
}

/**
 * Groups regulations with equal incentives, because a copy may differ from its original in something else only. A mentor's mentees of
 * the whole group are counted together.
 */
function toSchemes(
	regulations: readonly Regulation[],
	byRegulation: ReadonlyMap<string, readonly PaidProgram[]>,
	on: string,
	today: string
): IncentiveScheme[] {
	const alike = Map.groupBy(regulations, ({ incentive }) => JSON.stringify(incentive))
	return [...alike.values()].flatMap((group) => {
		const [first] = group
		if (first === undefined || first.incentive === null) return []
		const programs: MentorProgram[] = []
		const openProgramIds: string[] = []
		for (const regulation of group) {
			for (const program of byRegulation.get(regulation.id) ?? []) {
				const ofMentors = program.toMentorPrograms(regulation)
				programs.push(...ofMentors)
				if (program.isOpen) openProgramIds.push(...new Set(ofMentors.map(({ programId }) => programId)))
			}
		}
		return [
			{
				regulations: group.map(({ title }) => title),
				regulationIds: group.map(({ id }) => id),
				incentive: first.incentive,
				reports: Object.fromEntries(group.flatMap(({ reports }) => reports.map(({ id, wording }) => [id, wording]))),
				mentors: computeIncentives(first, programs, on, today),
				openProgramIds
			}
		]
	})
}

const savedEvent = z.strictObject({
	version: version.nullable(),
	event: mentorEventSchema,
	attendedIds: z
		.array(z.string().max(64))
		.max(5_000)
		.refine((ids) => new Set(ids).size === ids.length)
})

export function addMentorEvents(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/mentor-events', { may: overseers }, async ({ scope: municipalityId }) => {
		const [events, mentorIds] = await Promise.all([
			listMentorEvents(registry, municipalityId),
			listMentorIds(registry, municipalityId)
		])
		return {
			events,
			mentorIds,
			people: await listPeople(registry, new Set([...mentorIds, ...events.flatMap(({ attendedIds }) => attendedIds)])),
			today: await todayIn(registry, municipalityId, now())
		}
	})

	serve(
		'PUT /api/mentor-events/:id',
		{ may: supporters, body: savedEvent, mostBytes: 512 * 1024 },
		async ({ scope: municipalityId, params, body }) => {
			if (!/^[\w-]{1,64}$/.test(params.id)) return refuse('invalid', 'id')
			const before = (await listMentorEvents(registry, municipalityId)).find(({ id }) => id === params.id)
			if (body.version !== null && before === undefined) return refuse('not_found')
			if (body.version !== (before?.version ?? null)) return refuse('conflict')
			const { event, attendedIds } = body
			const today = await todayIn(registry, municipalityId, now())
			if (dayProblem(event.on, mentorEventDays(today, before?.event.on ?? null)) !== null)
				return refuse('invalid', 'on')
			// Who attended it once may be in no bank any more. They stay when the event moves ahead, perhaps by a typing error.
			const kept = before?.attendedIds ?? []
			const known = new Set(event.on > today ? kept : [...(await listMentorIds(registry, municipalityId)), ...kept])
			if (!attendedIds.every((id) => known.has(id))) return refuse('invalid', 'attendedIds')
			const outcome = await saveMentorEvent(registry, municipalityId, params.id, body)
			return outcome === 'saved' ? null : refuse('conflict')
		}
	)

	serve('DELETE /api/mentor-events/:id', { may: supporters }, async ({ scope: municipalityId, params }) => {
		if (!(await deleteMentorEvent(registry, municipalityId, params.id))) return refuse('not_found')
		options.cutLog()
		return null
	})
}

/** 403 for everybody but the region. */
export function addRegion(serve: Serve, options: ApiOptions): void {
	const { registry, board, now } = options

	serve('GET /api/region', {}, async ({ askerId }) => {
		const grants = await readGrants(registry, askerId)
		if (!canCompare(grants)) return forbid()
		const municipalities = await countMunicipalities(registry, board, now())
		return { municipalities, at: now().toISOString() }
	})
}
