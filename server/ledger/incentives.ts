/**
 * What mentors are paid for at a day, read from ledgers and summaries: who guided whom until when, what the head said of it by
 * then, and the evidence there is. Nobody keeps a record yet of submitted reports, of mentors' events and of materials: that is
 * said, not taken for their absence.
 */
import { addDaysTo, addMonthsTo, type IsoDate } from '#domain/calendar.ts'
import { reportDates } from '#domain/due-dates.ts'
import type { MentorProgram, ProgramEvidence } from '#domain/incentive.ts'
import type { Ledger, Member } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { sql } from 'kysely'
import type { Registry } from '../registry/database.ts'
import { dateIn } from '../registry/municipalities.ts'

export interface PaidProgram {
	/** Null: it began before there were ledgers, and goes by the current one. */
	regulationId: string | null
	/** Whether the head may speak of it today. */
	isOpen: boolean
	/** One for each mentor of the day. */
	toMentorPrograms(regulation: Regulation): MentorProgram[]
}

export async function readPaidPrograms(
	registry: Registry,
	municipality: { id: string; timeZone: string },
	on: IsoDate
): Promise<PaidProgram[]> {
	const [rows, memberships, words] = await Promise.all([
		selectPrograms(registry, municipality.id, on).execute(),
		selectMemberships(registry, municipality.id).execute(),
		readWords(registry, municipality.id, on)
	])
	const partsByProgram = Map.groupBy(memberships, ({ program_id }) => program_id)
	return rows.map((row) => {
		const ledger = row.state === null ? null : (JSON.parse(row.state) as Ledger)
		const isFromLedger = ledger !== null && ledger.term !== null
		const members = isFromLedger
			? ledger.members
			: (partsByProgram.get(row.id) ?? []).map((part) => toMember(part, row.starts_on, municipality.timeZone))
		const lastDay = addDaysTo(addMonthsTo(row.starts_on, row.term_months), -1)
		return {
			regulationId: ledger?.request?.regulationId ?? null,
			isOpen: isFromLedger && ledger.phase === 'active',
			toMentorPrograms(regulation) {
				const evidence = toEvidence(row, regulation, lastDay, on)
				const menteeIds = members
					.filter((member) => member.role === 'mentee' && isOn(member, on))
					.map(({ personId }) => personId)
				return members
					.filter(({ role }) => role === 'mentor')
					.map(({ personId, from, until }) => ({
						programId: row.id,
						title: row.title,
						mentorId: personId,
						menteeIds,
						from,
						// It is paid for the term of the programme (domain.md T47), which an extension lengthens.
						until: until === null || until > lastDay ? lastDay : until,
						cancelled: words.get(`${row.id} ${personId}`) ?? null,
						evidence
					}))
			}
		}
	})
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPrograms>['execute']>>[number]

function toEvidence(row: Row, regulation: Regulation, lastDay: IsoDate, on: IsoDate): ProgramEvidence {
	const summary = row.summary === null ? null : (JSON.parse(row.summary) as ProgramSummary)
	const due = (row.due_dates ?? '').split(' ').filter((day) => day !== '' && day < on)
	const life = { from: row.starts_on, until: lastDay < on ? lastDay : on }
	return {
		plan: { done: row.done ?? 0, total: row.total ?? 0, overdue: due.length },
		reports: reportDates(regulation, life, summary?.stages ?? []).map((date) => ({ ...date, submittedOn: null })),
		events: [],
		materials: [],
		unrecorded: [...(summary === null ? (['plan'] as const) : []), 'reports', 'events', 'materials']
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
	return query
		.selectFrom('programs')
		.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
		.leftJoin('summaries', 'summaries.program_id', 'programs.id')
		.select([
			'programs.id',
			'title',
			'starts_on',
			'term_months',
			'state',
			'summaries.json as summary',
			'due_dates',
			'done',
			'total'
		])
		.where('programs.municipality_id', '=', municipalityId)
		.where('deleted_at', 'is', null)
		.where('starts_on', '<=', on)
		.orderBy('title')
		.orderBy('programs.id')
}

/** Of programmes without a ledger's order. */
function selectMemberships({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.leftJoin('ledgers', 'ledgers.program_id', 'programs.id')
		.select(['memberships.program_id', 'person_id', 'role', 'ended_at', 'until_day'])
		.where('programs.municipality_id', '=', municipalityId)
		.where((is) => is.or([is('phase', 'is', null), is('phase', 'in', ['requested', 'proposed'])]))
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
