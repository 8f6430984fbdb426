/**
 * Ranks the mentors of the bank for one programme (domain.md T20, T39, D12, R17), and lists the mentees for whom a request can be
 * made.
 */
import type { IsoDate } from '#domain/calendar.ts'
import { mentorRefusal } from '#domain/ledger/consents.ts'
import { currentMentorIds, formingPhases, isAwaited, type Ledger, menteeIdsOf } from '#domain/ledger/ledger.ts'
import { emptyMentorEntry, type MentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import { checkMentor, type Workplace } from '#domain/people/eligibility.ts'
import {
	type Candidate,
	type Employment,
	isHeadPost,
	type Match,
	type MatchRequest,
	type Coordinates,
	rankMentors,
	subordinationOf,
	type Weights
} from '#domain/people/matching.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { search } from '#domain/text.ts'
import type { FormingMentee, ShortlistCandidate, ShortlistFilter } from '#protocol/api/ledger.ts'
import { byText, type Registry } from '../database/database.ts'
import { readMentees } from '../people/bank.ts'
import { countActiveMentees } from '../people/open-programs.ts'
import { readWorkplaces } from '../people/organisations.ts'
import { fullName, toPerson } from '../people/people.ts'
import type { Preference } from '../people/preferences.ts'
import { readOpenPrograms, readOpenProgramsOfBank, unfitCategoryIds } from './ledger/facts.ts'

export interface ShortlistQuestion {
	/** Part of a name, an organisation or a competence; empty: any. */
	text: string
	only: readonly ShortlistFilter[]
	weights: Weights
}

export interface ShortlistGround {
	ledger: Ledger
	regulation: Regulation
	/** Of the mentees' school; null: unknown. */
	place: Coordinates | null
	/** Of the mentees. */
	work: readonly Employment[]
	/** Of the questionnaire, about these mentees or by them. */
	answers: readonly Preference[]
	today: IsoDate
}

/**
 * All that pass the filters, best first, without the programme's own mentees and current mentors. Nobody is proposed to their own
 * employee, unless the regulation has that relation (domain.md S15).
 */
export function rankPool(
	pool: readonly PooledMentor[],
	ground: ShortlistGround,
	{ text, only, weights }: ShortlistQuestion
): ShortlistCandidate[] {
	const { ledger, place } = ground
	const taken = new Set([...menteeIdsOf(ledger), ...currentMentorIds(ledger)])
	const known = new Map(
		search(pool, text, searchText)
			.filter(({ entry }) => !taken.has(entry.personId))
			.map((mentor) => ({ mentor, candidate: toCandidate(mentor, ground) }))
			.filter(({ candidate }) => candidate.subordination !== 'superior')
			.map((one) => [one.mentor.entry.personId, one])
	)
	const candidates = [...known.values()].map(({ candidate }) => candidate)
	return rankMentors(requestOf(ledger, place), candidates, weights).flatMap((match) => {
		const found = known.get(match.mentorId)
		if (found === undefined) return []
		const described = describe(match, found.mentor, found.candidate, ground)
		return only.every((filter) => passes(described, filter)) ? described : []
	})
}

function toCandidate(mentor: PooledMentor, { ledger, regulation, work, answers, today }: ShortlistGround): Candidate {
	const { name, entry, workplace, place, activeMentees } = mentor
	const mentees = menteeIdsOf(ledger)
	const likings = mentees.flatMap((menteeId) => likingsBetween(entry.personId, menteeId, answers))
	const conditions = checkMentor(entry, workplace, regulation.mentorConditions, today)
	const found = subordinationOf(mentor.work, work)
	const isTheRelation = found === 'superior' && regulation.relations.value.includes('head-teacher')
	const subordination = isTheRelation ? null : found
	return { name, entry, workplace, place, subordination, activeMentees, conditions, likings }
}

function likingsBetween(mentorId: string, menteeId: string, answers: readonly Preference[]): Candidate['likings'] {
	return answers
		.filter((answer) => answer.mentorId === mentorId && answer.menteeId === menteeId)
		.map(({ by, liking, on }) => ({ by, liking, on }))
}

function requestOf(ledger: Ledger, place: Coordinates | null): MatchRequest {
	const { mainRequest = '', difficulties = [], forms = [] } = ledger.request ?? {}
	return { mainRequest, difficulties, forms, place, mentees: menteeIdsOf(ledger).length }
}

function describe(
	match: Match,
	{ post, organisation, entry }: PooledMentor,
	{ conditions }: Candidate,
	{ ledger, today }: ShortlistGround
): ShortlistCandidate {
	const { mentorId } = match
	return {
		...match,
		post,
		organisation,
		competences: entry.competences,
		hoursPerMonth: entry.hoursPerMonth,
		forms: entry.forms,
		findings: [...conditions],
		term: mentorTermState(entry.term, today),
		isProposed: isAwaited(ledger) && (ledger.proposal?.mentorIds.includes(mentorId) ?? false),
		isFormer: ledger.members.some(({ personId, until }) => personId === mentorId && until !== null),
		refusal: mentorRefusal(ledger, mentorId)
	}
}

function passes({ unmetConditionIds, parts }: ShortlistCandidate, filter: ShortlistFilter): boolean {
	switch (filter) {
		case 'eligible':
			return unmetConditionIds.length === 0
		case 'profile':
			return parts.some(({ because }) => because.criterion === 'profile' && because.covered.length > 0)
		case 'unloaded':
			return parts.some(({ because }) => because.criterion === 'load' && because.activeMentees === 0)
	}
}

function searchText({ name, organisation, entry }: PooledMentor): string {
	return [name, organisation ?? '', ...entry.competences].join(' ')
}

/** How many mentees a list of choices shows. */
const MOST = 50

/**
 * Mentees for a request, with what prevents it. Those who can be chosen come first, then by name; at most 50. `personId`: only that
 * person.
 */
export async function readMenteeChoices(
	registry: Registry,
	municipalityId: string,
	of: { text: string } | { personId: string },
	regulation: Regulation,
	today: IsoDate
): Promise<{ people: FormingMentee[]; found: number }> {
	const [banked, openPrograms] = await Promise.all([
		readBanked(registry, municipalityId, 'personId' in of ? of.personId : null),
		'personId' in of
			? readOpenPrograms(registry, null, [of.personId])
			: readOpenProgramsOfBank(registry, municipalityId)
	])
	const text = 'text' in of ? of.text : ''
	const found = search(banked, text, ({ person, organisation }) => `${person.name} ${organisation ?? ''}`)
	const isTaken = ({ person }: (typeof found)[number]) => openPrograms.has(person.id)
	const shown = byText(found, ({ person }) => person.name)
		.toSorted((one, other) => Number(isTaken(one)) - Number(isTaken(other)))
		.slice(0, MOST)
	const ids = shown.map(({ person }) => person.id)
	const [entries, workplaces, requests] = await Promise.all([
		readMentees(registry, municipalityId, ids),
		readWorkplaces(registry, municipalityId, ids, Number(today.slice(0, 4))),
		readRequests(registry, ids)
	])
	const people = shown.map(({ person, post, organisation }) => {
		const entry = entries.get(person.id) ?? null
		const mentee = { assessments: entry?.assessments ?? [], workplace: workplaces.get(person.id) ?? null }
		return {
			person,
			post,
			organisation,
			entry: entry && {
				categoryId: entry.categoryId,
				mainRequest: entry.mainRequest,
				difficulties: entry.difficulties,
				forms: entry.forms
			},
			unfitCategoryIds: unfitCategoryIds(regulation, mentee, today),
			openProgram: openPrograms.get(person.id) ?? null,
			requestId: requests.get(person.id) ?? null
		}
	})
	return { people, found: found.length }
}

/** Everybody of the bank or, with `personId`, that person; without their entries. */
async function readBanked({ query }: Registry, municipalityId: string, personId: string | null) {
	const rows = await query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post'])
		.select('organisations.name as organisation')
		.where('bank.municipality_id', '=', municipalityId)
		.where('role', '=', 'mentee')
		.$if(personId !== null, (banked) => banked.where('people.id', '=', personId ?? ''))
		.execute()
	return rows.map(({ post, organisation, ...names }) => ({ person: toPerson(names), post, organisation }))
}

/** Requests under way, by mentee. */
async function readRequests({ query }: Registry, personIds: readonly string[]): Promise<Map<string, string>> {
	if (personIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('ledger_people')
		.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
		.select(['person_id', 'ledgers.program_id'])
		.where('person_id', 'in', personIds)
		.where('phase', 'in', formingPhases)
		.execute()
	return new Map(rows.map(({ person_id, program_id }) => [person_id, program_id]))
}

/** A mentor of the bank, as a shortlist reads them: who they are, where they work, and how many mentees they have. */
export interface PooledMentor {
	name: string
	post: string
	/** Empty where the bank has only the name. */
	entry: MentorEntry
	organisation: string | null
	workplace: Workplace | null
	work: Employment
	place: Coordinates | null
	/** In active programmes. */
	activeMentees: number
}

/** Everybody of the municipality's bank of mentors, in no order. */
export async function readMentorPool(
	registry: Registry,
	municipalityId: string,
	today: IsoDate
): Promise<PooledMentor[]> {
	const rows = await registry.query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'entry'])
		.select(['organisations.name as organisation', 'latitude', 'longitude'])
		.where('bank.municipality_id', '=', municipalityId)
		.where('role', '=', 'mentor')
		.execute()
	const ids = rows.map(({ id }) => id)
	const [workplaces, employments, loads] = await Promise.all([
		readWorkplaces(registry, municipalityId, ids, Number(today.slice(0, 4))),
		readEmployments(registry, ids),
		countActiveMentees(registry, municipalityId)
	])
	return rows.map(({ id, post, entry, organisation, latitude, longitude, ...names }) => ({
		name: fullName(names),
		post,
		// The entry was checked when it was stored.
		entry: entry === null ? emptyMentorEntry(id, today) : (JSON.parse(entry) as MentorEntry),
		organisation,
		workplace: workplaces.get(id) ?? null,
		work: employments.get(id) ?? { organisationId: null, isHead: false },
		place: latitude === null || longitude === null ? null : { latitude, longitude },
		activeMentees: loads.get(id) ?? 0
	}))
}

/** Who leads their organisation: by its appointment in the product, or by the post. */
export async function readEmployments(
	{ query }: Registry,
	personIds: readonly string[]
): Promise<Map<string, Employment>> {
	if (personIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('people')
		.leftJoin('assignments', (join) =>
			join
				.onRef('assignments.person_id', '=', 'people.id')
				.onRef('assignments.organisation_id', '=', 'people.organisation_id')
				.on('assignments.role', '=', 'organisation-head')
		)
		.select(['people.id', 'people.organisation_id', 'post', 'assignments.role'])
		.where('people.id', 'in', personIds)
		.execute()
	return new Map(
		rows.map(({ id, organisation_id, post, role }) => [
			id,
			{ organisationId: organisation_id, isHead: role !== null || isHeadPost(post) }
		])
	)
}
