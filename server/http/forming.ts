/** Forming programmes: choices for a request, shortlists of mentors, assessments of mentees, and preferences. */
import { z } from 'zod'
import { canAny, assessmentsSeenBy } from '#domain/access.ts'
import { currentMembers, type Ledger, menteeIdsOf } from '#domain/ledger/ledger.ts'
import { goesByAssessment } from '#domain/people/eligibility.ts'
import { criteria, type Criterion, defaultWeights, likings } from '#domain/people/matching.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap, ownPlan } from '#domain/roadmaps/all.ts'
import { hasMinors } from '#domain/regulation/roles.ts'
import { type FormingCategory, type Shortlist, shortlistFilters } from '#protocol/api/ledger.ts'
import type { Registry } from '../database/database.ts'
import { todayIn } from '../people/municipalities.ts'
import { readOrganisationsOf } from '../people/organisations.ts'
import { findPerson, listPeople } from '../people/people.ts'
import {
	findAsker,
	listPreferences,
	readMenteeAssessments,
	readPreferences,
	savePreference
} from '../people/preferences.ts'
import { findOwner } from '../people/programs.ts'
import { readCurrentRegulation, readRegulationOf } from '../people/regulations.ts'
import { rolesOf, readGrants } from '../people/grants.ts'
import { rankPool, readEmployments, readMenteeChoices, readMentorPool } from '../programs/forming.ts'
import { readLedger } from '../programs/ledger/ledger-log.ts'
import { pageQuery } from './bank.ts'
import { openLedger } from './ledger.ts'
import { type ApiOptions, readQuery, refuse, forbid, Refusal } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { municipalityToOversee } from './serve/guards.ts'

const PAGE_SIZE = 20
const choicesQuery = z.object({ q: z.string().trim().max(100).default('') })
const shortlistQuery = z.object({
	q: z.string().trim().max(100).default(''),
	only: z
		.string()
		.max(100)
		.default('')
		.transform((text) => text.split(',').filter((part) => part !== ''))
		.pipe(z.array(z.enum(shortlistFilters))),
	page: z.coerce.number().int().min(1).max(10_000).default(1)
})
const weightsQuery = z.object(
	Object.fromEntries(criteria.map((criterion) => [criterion, weightOf(criterion)])) as Record<
		Criterion,
		ReturnType<typeof weightOf>
	>
)

export function addForming(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/forming/choices', { query: choicesQuery }, async ({ askerId: personId, query }) => {
		const overseen = await municipalityToOversee(registry, personId)
		const municipalityId = overseen ?? (await municipalityOfMentee(registry, personId))
		if (municipalityId === null) return forbid()
		const today = await todayIn(registry, municipalityId, now())
		const regulation = await readCurrentRegulation(registry, municipalityId)
		const of = overseen === null ? { personId } : { text: query.q }
		const { id, title, mentee, relations, forms, groupSize, programTerm, inForce } = regulation
		return {
			regulation: {
				id,
				title,
				mentee,
				relations,
				forms,
				groupSize,
				programTerm,
				inForce,
				hasMinors: hasMinors(regulation)
			},
			categories: describeCategories(regulation),
			...(await readMenteeChoices(registry, municipalityId, of, regulation, today))
		}
	})

	serve(
		'GET /api/programs/:programId/shortlist',
		{ query: shortlistQuery },
		async ({ context, askerId: personId, params, query }) => {
			const weights = readQuery(context, weightsQuery)
			if (weights instanceof Refusal) return weights
			const opened = await openLedger(registry, params.programId, personId)
			// A shortlist reads the whole bank, which belongs to the municipality.
			const overseen = await municipalityToOversee(registry, personId)
			if (opened === null || overseen !== opened.municipalityId || !isSeeking(opened.ledger)) return refuse('not_found')
			const question = { text: query.q, only: query.only, weights: weights }
			return answer(opened.municipalityId, opened.ledger, question, query.page)
		}
	)

	async function answer(
		municipalityId: string,
		ledger: Ledger,
		question: Parameters<typeof rankPool>[2],
		page: number
	): Promise<Shortlist> {
		const { programId, phase, request, proposal } = ledger
		if (request === null) throw new Error('A ledger begins with a request')
		const today = await todayIn(registry, municipalityId, now())
		const regulation = await readRegulationOf(registry, municipalityId, request)
		const menteeIds = menteeIdsOf(ledger)
		const work = await readOrganisationsOf(registry, menteeIds)
		const people = await listPeople(registry, new Set(menteeIds))
		const pool = await readMentorPool(registry, municipalityId, today)
		const answers = await readPreferences(registry, menteeIds)
		const place = menteeIds.map((id) => work.get(id)?.place ?? null).find((one) => one !== null) ?? null
		const employments = [...(await readEmployments(registry, menteeIds)).values()]
		const ranked = rankPool(pool, { ledger, regulation, place, work: employments, answers, today }, question)
		const { id, title, mentee, relations, forms, categories, mentorConditions } = regulation
		return {
			programId,
			phase,
			proposalId: proposal?.id ?? null,
			mainRequest: request.mainRequest,
			difficulties: request.difficulties,
			categoryId: request.categoryId,
			forms: request.forms,
			mentees: people.map((person) => ({ person, organisation: work.get(person.id)?.name ?? null })),
			regulation: { id, title, mentee, relations, forms, categories, mentorConditions },
			weights: question.weights,
			candidates: ranked.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
			total: pool.length,
			found: ranked.length,
			page,
			pageSize: PAGE_SIZE
		}
	}
}

function weightOf(criterion: Criterion) {
	return z.coerce.number().int().min(0).max(100).default(defaultWeights[criterion])
}

/** Before the order, or in a programme that has no mentor now. */
function isSeeking(ledger: Ledger): boolean {
	if (ledger.request === null || ledger.phase === 'closed') return false
	return ledger.phase !== 'active' || currentMembers(ledger, 'mentor').length === 0
}

/** Null: the person is not a mentee, neither in the bank nor in a programme. */
async function municipalityOfMentee(registry: Registry, personId: string): Promise<string | null> {
	const roles = await rolesOf(registry, personId, await readGrants(registry, personId))
	return canAny(roles, 'learn') ? ((await findPerson(registry, personId))?.municipality.id ?? null) : null
}

function describeCategories({ categories }: Regulation): FormingCategory[] {
	return categories.map(({ id, wording, source, check, roadmapId }) => {
		// A copy of a regulation may name a roadmap that is not shipped any more.
		const { title, stages } = findRoadmap(roadmapId) ?? ownPlan
		return {
			id,
			wording,
			source,
			check,
			roadmap: {
				title,
				stages: stages.map((stage) => ({
					title: stage.title,
					months: stage.months,
					activities: stage.activities.length
				}))
			}
		}
	})
}

/**
 * The assessments of a programme's mentees, for those who may see them (domain.md T35). Empty where the regulation has no assessment.
 * 404 for everybody else, so that they learn nothing about the programme.
 */
export function addAssessments(serve: Serve, options: ApiOptions): void {
	const { registry } = options

	serve('GET /api/programs/:programId/assessments', {}, async ({ askerId: personId, params: { programId } }) => {
		const program = await findOwner(registry, programId)
		if (program === null) return refuse('not_found')
		const seen = assessmentsSeenBy(await readGrants(registry, personId), { ...program, programId })
		if (seen === 'none') return refuse('not_found')
		const { municipalityId } = program
		const { request } = (await readLedger(registry, programId)).ledger
		const regulation = await readRegulationOf(registry, municipalityId, request)
		const all = goesByAssessment(regulation) ? await readMenteeAssessments(registry, municipalityId, programId) : []
		const mentees = seen === 'all' ? all : all.filter((mentee) => mentee.personId === personId)
		return { mentees }
	})
}

const role = z.enum(['mentor', 'mentee'])
const preferencesQuery = pageQuery.extend({ role })
const savedPreference = z.strictObject({ role, liking: z.enum(likings).nullable() })

export function addPreferences(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/preferences', { query: preferencesQuery }, async ({ askerId, query }) => {
		const { role, ...paging } = query
		const asker = await findAsker(registry, askerId, role)
		if (asker === null) return forbid()
		return await listPreferences(registry, asker, paging)
	})

	serve('PUT /api/preferences/:personId', { body: savedPreference }, async ({ askerId, params, body }) => {
		const { role, liking } = body
		const asker = await findAsker(registry, askerId, role)
		if (asker === null) return forbid()
		const on = await todayIn(registry, asker.municipalityId, now())
		const isSaved = await savePreference(registry, asker, params.personId, liking, on)
		return isSaved ? null : refuse('not_found')
	})
}
