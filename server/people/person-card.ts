/** Everything a curator sees of one person: who they are, what the banks know, and what the regulation finds. */
import {
	consentSigner,
	emptyMentorEntry,
	type MenteeEntry,
	type MentorEntry,
	mentorTermState
} from '#domain/people/bank-entry.ts'
import { checkCategory, checkMentor, type Workplace } from '#domain/people/eligibility.ts'
import { leavingReasons } from '#domain/people/leaving.ts'
import type { BankRegulation, LeavingTerms, PersonCard } from '#protocol/api/people.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { hasMinors } from '#domain/regulation/roles.ts'
import type { BankScope } from './bank-list.ts'
import { readLeavings, readUnderWay } from './bank-leavings.ts'
import { type OwnEntry, readOwnEntries } from './bank.ts'
import { readErasure } from './erasures.ts'
import { readRoleAssignments } from './staff.ts'
import { countActiveMentees, readPersonPrograms } from './open-programs.ts'
import { readWorkplaces } from './organisations.ts'
import { toPerson } from './people.ts'

/** Null: the municipality has nobody with this id. What depends on the reader, and `hasAccount`, is read elsewhere. */
export async function readPersonCard(
	scope: BankScope,
	personId: string
): Promise<Omit<PersonCard, 'hasAccount' | 'canChange' | 'isOwn' | 'erasureObstacle'> | null> {
	const { registry, municipalityId, regulation, today } = scope
	const row = await registry.query
		.selectFrom('people')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'people.version', 'organisation_id'])
		.select(['organisations.name as organisation', 'kind'])
		.where('people.id', '=', personId)
		.where('people.municipality_id', '=', municipalityId)
		.executeTakeFirst()
	if (row === undefined) return null
	const { organisation_id, organisation, kind } = row
	const year = Number(today.slice(0, 4))
	const [workplaces, programs, roles, { mentor, mentee }] = await Promise.all([
		readWorkplaces(registry, municipalityId, [personId], year),
		readPersonPrograms(registry, municipalityId, [personId], regulation),
		readRoleAssignments(registry, municipalityId, personId),
		readOwnEntries(registry, municipalityId, personId)
	])
	const underWay = await readUnderWay(scope, personId)
	const workplace = workplaces.get(personId) ?? null
	return {
		person: toPerson(row),
		version: row.version,
		organisation:
			organisation_id === null || organisation === null || kind === null
				? null
				: { id: organisation_id, name: organisation, kind },
		post: row.post,
		roles,
		mentor: mentor && (await describeMentor(scope, personId, mentor, workplace, underWay.mentor)),
		mentee: mentee && describeMentee(scope, mentee, workplace, underWay.mentee),
		erased: await readErasure(registry, personId),
		leavings: await readLeavings(scope, personId),
		programs: programs.get(personId) ?? [],
		today,
		regulation: toBankRegulation(regulation)
	}
}

export function toBankRegulation(regulation: Regulation): BankRegulation {
	const { id, title, mentorTermMonths, mentorConditions, categories, forms, programRequired, inForce } = regulation
	return {
		id,
		title,
		mentorTermMonths,
		mentorConditions,
		categories,
		forms,
		programRequired,
		inForce,
		hasMinors: hasMinors(regulation)
	}
}

async function describeMentor(
	{ registry, municipalityId, regulation, today }: BankScope,
	personId: string,
	{ version, entry }: OwnEntry<MentorEntry>,
	workplace: Workplace | null,
	underWay: LeavingTerms['underWay']
): Promise<PersonCard['mentor']> {
	const loads = await countActiveMentees(registry, municipalityId, [personId])
	const known = entry ?? emptyMentorEntry(personId, today)
	return {
		version,
		entry,
		findings: checkMentor(known, workplace, regulation.mentorConditions, today),
		termState: mentorTermState(known.term, today),
		activeMentees: loads.get(personId) ?? 0,
		leaving: { reasons: leavingReasons('mentor', regulation, { term: known.term, on: today }), underWay }
	}
}

function describeMentee(
	{ regulation, today }: BankScope,
	{ version, entry }: OwnEntry<MenteeEntry>,
	workplace: Workplace | null,
	underWay: LeavingTerms['underWay']
): PersonCard['mentee'] {
	const mentee = { assessments: entry?.assessments ?? [], workplace }
	return {
		version,
		entry,
		fits: Object.fromEntries(
			regulation.categories.map((category) => [category.id, checkCategory(category, mentee, today)])
		),
		isMinor: consentSigner(regulation, { by: 'mentee', bornOn: entry?.bornOn ?? null }, today) === 'representative',
		leaving: { reasons: leavingReasons('mentee', regulation, { term: null, on: today }), underWay }
	}
}
