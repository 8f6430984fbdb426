import type { StaffVoice } from '#domain/access.ts'
import { z } from 'zod'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { ownConsent, requestEndOf, visibleMenteeIds } from '#domain/ledger/visible-ledger.ts'
import { addMonthsTo } from '#domain/calendar.ts'
import { can } from '#domain/access.ts'
import { awaitedFrom, nearOf } from '#domain/ledger/awaiting.ts'
import { currentMentorIds, isAwaited, isInvolved, joiningIds, type Ledger } from '#domain/ledger/ledger.ts'
import { wasMember } from '#domain/ledger/memberships.ts'
import { awaitedConsents, setbackOf } from '#domain/ledger/consents.ts'
import { consultantIds, newsTo, selectCurrentNews } from '#domain/ledger/chronicle.ts'
import type { Regulation, Signatory } from '#domain/regulation/schema.ts'
import { listOpenLedgers } from '../programs/ledger/ledger-log.ts'
import { ledgerIdsOf, ledgersToAcquaint } from '../programs/ledger/start-ledgers.ts'
import { listConsentsAsCandidate, readStaffVoices } from '../programs/ledger/speakers.ts'
import { unmetConditions } from '../programs/ledger/facts.ts'
import { readMentors } from '../people/bank.ts'
import { hideNames, listErasedIds } from '../people/erasures.ts'
import { todayIn } from '../people/municipalities.ts'
import { readOrganisationsOf, readWorkplaces } from '../people/organisations.ts'
import { findPerson, listPeople } from '../people/people.ts'
import type { OversightScope } from '../people/programs.ts'
import { readRegulations } from '../people/regulations.ts'
import { readSummaries } from '../programs/summaries.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { readVisibleLedger } from './ledger.ts'
import { scopeToOversee } from './serve/guards.ts'

const PAGE = 200

/** How long a device may show the reports that come due, without a network. */
const LISTED_REPORTS_MONTHS = 3

const listingsQuery = z.object({ after: z.string().max(64).default('') })

export function addLedgerListings(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/ledgers', { query: listingsQuery }, async ({ askerId: personId, query }) => {
		const found = await findPerson(registry, personId)
		// The account's person was never created; GET /me answers the same.
		if (found === null) return refuse('unauthorized')
		const scope = await scopeToOversee(registry, personId)
		const asCandidate = await listConsentsAsCandidate(registry, personId)
		const ended = [...(await ledgersToAcquaint(registry, personId)), ...asCandidate.keys()]
		const of = scope === null ? { personId, ended } : await filterOf(scope, personId, ended)
		const open = await listOpenLedgers(registry, of, query.after, PAGE)
		const ledgers = await readVisibleLedgers(open, personId, ended)
		const home = scope?.municipalityId ?? found.municipality.id
		const around = await readAround(home, ledgers, personId, 'municipalityId' in of)
		return {
			ledgers: ledgers
				.filter((ledger) => isListed(ledger, around, ended))
				.map((ledger) => {
					const said = ledger.phase === 'closed' ? (asCandidate.get(ledger.programId) ?? null) : null
					const own = { ownConsent: said && ownConsent(ledger, personId), ownConsentSaid: said }
					return { ...toListing(ledger, around), ...own }
				}),
			nextAfter: open.length < PAGE ? null : (open.at(-1)?.programId ?? null)
		}
	})

	/** Of a group that the person is to join, or a programme that goes on without them, returns only what they may read. */
	async function readVisibleLedgers(ledgers: readonly Ledger[], personId: string, ended: string[]): Promise<Ledger[]> {
		const isPartly = (ledger: Ledger) => ended.includes(ledger.programId) || joiningIds(ledger).includes(personId)
		const erasedIds = await listErasedIds(registry)
		const visible = await Promise.all(
			ledgers.map((ledger) =>
				isPartly(ledger) ? readVisibleLedger(registry, ledger.programId, personId) : hideNames(ledger, erasedIds)
			)
		)
		return visible.flatMap((ledger) => ledger ?? [])
	}

	async function filterOf({ municipalityId, organisationIds }: OversightScope, personId: string, ended: string[]) {
		if (organisationIds === null) return { municipalityId, ended }
		return { personId, besides: await ledgerIdsOf(registry, organisationIds), ended }
	}

	/** What the ledgers do not contain. Only the municipality's staff learns which conditions a mentor does not meet. */
	async function readAround(
		municipalityId: string,
		ledgers: readonly Ledger[],
		readerId: string,
		isStaff: boolean
	): Promise<Around> {
		const ids = new Set(
			ledgers.flatMap((ledger) => [...visibleMenteeIds(ledger), ...mentorsOf(ledger), ...consultantIds(ledger)])
		)
		const proposed = isStaff ? ledgers.filter(isAwaited).flatMap(mentorsOf) : []
		const today = await todayIn(registry, municipalityId, now())
		const mentored = ledgers.filter((ledger) => currentMentorIds(ledger).includes(readerId))
		const regulationIds = ledgers.flatMap(({ request }) => request?.regulationId ?? [])
		const [people, regulations, voices, summaries, organisations, mentors, workplaces] = await Promise.all([
			listPeople(registry, ids),
			readRegulations(registry, municipalityId, regulationIds),
			readStaffVoices(registry, readerId, ledgers),
			readSummaries(
				registry,
				mentored.map(({ programId }) => programId)
			),
			readOrganisationsOf(registry, [...ids]),
			readMentors(registry, municipalityId, proposed),
			readWorkplaces(registry, municipalityId, proposed, Number(today.slice(0, 4)))
		])
		const peopleById = new Map(people.map((person) => [person.id, person]))
		return {
			people: peopleById,
			regulations,
			voices,
			organisations,
			findNews: (ledger) =>
				selectCurrentNews(
					newsTo(ledger, readerId, (id) => peopleById.get(id)?.name ?? ''),
					today
				),
			findAwaited(ledger, regulation) {
				const took = (['mentor', 'mentee'] as const).filter(
					(role) => isInvolved(ledger, readerId, role) || wasMember(ledger, readerId, role)
				)
				const untilOf = (role: Signatory) =>
					can(role, 'curate') ? nearOf(today) : addMonthsTo(today, LISTED_REPORTS_MONTHS)
				const { stages = [], results } = summaries.get(ledger.programId) ?? {}
				const known = { stages, results }
				return [...took, ...(voices.get(ledger.programId) ?? [])].flatMap((role) =>
					awaitedFrom(ledger, regulation, { personId: readerId, role }, { ...known, until: untilOf(role) })
				)
			},
			findUnmet(ledger, regulation) {
				if (!isAwaited(ledger)) return []
				const own = new Map(mentorsOf(ledger).flatMap((id) => (mentors.has(id) ? [[id, mentors.get(id) ?? null]] : [])))
				return [...unmetConditions(own, workplaces, regulation, today)].flatMap(([personId, conditionIds]) =>
					conditionIds.length === 0 ? [] : { personId, conditionIds }
				)
			}
		}
	}
}

/** The board sorts the people of a group in the same way. */
const byName = new Intl.Collator('ru')

interface Around {
	people: ReadonlyMap<string, Person>
	regulations: ReadonlyMap<string, Regulation | null>
	/** Of the reader, by programme. */
	voices: ReadonlyMap<string, StaffVoice[]>
	organisations: ReadonlyMap<string, { name: string }>
	findNews(ledger: Ledger): LedgerListing['news']
	findAwaited(ledger: Ledger, regulation: Regulation): LedgerListing['awaited']
	findUnmet(ledger: Ledger, regulation: Regulation): LedgerListing['unmet']
}

/**
 * A closed ledger is listed when it is among the reader's `ended`, when the reader still has to sign, settle, register or accept
 * something in it, or when its request has become no programme: no other list has such a request.
 */
function isListed(ledger: Ledger, around: Around, ended: readonly string[]): boolean {
	return !isOver(ledger, around) || requestEndOf(ledger) !== null || ended.includes(ledger.programId)
}

/** Whether it is over for the reader. It is not over for those who still have to settle something in it. */
function isOver({ phase, programId }: Ledger, { voices }: Around): boolean {
	return phase === 'closed' && (voices.get(programId) ?? []).length === 0
}

function toListing(ledger: Ledger, around: Around): Omit<LedgerListing, 'ownConsent' | 'ownConsentSaid'> {
	const { people, regulations, voices, organisations, findNews, findAwaited, findUnmet } = around
	const { programId, phase, title, request, proposal } = ledger
	const regulation = regulations.get(request?.regulationId ?? '') ?? null
	const speaksAs = voices.get(programId) ?? []
	const requestEnd = requestEndOf(ledger)
	const named = (ids: readonly string[]) =>
		ids.flatMap((id) => people.get(id) ?? []).sort((one, other) => byName.compare(one.name, other.name))
	return {
		programId,
		phase,
		title: title ?? proposal?.title ?? null,
		mainRequest: request?.mainRequest ?? '',
		regulationId: request?.regulationId ?? '',
		categoryId: request?.categoryId ?? '',
		mentees: named(visibleMenteeIds(ledger)),
		mentors: named(mentorsOf(ledger)),
		openMatters: ledger.matters
			.filter(({ outcome }) => outcome === 'open')
			.map(({ id, matter, raisedAt }) => ({ id, type: matter.type, raisedAt })),
		organisations: [...new Set(visibleMenteeIds(ledger).flatMap((id) => organisations.get(id)?.name ?? []))],
		isAwaited: isAwaited(ledger),
		missingConsents: regulation === null ? [] : awaitedConsents(ledger, regulation),
		awaited: regulation === null ? [] : findAwaited(ledger, regulation),
		news: findNews(ledger),
		setback: setbackOf(ledger),
		...(requestEnd !== null && { requestEnd }),
		speaksAs,
		unmet: regulation === null ? [] : findUnmet(ledger, regulation)
	}
}

function mentorsOf(ledger: Ledger): readonly string[] {
	if (isAwaited(ledger)) return ledger.proposal?.mentorIds ?? []
	return currentMentorIds(ledger)
}
