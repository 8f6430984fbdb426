/** The mentors of the bank ranked for one programme, as a curator asks for them (domain.md T20, T39, D12, R17). */
import { mentorTermState } from '#domain/people/bank-entry.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { checkMentor } from '#domain/people/eligibility.ts'
import { currentMembers, exceptedConditions, isAwaited, menteeIdsOf, type Ledger } from '#domain/ledger/ledger.ts'
import { mentorRefusal } from '#domain/ledger/consents.ts'
import {
	rankMentors,
	type Candidate,
	type Match,
	type MatchRequest,
	type Place,
	type Weights
} from '#domain/people/matching.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { search } from '#domain/text.ts'
import type { ShortlistCandidate, ShortlistFilter } from '#protocol/api/ledger.ts'
import type { Preference } from '../people/preferences.ts'
import type { PooledMentor } from './mentor-pool.ts'

export interface ShortlistQuestion {
	/** Of a name, an organisation or a competence; empty: any. */
	text: string
	only: readonly ShortlistFilter[]
	weights: Weights
}

export interface ShortlistGround {
	ledger: Ledger
	regulation: Regulation
	/** Of the mentees' school; null: not known. */
	place: Place | null
	/** Of the questionnaire, about these mentees or by them. */
	answers: readonly Preference[]
	today: IsoDate
}

/** All that pass the filters, best first. Who is to be mentored is no candidate, nor is whoever mentors already. */
export function rankPool(
	pool: readonly PooledMentor[],
	ground: ShortlistGround,
	{ text, only, weights }: ShortlistQuestion
): ShortlistCandidate[] {
	const { ledger, place } = ground
	const taken = new Set([...menteeIdsOf(ledger), ...currentMembers(ledger, 'mentor').map(({ personId }) => personId)])
	const known = new Map(
		search(pool, text, searchText)
			.filter(({ entry }) => !taken.has(entry.personId))
			.map((mentor) => [mentor.entry.personId, { mentor, candidate: toCandidate(mentor, ground) }])
	)
	const candidates = [...known.values()].map(({ candidate }) => candidate)
	return rankMentors(requestOf(ledger, place), candidates, weights).flatMap((match) => {
		const found = known.get(match.mentorId)
		if (found === undefined) return []
		const described = describe(match, found.mentor, found.candidate, ground)
		return only.every((filter) => passes(described, filter)) ? described : []
	})
}

function toCandidate(mentor: PooledMentor, { ledger, regulation, answers, today }: ShortlistGround): Candidate {
	const { name, entry, workplace, place, activeMentees } = mentor
	const mentees = menteeIdsOf(ledger)
	const likings = mentees.flatMap((menteeId) => likingsBetween(entry.personId, menteeId, answers))
	const conditions = checkMentor(entry, workplace, regulation.mentorConditions, today)
	return { name, entry, workplace, place, activeMentees, conditions, likings }
}

function likingsBetween(mentorId: string, menteeId: string, answers: readonly Preference[]): Candidate['likings'] {
	return answers
		.filter((answer) => answer.mentorId === mentorId && answer.menteeId === menteeId)
		.map(({ by, liking, on }) => ({ by, liking, on }))
}

function requestOf(ledger: Ledger, place: Place | null): MatchRequest {
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
		exceptedIds: exceptedConditions(ledger, mentorId),
		term: mentorTermState(entry.term, today),
		isProposed: isAwaited(ledger) && (ledger.proposal?.mentorIds.includes(mentorId) ?? false),
		isFormer: ledger.members.some(({ personId, until }) => personId === mentorId && until !== null),
		refusal: mentorRefusal(ledger, mentorId)
	}
}

function passes({ unmetConditionIds, exceptedIds, parts }: ShortlistCandidate, filter: ShortlistFilter): boolean {
	switch (filter) {
		case 'eligible':
			return unmetConditionIds.every((id) => exceptedIds.includes(id))
		case 'profile':
			return parts.some(({ because }) => because.criterion === 'profile' && because.covered.length > 0)
		case 'unloaded':
			return parts.some(({ because }) => because.criterion === 'load' && because.activeMentees === 0)
	}
}

function searchText({ name, organisation, entry }: PooledMentor): string {
	return [name, organisation ?? '', ...entry.competences].join(' ')
}
