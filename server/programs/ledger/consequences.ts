/**
 * What a ledger means for the registry: who takes part, for how long, and under which title. The ledger is the truth; these
 * rows are what the rest of the server reads, and follow it in the same commit.
 */
import { type Compilable, sql } from 'kysely'
import type { PartEnding } from '#domain/access.ts'
import { standingNotice } from '#domain/ledger/consents.ts'
import { type Entry, formsOf, type Ledger, type Member } from '#domain/ledger/ledger.ts'
import { appointedTerm, emptyMentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import { addProfileItem } from '#domain/plan/edit.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap, ownPlan, speedMeeting } from '#domain/roadmaps/all.ts'
import type { Registry } from '../../database/database.ts'
import { readMentors, storeMentorEntry } from '../../people/bank.ts'
import { organisationNamesOf } from '../../people/organisations.ts'
import { readRegulation } from '../../people/regulations.ts'
import { contentFromRoadmap, type FirstContent, type NewProgram } from '../create-program.ts'

/** For `commitTogether`, after the programme's own row where the entry makes one. */
export function consequencesOf(registry: Registry, before: Ledger, after: Ledger, entry: Entry): Compilable[] {
	return [
		...changedMembers(before, after).map((member) => upsertMembership(registry, entry, member)),
		...(hasBegun(before, after) ? [endPartsOfOthers(registry, entry, after)] : []),
		...(hasNewTerm(before, after) ? [followTerm(registry, entry, after)] : [])
	]
}

/** Whose rights an entry touches: the relay asks about them again. */
export function touchedPeople(before: Ledger, after: Ledger): string[] {
	return [...new Set(changedMembers(before, after).map(({ personId }) => personId))]
}

/** Whose part as a mentor begins with it. */
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

interface Part extends Member {
	/** Or will, on its last day; null: it lasts. */
	endedBy: PartEnding | null
}

function changedMembers(before: Ledger, after: Ledger): Part[] {
	const known = partsOf(before)
	return partsOf(after).filter((part) => !known.some((one) => isSame(one, part)))
}

/** A notice gives every part that lasts its last day: that of the programme. */
function partsOf(ledger: Ledger): Part[] {
	const lastDay = standingNotice(ledger)?.matter.lastDay ?? null
	return ledger.members.map((member): Part => {
		if (member.until === null) return { ...member, until: lastDay, endedBy: lastDay === null ? null : 'closure' }
		return { ...member, endedBy: ledger.phase === 'closed' ? 'closure' : 'decision' }
	})
}

/** A part that ends later ends by itself, on its last day (`followers.ts`). */
function upsertMembership({ query }: Registry, { programId, at, on }: Entry, member: Part): Compilable {
	const isOver = member.until !== null && member.until <= on
	const part = {
		role: member.role,
		from_day: member.from,
		ended_at: isOver || member.isSuspended ? at : null,
		ended_by: member.isSuspended ? null : member.endedBy,
		until_day: isOver ? null : member.until
	}
	return query
		.insertInto('memberships')
		.values({ program_id: programId, person_id: member.personId, ...part })
		.onConflict((conflict) =>
			conflict.columns(['program_id', 'person_id']).doUpdateSet({
				...part,
				// Whom a curator has shut out learns of nothing since then, whatever is decided later.
				...(member.isSuspended && { ended_at: sql<string>`coalesce(memberships.ended_at, ${at})` })
			})
		)
}

/** A programme from before there were ledgers may have had others. */
function endPartsOfOthers({ query }: Registry, { programId, at }: Entry, { members }: Ledger): Compilable {
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
 * For `commitTogether`, with the order that brings them in: mentors are appointed for as long as the regulation says
 * (domain.md T28), from the first day of their part. Whose appointment lasts by then keeps it.
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
 * The programme an order begins: from the roadmap of the mentee's category (domain.md T34), or of one meeting where that is all
 * the form has (T13), with the difficulties of the
 * request in the profile (T9), in the organisations of its mentees. Its people follow from the ledger.
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
		// A copy of a regulation may name a roadmap that is shipped no more.
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
