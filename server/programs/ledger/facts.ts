/** Gathers the facts outside a ledger that a statement is checked against: banks, other programmes, the regulation, the plan. */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import type { IsoDate } from '#domain/calendar.ts'
import { computeIncentives, type GroundFinding } from '#domain/ledger/incentive.ts'
import { type ClosureProgress, findDecision, type Ledger, menteesToKnow } from '#domain/ledger/ledger.ts'
import type { Facts } from '#domain/ledger/refusal.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { emptyMentorEntry, type MentorEntry } from '#domain/people/bank-entry.ts'
import { checkCategory, checkMentor, unmetConditionIds, type Workplace } from '#domain/people/eligibility.ts'
import { missingRequisites, missingSite } from '#domain/papers/facts.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { owesResult } from '#domain/stage-results.ts'
import { type ApprovedPlan, editionText, hasRewritten, presentSections } from '#domain/plan/edition.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { countSummary, summarisePlan } from '#domain/summary.ts'
import { planOf } from '#domain/owner.ts'
import type { Registry } from '../../database/database.ts'
import { readWholeDocument, takeWithRests } from '../../documents/read-whole-document.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import { readRows } from '../../documents/storage/rows.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'
import { readMentees, readMentors } from '../../people/bank.ts'
import { findMunicipality, todayIn } from '../../people/municipalities.ts'
import { readWorkplaces } from '../../people/organisations.ts'
import { readRegulationOf } from '../../people/regulations.ts'
import { readRequisites } from '../paper-texts.ts'
import { readApproved } from './approved-plans.ts'
import { readPaidPrograms } from './incentives.ts'

export interface GatheredFacts extends Facts {
	/** The plan with this hash, as one update; null: the statement is not about a plan. */
	planSnapshot: Uint8Array | null
	/** For a closure to be recorded with; null: the statement is not about a plan. */
	progress: ClosureProgress | null
	/** A tap is a signature by an agreement with the authority; false: it is not, or the statement is no consent. */
	hasSignatureAgreement: boolean
	/** What is known today about the grounds for cancelling an incentive; null: the statement cancels none. */
	findings: readonly GroundFinding[] | null
}

export interface FactsOptions {
	registry: Registry
	/** The plan as it is now, in a document that the caller owns; null: there is none yet. */
	readPlan(programId: string): Promise<Y.Doc | null>
}

/** Reads only people whom the statement and the ledger name, and the plan only if the statement is about it. */
export async function gatherFacts(
	{ registry, readPlan }: FactsOptions,
	municipalityId: string,
	ledger: Ledger,
	{ programId, statement }: { programId: string; statement: Statement },
	now: Date
): Promise<GatheredFacts> {
	const today = await todayIn(registry, municipalityId, now)
	const regulation = await readRegulationOf(registry, municipalityId, ledger.request)
	const { mentorIds, menteeIds } = peopleOf(ledger, statement)
	const [mentors, mentees, workplaces, titles] = await Promise.all([
		readMentors(registry, municipalityId, mentorIds),
		readMentees(registry, municipalityId, menteeIds),
		readWorkplaces(registry, municipalityId, [...mentorIds, ...menteeIds], Number(today.slice(0, 4))),
		readOpenPrograms(registry, programId, menteeIds)
	])
	const entries = [...mentors, ...mentees].flatMap(([personId, entry]) =>
		entry === null ? [] : [[personId, entry] as const]
	)
	const plan = isAboutPlan(ledger, statement)
		? readPlanFacts(await readPlan(programId), await readApproved(registry, programId))
		: null
	const requisites = statement.type === 'consent' ? await readRequisites(registry, municipalityId) : null
	return {
		today,
		regulation,
		unmetConditions: unmetConditions(mentors, workplaces, regulation, today),
		openPrograms: new Map([...mentees.keys()].map((personId) => [personId, titles.get(personId) ?? null])),
		unfitCategories: new Map(
			[...mentees].map(([personId, entry]) => {
				const mentee = { assessments: entry?.assessments ?? [], workplace: workplaces.get(personId) ?? null }
				return [personId, unfitCategoryIds(regulation, mentee, today)]
			})
		),
		birthDays: new Map(entries.flatMap(([personId, { bornOn }]) => (bornOn === null ? [] : [[personId, bornOn]]))),
		representatives: new Map(
			entries.flatMap(([personId, { representative }]) =>
				representative === null ? [] : [[personId, representative.name]]
			)
		),
		plan: plan && { ...plan.progress, activityIds: plan.activityIds, results: plan.results },
		planHash: plan?.hash ?? null,
		hasRewritten: plan?.hasRewritten ?? false,
		planSections: plan?.sections ?? null,
		missingRequisites:
			statement.type === 'consent' ? [...missingRequisites(requisites), ...missingSite(requisites)] : [],
		hasSignatureAgreement: requisites?.hasSignatureAgreement === true,
		planSnapshot: plan?.snapshot ?? null,
		progress: plan?.progress ?? null,
		findings:
			statement.type === 'cancel-incentive'
				? await readFindings(registry, municipalityId, { ...statement, programId }, regulation, today)
				: null
	}
}

function peopleOf(ledger: Ledger, statement: Statement): { mentorIds: string[]; menteeIds: string[] } {
	const proposed = statement.type === 'propose' ? statement.mentorIds : []
	const referred =
		statement.type === 'refer-consultation' && statement.to.kind === 'mentor' ? [statement.to.mentorId] : []
	const requested = statement.type === 'request' ? statement.menteeIds : []
	const joining = statement.type === 'raise' && statement.matter.type === 'join' ? [statement.matter.menteeId] : []
	return {
		mentorIds: [...new Set([...(ledger.proposal?.mentorIds ?? []), ...proposed, ...referred])],
		menteeIds: [...new Set([...menteesToKnow(ledger), ...requested, ...joining])]
	}
}

/** The regulation's categories that the mentee was found not to fit. */
export function unfitCategoryIds(
	{ categories }: Regulation,
	mentee: Parameters<typeof checkCategory>[1],
	today: IsoDate
): string[] {
	return categories.filter((category) => checkCategory(category, mentee, today) === 'unfit').map(({ id }) => id)
}

/** Titles of other programmes in which the mentees take part, by mentee; also of programmes from before there were ledgers. */
export async function readOpenPrograms(
	registry: Registry,
	programId: string | null,
	menteeIds: readonly string[]
): Promise<Map<string, string>> {
	if (menteeIds.length === 0) return new Map()
	const rows = await selectOpenPrograms(registry)
		.where('person_id', 'in', menteeIds)
		.where('programs.id', '!=', programId ?? '')
		.execute()
	return new Map(rows.map(({ person_id, title }) => [person_id, title]))
}

/** The same for everybody in the municipality's bank of mentees. */
export async function readOpenProgramsOfBank(registry: Registry, municipalityId: string): Promise<Map<string, string>> {
	const rows = await selectOpenPrograms(registry)
		.where('person_id', 'in', (is) =>
			is
				.selectFrom('bank')
				.select('bank.person_id')
				.where('bank.municipality_id', '=', municipalityId)
				.where('bank.role', '=', 'mentee')
		)
		.execute()
	return new Map(rows.map(({ person_id, title }) => [person_id, title]))
}

function selectOpenPrograms({ query }: Registry) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.select(['person_id', 'title'])
		.where('role', '=', 'mentee')
		.where('ended_at', 'is', null)
		.where('deleted_at', 'is', null)
}

function isAboutPlan(ledger: Ledger, statement: Statement): boolean {
	if (statement.type === 'accept-activity') return true
	const decision =
		statement.type === 'raise'
			? statement.matter
			: statement.type === 'sign'
				? findDecision(ledger, statement.matterId)?.matter
				: undefined
	return decision?.type === 'edition' || decision?.type === 'closure'
}

function readPlanFacts(doc: Y.Doc | null, approved: ApprovedPlan | null) {
	if (doc === null) return null
	const { done, total, cancelled = 0 } = countSummary(summarisePlan(doc), approved)
	const activities = readActivities(doc)
	const facts = {
		progress: { done, total, cancelled },
		activityIds: new Set(activities.map(({ id }) => id)),
		results: approved?.results ?? activities.filter(owesResult).map(({ id }) => id),
		hash: editionHash(doc),
		hasRewritten: approved !== null && hasRewritten(activities, approved),
		sections: presentSections(doc),
		snapshot: Y.encodeStateAsUpdate(doc)
	}
	doc.destroy()
	return facts
}

/** What is known on that day about these grounds for cancelling a mentor's incentive; nothing before the programme begins. */
async function readFindings(
	registry: Registry,
	municipalityId: string,
	about: { programId: string; mentorId: string; groundIds: readonly string[] },
	regulation: Regulation,
	on: IsoDate
): Promise<GroundFinding[]> {
	const municipality = await findMunicipality(registry, municipalityId)
	if (municipality === null) return []
	const programs = await readPaidPrograms(registry, municipality, on, about.programId)
	const own = programs
		.flatMap((program) => program.toMentorPrograms(regulation))
		.filter(({ mentorId }) => mentorId === about.mentorId)
	const grounds = computeIncentives(regulation, own, on).flatMap(({ lines }) => lines.flatMap((line) => line.grounds))
	return grounds.filter(({ id }) => about.groundIds.includes(id))
}

/** The plan as the relay has it now, in a document that the caller owns; null: it does not exist yet, or is deleted. */
export async function readPlan(relay: Pick<Relay, 'read'>, programId: string): Promise<Y.Doc | null> {
	return (await readWholeDocument(relay, planOf(programId)))?.doc ?? null
}

/** The same from the storage, while there is no relay yet. `until`: as of this ISO instant, but at least its first update. */
export async function readStoredPlan(
	storage: DocumentStorage,
	programId: string,
	until: string | null = null
): Promise<Y.Doc | null> {
	const info = await storage.findDocument(planOf(programId))
	if (info === null || info.deletedAt !== null) return null
	const rows = (await readRows(storage, planOf(programId))).filter(
		({ sequence, count, at }) => until === null || sequence === count || at <= until
	)
	const doc = new Y.Doc()
	await takeWithRests(
		doc,
		rows.map(({ bytes }) => bytes)
	)
	return doc
}

/** The id of an edition: SHA-256 of its text, in hex. */
export function editionHash(doc: Y.Doc): string {
	return createHash('sha256').update(editionText(doc)).digest('hex')
}

/** The conditions that each mentor does not meet. A mentor who is not in the bank is in neither map. */
export function unmetConditions(
	mentors: ReadonlyMap<string, MentorEntry | null>,
	workplaces: ReadonlyMap<string, Workplace>,
	{ mentorConditions }: Pick<Regulation, 'mentorConditions'>,
	today: IsoDate
): Map<string, string[]> {
	return new Map(
		[...mentors].map(([personId, entry]) => {
			const known = entry ?? emptyMentorEntry(personId, today)
			return [
				personId,
				unmetConditionIds(checkMentor(known, workplaces.get(personId) ?? null, mentorConditions, today))
			]
		})
	)
}
