/**
 * What mentors are paid for at a day, read from ledgers and summaries: who guided whom until when, what the head said of it by
 * then, and the evidence there is. Reports, events and materials are recorded in ledgers: where a programme began before there
 * were any, that is said, not taken for their absence.
 */
import { addDaysTo, addMonthsTo, dateIn, type IsoDate } from '#domain/calendar.ts'
import type { Span } from '#domain/plan/deadline.ts'
import { mentorReports, reportDates } from '#domain/plan/due-dates.ts'
import { coverReports, type MentorProgram, type ProgramEvidence } from '#domain/ledger/incentive.ts'
import { formingPhases, type Ledger, type Member, type Phase, type RecordedEvidence } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { sql } from 'kysely'
import type { Registry } from '../../database/database.ts'

export interface PaidProgram {
	/** Null: it began before there were ledgers, and goes by the current one. */
	regulationId: string | null
	/** Whether the head may speak of it today. */
	isOpen: boolean
	/** One for each mentor of the day. */
	toMentorPrograms(regulation: Regulation): MentorProgram[]
}

/** `programId` null: all of them. */
export async function readPaidPrograms(
	registry: Registry,
	municipality: { id: string; timeZone: string },
	on: IsoDate,
	programId: string | null = null
): Promise<PaidProgram[]> {
	const programs = selectPrograms(registry, municipality.id, on)
	const [rows, memberships, words] = await Promise.all([
		(programId === null ? programs : programs.where('programs.id', '=', programId)).execute(),
		selectMemberships(registry, municipality.id).execute(),
		readWords(registry, municipality.id, on)
	])
	const partsByProgram = Map.groupBy(memberships, ({ program_id }) => program_id)
	return rows.map((row) => {
		const [phase, term, ordered, evidence, regulationId, categoryId] =
			row.told === null ? unheard : (JSON.parse(row.told) as Told)
		const isFromLedger = term !== null
		const members = isFromLedger
			? ordered
			: (partsByProgram.get(row.id) ?? []).map((part) => toMember(part, row.starts_on, municipality.timeZone))
		const lastDay = addDaysTo(addMonthsTo(row.starts_on, row.term_months), -1)
		return {
			regulationId,
			isOpen: isFromLedger && phase === 'active',
			toMentorPrograms(regulation) {
				const reports = mentorReports(regulation, categoryId)
				const menteeIds = members
					.filter((member) => member.role === 'mentee' && isOn(member, on))
					.map(({ personId }) => personId)
				return members
					.filter(({ role }) => role === 'mentor')
					.map(({ personId, from, until }) => {
						// It is paid for the term of the programme (domain.md T47), which an extension lengthens.
						const last = until === null || until > lastDay ? lastDay : until
						const records = (evidence ?? []).filter(({ mentorId }) => mentorId === personId)
						const life = { from: from > row.starts_on ? from : row.starts_on, until: last }
						return {
							programId: row.id,
							title: row.title,
							mentorId: personId,
							menteeIds,
							from,
							until: last,
							cancelled: words.get(`${row.id} ${personId}`) ?? null,
							evidence: toEvidence(row, { ...regulation, reports }, life, isFromLedger ? records : null, on)
						}
					})
			}
		}
	})
}

/** Of a ledger's state, as `selectPrograms` takes it out; evidence null: it was stored before there was any. */
type Told = [
	phase: Phase | null,
	term: Ledger['term'],
	members: readonly Member[],
	evidence: readonly RecordedEvidence[] | null,
	regulationId: string | null,
	categoryId: string | null
]
const unheard: Told = [null, null, [], [], null, null]

type Row = Awaited<ReturnType<ReturnType<typeof selectPrograms>['execute']>>[number]

/** `regulation`: with the reports of the programme. `records` null: it began without a ledger that could keep them. */
function toEvidence(
	row: Row,
	regulation: Regulation,
	life: Span,
	records: readonly RecordedEvidence[] | null,
	on: IsoDate
): ProgramEvidence {
	const stages = (row.stage_ends ?? '').split(' ').flatMap((endsOn) => (endsOn === '' ? [] : [{ endsOn }]))
	const due = (row.due_dates ?? '').split(' ').filter((day) => day !== '' && day < on)
	const titled = (kind: 'event' | 'material') =>
		(records ?? []).flatMap(({ evidence, on }) => (evidence.kind === kind ? [{ title: evidence.title, on }] : []))
	return {
		plan: { done: row.done ?? 0, total: row.total ?? 0, overdue: due.length },
		reports: coverReports(reportDates(regulation, life, stages), records ?? []),
		events: titled('event'),
		materials: titled('material'),
		unrecorded: [
			...(row.has_summary === 0 ? (['plan'] as const) : []),
			...(records === null ? (['reports', 'events', 'materials'] as const) : [])
		]
	}
}

function isOn({ from, until }: Member, on: IsoDate): boolean {
	return from <= on && (until === null || until >= on)
}

function toMember(
	part: { person_id: string; role: Member['role']; ended_at: string | null; until_day: string | null },
	startsOn: IsoDate,
	timeZone: string
): Member {
	const endedOn = part.ended_at === null ? null : dateIn(timeZone, new Date(part.ended_at))
	return {
		personId: part.person_id,
		role: part.role,
		from: startsOn,
		until: endedOn ?? part.until_day,
		isSuspended: false
	}
}

function selectPrograms({ query }: Registry, municipalityId: string, on: IsoDate) {
	return (
		query
			.selectFrom('programs')
			.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
			.leftJoin('summaries', 'summaries.program_id', 'programs.id')
			.select(['programs.id', 'title', 'starts_on', 'term_months', 'due_dates', 'done', 'total'])
			// Of thousands of ledgers and summaries only what is needed: reading the whole of each took longer than all the rest.
			.select([
				sql<string | null>`json_extract(
				state, '$.phase', '$.term', '$.members', '$.evidence', '$.request.regulationId', '$.request.categoryId')`.as('told'),
				sql<string | null>`(
				select group_concat(json_extract(value, '$.endsOn'), ' ') from json_each(summaries.json, '$.stages'))`.as('stage_ends'),
				sql<0 | 1>`summaries.json is not null`.as('has_summary')
			])
			.where('programs.municipality_id', '=', municipalityId)
			.where('deleted_at', 'is', null)
			.where('starts_on', '<=', on)
			.orderBy('title')
			.orderBy('programs.id')
	)
}

/** Of programmes without a ledger's order. */
function selectMemberships({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
		.select(['memberships.program_id', 'person_id', 'role', 'ended_at', 'until_day'])
		.where('programs.municipality_id', '=', municipalityId)
		.where((is) => is.or([is('phase', 'is', null), is('phase', 'in', formingPhases)]))
}

/** By programme and mentor: what the head's newest word by that day cancels; nothing where it restores. */
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
		// As the index `incentive_entries` has it.
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
