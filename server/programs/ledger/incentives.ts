/**
 * What mentors are paid for on a day, read from ledgers and summaries: who had which mentees until when, what the head had cancelled
 * by then, and the evidence. Ledgers record reports and materials, the municipality its events. A programme from before there were
 * ledgers has reports and materials as unrecorded, not as missing.
 */
import { dateIn, type IsoDate, lastDayOfTerm } from '#domain/calendar.ts'
import type { Span } from '#domain/plan/deadline.ts'
import { mentorReports, reportDates } from '#domain/plan/due-dates.ts'
import { lastDayOfPay } from '#domain/ledger/statements/closure.ts'
import { currentNotice, isNotice } from '#domain/ledger/consents.ts'
import type { MentorProgram, ProgramEvidence } from '#domain/ledger/incentive.ts'
import { declaredEventsOf, materialsOf } from '#domain/ledger/supports.ts'
import { coverReports, reportRecords } from '#domain/ledger/reports.ts'
import { formingPhases, type Ledger, type Member, type Phase, type RaisedDecision } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { sql } from 'kysely'
import type { MentorEventRow } from '#protocol/api/region.ts'
import type { Registry } from '../../database/database.ts'
import { listMentorEvents } from '../../people/mentor-events.ts'

export interface PaidProgram {
	/** Null: the programme is from before there were ledgers, and uses the current regulation. */
	regulationId: string | null
	/** Whether the head may state something about it today. */
	isOpen: boolean
	/** One for each mentor of the programme, also former ones. */
	toMentorPrograms(regulation: Regulation): MentorProgram[]
}

/** `programId` null: all programmes. Of a later day than `today`, the evidence is that of today. */
export async function readPaidPrograms(
	registry: Registry,
	municipality: { id: string; timeZone: string },
	on: IsoDate,
	programId: string | null = null,
	today = on
): Promise<PaidProgram[]> {
	const known = on < today ? on : today
	const programs = selectPrograms(registry, municipality.id, on)
	const [rows, memberships, words, events] = await Promise.all([
		(programId === null ? programs : programs.where('programs.id', '=', programId)).execute(),
		selectMemberships(registry, municipality.id).execute(),
		readWords(registry, municipality.id, on),
		listMentorEvents(registry, municipality.id)
	])
	const eventsByPerson = Map.groupBy(
		events.flatMap((event) => event.attendedIds.map((personId) => ({ personId, event }))),
		({ personId }) => personId
	)
	const membershipsByProgram = Map.groupBy(memberships, ({ program_id }) => program_id)
	return rows.map((row) => {
		const [phase, term, ordered, evidence, submitted, regulationId, categoryId, relation] =
			row.ledger_facts === null ? noFacts : (JSON.parse(row.ledger_facts) as LedgerFacts)
		const isFromLedger = term !== null
		const members = isFromLedger
			? ordered
			: (membershipsByProgram.get(row.id) ?? []).map((membership) =>
					toMember(membership, row.starts_on, municipality.timeZone)
				)
		const endings = JSON.parse(row.endings) as RaisedDecision[]
		const noticed = phase === null ? null : currentNotice({ phase, matters: endings })
		const plannedEnd = lastDayOfTerm(row.starts_on, row.term_months)
		// The programme's term is paid (domain.md T47), unless a notice ends it before; an extension lengthens it.
		const lastDay = earlier(noticed?.matter.lastDay ?? null, plannedEnd)
		return {
			regulationId,
			isOpen: isFromLedger && phase === 'active' && row.starts_on <= today,
			toMentorPrograms(regulation) {
				// A report that the curator signs is not the mentor's to miss (domain.md L2).
				const reports = mentorReports(regulation, categoryId).filter(({ signedBy }) => signedBy === undefined)
				const menteesOn = (day: IsoDate) =>
					members.filter((member) => member.role === 'mentee' && isOn(member, day)).map(({ personId }) => personId)
				return members
					.filter(({ role }) => role === 'mentor')
					.map(({ personId, from, until }) => {
						const last = earlier(until, lastDay)
						const ending = endings.find((one) => hasEnded(one, personId, until))
						const paid = ending === undefined ? null : lastDayOfPay({ relation }, regulation, ending, last)
						const life = { from: from > row.starts_on ? from : row.starts_on, until: last }
						return {
							programId: row.id,
							title: row.title,
							mentorId: personId,
							menteeIds: menteesOn(earlier(last, on)),
							from,
							until: paid === null ? last : earlier(paid, plannedEnd),
							cancelled: words.get(`${row.id} ${personId}`) ?? null,
							evidence: toEvidence(
								row,
								personId,
								{ ...regulation, reports },
								life,
								isFromLedger ? { evidence: evidence ?? [], reports: submitted ?? [] } : null,
								(eventsByPerson.get(personId) ?? []).map(({ event }) => event),
								events.map(({ event }) => event.on),
								known
							)
						}
					})
			}
		}
	})
}

/** Parts of a ledger's state, as `selectPrograms` reads them. Null: the state is older than this part. */
type LedgerFacts = [
	phase: Phase | null,
	term: Ledger['term'],
	members: readonly Member[],
	evidence: Ledger['evidence'] | null,
	submitted: Ledger['reports'] | null,
	regulationId: string | null,
	categoryId: string | null,
	relation: Ledger['relation']
]
const noFacts: LedgerFacts = [null, null, [], null, null, null, null, null]

/** Whether the decision ended the mentor's membership on its day; a notice names the day itself. */
function hasEnded(raised: RaisedDecision, mentorId: string, until: IsoDate | null): boolean {
	const { matter, outcome, settledOn } = raised
	const isOfMentor = 'mentorId' in matter ? matter.mentorId === mentorId : !isNotice(raised)
	return isOfMentor && outcome === 'in-force' && settledOn === until
}

function earlier(day: IsoDate | null, other: IsoDate): IsoDate {
	return day !== null && day < other ? day : other
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPrograms>['execute']>>[number]

/**
 * `regulation`: with the reports of the programme. `attended`: events of the mentor. `heldOn`: the days of all events. `records` null:
 * the programme has no ledger that could keep them.
 */
function toEvidence(
	row: Row,
	mentorId: string,
	regulation: Regulation,
	life: Span,
	records: Pick<Ledger, 'evidence' | 'reports'> | null,
	attended: readonly MentorEventRow[],
	heldOn: readonly IsoDate[],
	on: IsoDate
): ProgramEvidence {
	const stages = (row.stage_ends ?? '').split(' ').flatMap((endsOn) => (endsOn === '' ? [] : [{ endsOn }]))
	const due = (row.due_dates ?? '').split(' ').filter((day) => day !== '' && day < on)
	return {
		plan: { done: row.done ?? 0, total: row.total ?? 0, overdue: due.length, isApproved: (row.edition ?? '') !== '' },
		reports: coverReports(
			reportDates(regulation, life, stages),
			records === null ? [] : reportRecords(records, mentorId),
			regulation.reports
		),
		events: [
			...attended.map(({ id, event: { title, on } }) => ({ title, on, source: { type: 'event' as const, id } })),
			...(records === null ? [] : declaredEventsOf(records, mentorId))
		],
		heldOn,
		materials: records === null ? [] : materialsOf(records, mentorId, regulation.reports),
		unrecorded: [
			...(row.has_summary === 0 ? (['plan'] as const) : []),
			...(records === null ? (['reports', 'materials'] as const) : [])
		]
	}
}

function isOn({ from, until }: Member, on: IsoDate): boolean {
	return from <= on && (until === null || until >= on)
}

function toMember(
	membership: { person_id: string; role: Member['role']; ended_at: string | null; until_day: string | null },
	startsOn: IsoDate,
	timeZone: string
): Member {
	const endedOn = membership.ended_at === null ? null : dateIn(timeZone, new Date(membership.ended_at))
	return {
		personId: membership.person_id,
		role: membership.role,
		from: startsOn,
		until: endedOn ?? membership.until_day,
		isSuspended: false
	}
}

function selectPrograms({ query }: Registry, municipalityId: string, on: IsoDate) {
	return (
		query
			.selectFrom('programs')
			.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
			.leftJoin('summaries', 'summaries.program_id', 'programs.id')
			.select(['programs.id', 'title', 'starts_on', 'term_months', 'due_dates', 'done', 'total', 'edition'])
			// Reads only the needed parts of thousands of ledgers and summaries: reading them whole took longer than everything else.
			.select([
				sql<string | null>`json_extract(
				state, '$.phase', '$.term', '$.members', '$.evidence', '$.reports',
				'$.request.regulationId', '$.request.categoryId',
				'$.relation')`.as('ledger_facts'),
				sql<string | null>`(
				select group_concat(json_extract(value, '$.endsOn'), ' ') from json_each(summaries.json, '$.stages'))`.as('stage_ends'),
				sql<string>`(
				select json_group_array(json(value)) from json_each(state, '$.matters')
				where json_extract(value, '$.matter.type') in ('closure', 'release', 'replace'))`.as('endings'),
				sql<0 | 1>`case when summaries.json is null then 0 else 1 end`.as('has_summary')
			])
			.where('programs.municipality_id', '=', municipalityId)
			.where('deleted_at', 'is', null)
			.where('starts_on', '<=', on)
			.orderBy('title')
			.orderBy('programs.id')
	)
}

/** Of programmes without an order in a ledger. */
function selectMemberships({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
		.select(['memberships.program_id', 'person_id', 'role', 'ended_at', 'until_day'])
		.where('programs.municipality_id', '=', municipalityId)
		.where((is) => is.or([is('phase', 'is', null), is('phase', 'in', formingPhases)]))
}

/** By programme and mentor: what the head's newest statement by that day cancels; nothing if it restores. */
async function readWords(
	{ query }: Registry,
	municipalityId: string,
	on: IsoDate
): Promise<Map<string, NonNullable<MentorProgram['cancelled']>>> {
	const rows = await query
		.selectFrom('ledger_entries')
		.innerJoin('ledgers', 'ledgers.program_id', 'ledger_entries.program_id')
		.select(['ledger_entries.program_id', 'statement', 'on_day'])
		.where('municipality_id', '=', municipalityId)
		// The same condition as in the index `incentive_entries`.
		.where(sql<boolean>`json_extract(statement, '$.type') in ('cancel-incentive', 'restore-incentive')`)
		.where('on_day', '<=', on)
		.orderBy('ledger_entries.program_id')
		.orderBy('ledger_entries.sequence')
		.execute()
	const words = new Map<string, NonNullable<MentorProgram['cancelled']>>()
	for (const { program_id, statement: text, on_day } of rows) {
		const statement = JSON.parse(text) as Statement
		if (statement.type === 'cancel-incentive') {
			const { mentorId, groundIds, ground } = statement
			words.set(`${program_id} ${mentorId}`, { groundIds, ground, on: on_day })
		} else if (statement.type === 'restore-incentive') words.delete(`${program_id} ${statement.mentorId}`)
	}
	return words
}
