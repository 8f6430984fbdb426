import { z } from 'zod'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerListing, LedgerListings, StaffVoice } from '#protocol/api/ledger.ts'
import { ownConsent, requestEndOf, toldMenteeIds } from '#domain/ledger/appointments.ts'
import { consultationWaitsFor } from '#domain/ledger/consultations.ts'
import {
	currentMembers,
	exceptedConditions,
	isAwaited,
	joiningIds,
	unansweredRemarks,
	type Ledger
} from '#domain/ledger/ledger.ts'
import { reportsOfMentors } from '#domain/ledger/offers.ts'
import { missingAcquaintances } from '#domain/ledger/awaiting.ts'
import { awaitedConsents, setbackOf } from '#domain/ledger/consents.ts'
import { consultantIds, newsTo, newsToTell } from '#domain/ledger/chronicle.ts'
import { missingSigners } from '#domain/ledger/signing.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { listOpenLedgers } from '../programs/ledger/ledger-log.ts'
import { ledgerIdsOf, ledgersToAcquaint } from '../programs/ledger/start-ledgers.ts'
import { consentedApart, readStaffVoices } from '../programs/ledger/speakers.ts'
import { unmetConditions } from '../programs/ledger/facts.ts'
import { readMentors } from '../people/bank.ts'
import { todayIn } from '../people/municipalities.ts'
import { placesOfWork, readWorkplaces } from '../people/organisations.ts'
import { findPerson, listPeople } from '../people/people.ts'
import type { OverseenPlace } from '../people/programs.ts'
import { readRegulations } from '../people/regulations.ts'
import { readSummaries } from '../programs/summaries.ts'
import { readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { readToldLedger } from './ledger.ts'
import { placeToOversee, requireSession } from './serve/guards.ts'

const PAGE = 200

const listingsQuery = z.object({ after: z.string().max(64).default('') })

export function addLedgerListings(api: Api, parts: ApiParts): void {
	const { registry, now } = parts

	api.get('/ledgers', requireSession(parts), async (context) => {
		const query = readQuery(context, listingsQuery)
		if (!query.isValid) return query.refusal
		const personId = context.get('personId')
		const found = await findPerson(registry, personId)
		// An account whose person was never made, as GET /me has it.
		if (found === null) return refuse(context, 'unauthorized')
		const place = await placeToOversee(registry, personId)
		const apart = await consentedApart(registry, personId)
		const ended = [...(await ledgersToAcquaint(registry, personId)), ...apart.keys()]
		const of = place === null ? { personId, ended } : await scopeOf(place, personId, ended)
		const open = await listOpenLedgers(registry, of, query.value.after, PAGE)
		const ledgers = await readAsTold(open, personId, ended)
		const home = place?.municipalityId ?? found.municipality.id
		const around = await readAround(home, ledgers, personId, 'municipalityId' in of)
		return context.json<LedgerListings>({
			ledgers: ledgers
				.filter((ledger) => isListed(ledger, around, ended))
				.map((ledger) => {
					const said = ledger.phase === 'closed' ? (apart.get(ledger.programId) ?? null) : null
					const own = { ownConsent: said && ownConsent(ledger, personId), ownConsentSaid: said }
					return { ...toListing(ledger, around), ...own }
				}),
			nextAfter: open.length < PAGE ? null : (open.at(-1)?.programId ?? null)
		})
	})

	/** Of a group they are to join, or of what goes on without them, a person is listed no more than they may read. */
	async function readAsTold(ledgers: readonly Ledger[], personId: string, ended: string[]): Promise<Ledger[]> {
		const isPartly = (ledger: Ledger) => ended.includes(ledger.programId) || joiningIds(ledger).includes(personId)
		const told = await Promise.all(
			ledgers.map((ledger) => (isPartly(ledger) ? readToldLedger(registry, ledger.programId, personId) : ledger))
		)
		return told.flatMap((ledger) => ledger ?? [])
	}

	async function scopeOf({ municipalityId, organisationIds }: OverseenPlace, personId: string, ended: string[]) {
		if (organisationIds === null) return { municipalityId, ended }
		return { personId, besides: await ledgerIdsOf(registry, organisationIds), ended }
	}

	/** What the ledgers do not know of themselves; how a mentor stands by the conditions is told to the municipality's staff only. */
	async function readAround(
		municipalityId: string,
		ledgers: readonly Ledger[],
		readerId: string,
		isStaff: boolean
	): Promise<Around> {
		const ids = new Set(
			ledgers.flatMap((ledger) => [...toldMenteeIds(ledger), ...mentorsOf(ledger), ...consultantIds(ledger)])
		)
		const proposed = isStaff ? ledgers.filter(isAwaited).flatMap(mentorsOf) : []
		const today = await todayIn(registry, municipalityId, now())
		const mentored = ledgers.filter((ledger) =>
			currentMembers(ledger, 'mentor').some(({ personId }) => personId === readerId)
		)
		const regulationIds = ledgers.flatMap(({ request }) => request?.regulationId ?? [])
		const [people, regulations, voices, summaries, places, mentors, workplaces] = await Promise.all([
			listPeople(registry, ids),
			readRegulations(registry, municipalityId, regulationIds),
			readStaffVoices(registry, readerId, ledgers),
			readSummaries(
				registry,
				mentored.map(({ programId }) => programId)
			),
			placesOfWork(registry, [...ids]),
			readMentors(registry, municipalityId, proposed),
			readWorkplaces(registry, municipalityId, proposed, Number(today.slice(0, 4)))
		])
		const peopleById = new Map(people.map((person) => [person.id, person]))
		return {
			people: peopleById,
			regulations,
			voices,
			places,
			findNews: (ledger) =>
				newsToTell(
					newsTo(ledger, readerId, (id) => peopleById.get(id)?.name ?? ''),
					today
				),
			findOwnReports(ledger, regulation) {
				if (!mentored.includes(ledger)) return []
				const reports = reportsOfMentors(ledger, regulation, summaries.get(ledger.programId)?.stages ?? [])
				return reports.filter(({ mentorId }) => mentorId === readerId)
			},
			findUnmet(ledger, regulation) {
				if (!isAwaited(ledger)) return []
				const own = new Map(mentorsOf(ledger).flatMap((id) => (mentors.has(id) ? [[id, mentors.get(id) ?? null]] : [])))
				return [...unmetConditions(own, workplaces, regulation, today)].flatMap(([personId, unmet]) => {
					const excepted = exceptedConditions(ledger, personId)
					const conditionIds = unmet.filter((id) => !excepted.includes(id))
					return conditionIds.length === 0 ? [] : { personId, conditionIds }
				})
			}
		}
	}
}

/** As the board lists a group. */
const byName = new Intl.Collator('ru')

interface Around {
	people: ReadonlyMap<string, Person>
	regulations: ReadonlyMap<string, Regulation | null>
	/** Of the reader, by programme. */
	voices: ReadonlyMap<string, StaffVoice[]>
	places: ReadonlyMap<string, { name: string }>
	findNews(ledger: Ledger): LedgerListing['news']
	findOwnReports(ledger: Ledger, regulation: Regulation): LedgerListing['ownReports']
	findUnmet(ledger: Ledger, regulation: Regulation): LedgerListing['unmet']
}

/**
 * A closed one not among the `ended` that a person is told of is there for a withdrawn consent: told to those who settle it; or for a
 * request that has become no programme, which no list of programmes has.
 */
function isListed(ledger: Ledger, around: Around, ended: readonly string[]): boolean {
	return !isOver(ledger, around) || requestEndOf(ledger) !== null || ended.includes(ledger.programId)
}

/** For whoever reads, as they are told it; those who settle what it still asks have to do with it. */
function isOver({ phase, programId }: Ledger, { voices }: Around): boolean {
	return phase === 'closed' && (voices.get(programId) ?? []).length === 0
}

function toListing(ledger: Ledger, around: Around): Omit<LedgerListing, 'ownConsent' | 'ownConsentSaid'> {
	const { people, regulations, voices, places, findNews, findOwnReports, findUnmet } = around
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
		mentees: named(toldMenteeIds(ledger)),
		mentors: named(mentorsOf(ledger)),
		openMatters: ledger.matters
			.filter(({ outcome }) => outcome === 'open')
			.map((raised) => ({
				id: raised.id,
				type: raised.matter.type,
				raisedAt: raised.raisedAt,
				waitsFor: missingSigners(ledger, raised).next
			})),
		organisations: [...new Set(toldMenteeIds(ledger).flatMap((id) => places.get(id)?.name ?? []))],
		isAwaited: isAwaited(ledger),
		missingConsents: regulation === null ? [] : awaitedConsents(ledger, regulation),
		unacquaintedIds: [...new Set(missingAcquaintances(ledger).map(({ personId }) => personId))],
		unansweredIds: [...new Set(unansweredRemarks(ledger).map(({ by }) => by.personId))],
		consultationsWaitFor: ledger.consultations.flatMap((one) => consultationWaitsFor(ledger, one)),
		news: findNews(ledger),
		// How it is settled is told to those who do it.
		hasConsentWithdrawal: speaksAs.length > 0 && ledger.consentWithdrawals.length > 0,
		setback: setbackOf(ledger),
		...(requestEnd !== null && { requestEnd }),
		ownReports: regulation === null ? [] : findOwnReports(ledger, regulation),
		speaksAs,
		unmet: regulation === null ? [] : findUnmet(ledger, regulation)
	}
}

function mentorsOf(ledger: Ledger): readonly string[] {
	if (isAwaited(ledger)) return ledger.proposal?.mentorIds ?? []
	return currentMembers(ledger, 'mentor').map(({ personId }) => personId)
}
