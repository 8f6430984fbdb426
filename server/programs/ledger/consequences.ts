/**
 * What a ledger means for the registry: who takes part, how long, and under which title. The ledger is the truth. These rows follow
 * it in the same commit, and the rest of the server reads them.
 */
import { type Compilable, sql } from 'kysely'
import type { MembershipEnding } from '#domain/access.ts'
import { currentNotice } from '#domain/ledger/consents.ts'
import { type Entry, formsOf, type Ledger, type Member } from '#domain/ledger/ledger.ts'
import { appointedTerm, emptyMentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import { addProfileItem } from '#domain/plan/position.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap, ownPlan, speedMeeting } from '#domain/roadmaps/all.ts'
import type { Registry } from '../../database/database.ts'
import { readMentors, storeMentorEntry } from '../../people/bank.ts'
import { organisationNamesOf } from '../../people/organisations.ts'
import { readRegulation } from '../../people/regulations.ts'
import { contentFromRoadmap, type FirstContent, type NewProgram } from '../create-program.ts'

/** For `commitTogether`, after the programme's own row if the entry creates one. */
export function consequencesOf(registry: Registry, before: Ledger, after: Ledger, entry: Entry): Compilable[] {
	return [
		...changedMembers(before, after).map((member) => upsertMembership(registry, entry, member)),
		...(hasBegun(before, after) ? [endMembershipsOfOthers(registry, entry, after)] : []),
		...(hasNewTerm(before, after) ? [followTerm(registry, entry, after)] : [])
	]
}

/** People whose membership the entry changes. */
export function touchedPeople(before: Ledger, after: Ledger): string[] {
	return [...new Set(changedMembers(before, after).map(({ personId }) => personId))]
}

/** Mentors whose membership begins with the entry. */
export function newMentors(before: Ledger, after: Ledger): Member[] {
	const isNew = (member: Member) =>
		!before.members.some(
			({ personId, role, from }) => personId === member.personId && role === member.role && from === member.from
		)
	return after.members.filter((member) => member.role === 'mentor' && member.until === null && isNew(member))
}

export function hasBegun(before: Ledger, after: Ledger): boolean {
	return before.term === null && after.term !== null
}

/** Or a new title. */
export function hasNewTerm(before: Ledger, after: Ledger): boolean {
	return (
		before.title !== after.title ||
		before.term?.months !== after.term?.months ||
		before.term?.startsOn !== after.term?.startsOn
	)
}

interface LedgerMembership extends Member {
	/** By what it ended, or will end on its last day; null: it lasts. */
	endedBy: MembershipEnding | null
}

function changedMembers(before: Ledger, after: Ledger): LedgerMembership[] {
	const known = membershipsOf(before)
	return membershipsOf(after).filter((membership) => !known.some((one) => isSame(one, membership)))
}

/** A notice gives every current membership the last day of the programme. */
function membershipsOf(ledger: Ledger): LedgerMembership[] {
	const lastDay = currentNotice(ledger)?.matter.lastDay ?? null
	return ledger.members.map((member): LedgerMembership => {
		if (member.until === null) return { ...member, until: lastDay, endedBy: lastDay === null ? null : 'closure' }
		return { ...member, endedBy: ledger.phase === 'closed' ? 'closure' : 'decision' }
	})
}

/** A membership with a later last day ends by itself then (`followers.ts`). */
function upsertMembership({ query }: Registry, { programId, at, on }: Entry, member: LedgerMembership): Compilable {
	const isOver = member.until !== null && member.until <= on
	const membership = {
		role: member.role,
		from_day: member.from,
		ended_at: isOver || member.isSuspended ? at : null,
		ended_by: member.isSuspended ? null : member.endedBy,
		until_day: isOver ? null : member.until
	}
	return query
		.insertInto('memberships')
		.values({ program_id: programId, person_id: member.personId, ...membership })
		.onConflict((conflict) =>
			conflict.columns(['program_id', 'person_id']).doUpdateSet({
				...membership,
				// A person whom a curator has shut out learns nothing later, whatever is decided then.
				...(member.isSuspended && { ended_at: sql<string>`coalesce(memberships.ended_at, ${at})` })
			})
		)
}

/** A programme from before there were ledgers may have had other participants. */
function endMembershipsOfOthers({ query }: Registry, { programId, at }: Entry, { members }: Ledger): Compilable {
	return query
		.updateTable('memberships')
		.set({ ended_at: at, ended_by: 'decision' })
		.where('program_id', '=', programId)
		.where('ended_at', 'is', null)
		.where(
			'person_id',
			'not in',
			members.map(({ personId }) => personId)
		)
}

function followTerm({ query }: Registry, { programId }: Entry, { title, term }: Ledger): Compilable {
	return query
		.updateTable('programs')
		.set({ ...(title !== null && { title }), ...(term && { starts_on: term.startsOn, term_months: term.months }) })
		.where('id', '=', programId)
}

function isSame(one: Member, other: Member): boolean {
	return (
		one.personId === other.personId &&
		one.role === other.role &&
		one.from === other.from &&
		one.until === other.until &&
		one.isSuspended === other.isSuspended
	)
}

/**
 * For `commitTogether`, with the order that appoints them: mentors are appointed for the regulation's term (domain.md T28), from the
 * first day of their membership. An appointment that still lasts then stays.
 */
export async function appointMentors(
	registry: Registry,
	municipalityId: string,
	mentors: readonly Member[],
	regulation: Regulation
): Promise<Compilable[]> {
	const personIds = mentors.map(({ personId }) => personId)
	const entries = await readMentors(registry, municipalityId, personIds)
	return mentors.flatMap(({ personId, from }) => {
		const term = appointedTerm(regulation, from)
		const entry = entries.get(personId) ?? emptyMentorEntry(personId, from)
		const state = mentorTermState(entry.term, from)
		if (term === null || (state !== 'unappointed' && state !== 'over')) return []
		return [storeMentorEntry(registry, municipalityId, { ...entry, term })]
	})
}

/**
 * The programme that begins with an order: from the roadmap of the mentee's category (domain.md T34), or of one meeting if its only
 * form is such a meeting (T13). The profile gets the difficulties of the request (T9), the organisations are those of its mentees.
 * Memberships follow from the ledger.
 */
export async function describeProgram(
	registry: Registry,
	municipalityId: string,
	ledger: Ledger,
	now: Date
): Promise<{ program: NewProgram; content: FirstContent }> {
	const { request, term, title } = ledger
	if (request === null || term === null || title === null) throw new Error('No order is in force')
	const regulation = await readRegulation(registry, municipalityId, request.regulationId)
	const category = regulation?.categories.find(({ id }) => id === request.categoryId)
	const organisations = await organisationNamesOf(registry, request.menteeIds)
	const program: NewProgram = {
		municipalityId,
		title,
		// A copy of a regulation may name a roadmap that is not shipped any more.
		roadmap: isOnlySpeed(ledger) ? speedMeeting : (findRoadmap(category?.roadmapId ?? '') ?? ownPlan),
		organisation: organisations.join(', '),
		startsOn: term.startsOn,
		termMonths: term.months,
		members: []
	}
	const { author, fill } = contentFromRoadmap(program, now)
	return {
		program,
		content: {
			author,
			fill(doc) {
				fill(doc)
				request.difficulties.forEach((text, index) =>
					addProfileItem(doc, `requested-${index + 1}`, 'difficulty', text, author)
				)
			}
		}
	}
}

function isOnlySpeed(ledger: Ledger): boolean {
	return formsOf(ledger).every((form) => form === 'speed')
}
