/** Words for ledgers: evidence, requests, terms, and when a regulation is in force. */
import type { IsoDate } from '#domain/calendar.ts'
import { type ClosureProgress, type Ledger, menteeIdsOf, type RecordedEvidence } from '#domain/ledger/ledger.ts'
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'
import { namesOf, type Wording } from './regulation.ts'

/** «Отчёт наставника: к 10 декабря» */
export function evidenceWords(
	evidence: RecordedEvidence['evidence'],
	wordingOf: (reportId: string) => string | undefined
): string {
	switch (evidence.kind) {
		case 'report': {
			const wording = wordingOf(evidence.reportId) ?? m.evidence_report()
			return m.evidence_report_by({ wording, day: formatDay(evidence.dueOn) })
		}
		case 'event':
			return m.evidence_event_titled({ title: evidence.title })
		case 'material':
			return evidence.address === undefined
				? m.evidence_material_declared({ title: evidence.title })
				: m.evidence_material_titled({ title: evidence.title, address: evidence.address })
	}
}

/** The name of a request without a title: «Лаптева Ирина Сергеевна: вновь назначенный руководитель». */
export function requestWords(
	request: Pick<NonNullable<Ledger['request']>, 'menteeIds' | 'categoryId'>,
	wording: Wording
): string {
	const people = namesOf(request.menteeIds, wording)
	const category = categoryWords(request, wording)
	return category === '' ? people : `${people}: ${lowerFirst(category)}`
}

export function categoryWords({ categoryId }: { categoryId: string }, { regulation, categories }: Wording): string {
	return (regulation?.categories ?? categories)?.find(({ id }) => id === categoryId)?.wording ?? ''
}

export function conditionWords(conditionIds: readonly string[], regulation: Regulation | null): string {
	const known = regulation?.mentorConditions ?? []
	return conditionIds.map((id) => known.find((condition) => condition.id === id)?.wording ?? id).join('; ')
}

type InForce = Regulation['inForce']['value']

/** «действует по 31 декабря 2024 г.»; null: the regulation has no end. */
export function endWords({ until }: InForce, today: IsoDate): string | null {
	if (until === null) return null
	return until < today
		? m.regulation_force_ended({ until: formatDay(until) })
		: m.regulation_force_until({ until: formatDay(until) })
}

/**
 * Says that the regulation is not in force yet, or any more, and what to do before a programme begins by it. Null: it
 * is in force.
 */
export function forceAdvice({ from, until }: InForce, today: IsoDate): string | null {
	if (from > today) return `${m.regulation_not_yet({ from: formatDay(from) })} ${m.regulation_advice_not_yet()}`
	if (until === null || until >= today) return null
	return `${m.regulation_conflict_regulation_ended({ until: formatDay(until) })} ${m.regulation_advice_regulation_ended()}`
}

/** How much of the plan was done when a closure was raised. */
export function progressWords({ done, total, cancelled }: ClosureProgress): string {
	const words = m.program_done_of({ done, total })
	return cancelled === 0 ? words : `${words}, ${m.cancelled_count({ count: cancelled })}`
}

/** The mentors and mentees whom an order of the proposal connects. */
export function pairWords(ledger: Ledger, wording: Pick<Wording, 'nameOf'>): string {
	const menteeIds = menteeIdsOf(ledger)
	const people = { mentors: namesOf(ledger.proposal?.mentorIds ?? [], wording), mentees: namesOf(menteeIds, wording) }
	return menteeIds.length > 1 ? m.decision_pair_group(people) : m.decision_pair(people)
}

/** «24 месяца» */
export function monthsWords(count: number): string {
	return m.program_term_months({ count })
}

/** «24 месяцев»: continues «до». */
export function monthsOfWords(count: number): string {
	return m.decision_months_of({ count })
}

/**
 * The hint of a field for what somebody asks of a mentor. Of a pupil it asks for no circumstances of health, income or family, which
 * the law guards, and says who will read it (domain.md R5).
 */
export function requestHint(hint: string, readers: string, hasMinors: boolean): string {
	return hasMinors ? [hint, m.forming_request_of_minor(), readers].join(' ') : hint
}
