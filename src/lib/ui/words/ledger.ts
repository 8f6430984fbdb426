/**
 * Words for statements about a programme, for decisions, and for when a regulation is in force. The chronicle and the
 * lists of awaited decisions show them.
 */
import { addDaysTo, addMonthsTo, type IsoDate, measureSpan } from '#domain/calendar.ts'
import {
	type ClosureProgress,
	type Entry,
	type Ledger,
	menteeIdsOf,
	type RecordedEvidence
} from '#domain/ledger/ledger.ts'
import type { Decision } from '#domain/ledger/statement.ts'
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { unbrokenNumber } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'
import { aboutText } from '../format.ts'
import { consentKindWords, consultationStatementWords } from './consents.ts'
import { formsInWords, type LedgerWords, namesOf, personOf, type Wording } from './regulation.ts'

export function statementWords(statement: Entry['statement'], wording: Wording): LedgerWords {
	const words = knownWords(statement, wording) as LedgerWords | undefined
	// A newer server may send statements that this app does not know.
	return words ?? { text: m.decision_said_unknown(), detail: '' }
}

function knownWords(statement: Entry['statement'], wording: Wording): LedgerWords {
	const { nameOf, regulation } = wording
	switch (statement.type) {
		case 'request': {
			const people = namesOf(statement.menteeIds, wording)
			const about = m.decision_said_request_detail({ people, category: categoryWords(statement, wording) }).trim()
			const difficulties = statement.difficulties.join('; ')
			return {
				text: m.decision_said_request({ request: statement.mainRequest }),
				detail: difficulties === '' ? about : `${about}\n${m.decision_said_request_difficulties({ difficulties })}`
			}
		}
		case 'refuse-proposal':
			return { text: m.decision_said_refuse_proposal(), detail: statement.ground ?? '' }
		case 'withdraw-request':
			return { text: m.decision_said_withdraw_request(), detail: statement.ground }
		case 'fulfil-request':
			return {
				text: m.decision_said_fulfil_request(),
				detail: m.decision_said_fulfil_request_detail({ title: statement.title })
			}
		case 'propose': {
			const forms = formsInWords(statement.forms)
			return {
				text: (statement.mentorIds.length > 1 ? m.decision_said_propose_many : m.decision_said_propose)({
					people: namesOf(statement.mentorIds, wording)
				}),
				detail: m.decision_said_propose_detail({ title: statement.title, forms })
			}
		}
		case 'except': {
			const { mentorId, ground } = statement
			return { text: m.decision_said_except({ name: personOf(mentorId, nameOf) }), detail: ground }
		}
		case 'consent': {
			const { kind, representative } = statement
			return {
				text: m.decision_said_consent({ kind: consentKindWords[kind]() }),
				detail: representative === null ? '' : m.decision_said_representative({ name: representative })
			}
		}
		case 'withdraw-consent':
			return { text: m.decision_said_withdraw_consent({ kind: consentKindWords[statement.kind]() }), detail: '' }
		case 'settle-consent-withdrawal': {
			const { personId, decision, ground } = statement
			const said = decision === 'stopped' ? m.decision_said_processing_stopped : m.decision_said_processing_goes_on
			return { text: said({ name: personOf(personId, nameOf) }), detail: ground }
		}
		case 'raise':
			return decisionWords(statement.matter, wording)
		case 'sign':
			return { text: m.decision_said_sign(), detail: '' }
		case 'decline':
			return { text: m.decision_said_decline(), detail: statement.ground }
		case 'withdraw-matter':
			return { text: m.decision_said_withdraw(), detail: '' }
		case 'register': {
			const { number, on } = statement
			return { text: m.decision_said_register({ number: unbrokenNumber(number), day: formatDay(on) }), detail: '' }
		}
		case 'present': {
			const words = statement.isPositive ? m.decision_said_present_positive : m.decision_said_present_negative
			return { text: words({ day: formatDay(statement.presentedOn) }), detail: statement.conclusion }
		}
		case 'acquaint':
			return { text: m.decision_said_acquaint(), detail: '' }
		case 'remark':
			return { text: m.decision_said_remark(), detail: statement.text }
		case 'answer':
			return { text: m.decision_said_answer(), detail: statement.text }
		case 'ask-consultation':
		case 'answer-consultation':
		case 'refer-consultation':
		case 'withdraw-consultation':
			return consultationStatementWords(statement, wording)
		case 'accept-activity':
			return { text: m.decision_said_accept({ title: statement.title }), detail: '' }
		case 'cancel-incentive': {
			const { mentorId, groundIds, ground } = statement
			const known = regulation?.incentive?.grounds ?? []
			const grounds = known.filter(({ id }) => groundIds.includes(id)).map(({ wording }) => wording)
			return {
				text: m.decision_said_cancel_incentive({ name: personOf(mentorId, nameOf) }),
				detail: m.decision_said_cancel_detail({ grounds: grounds.join('; '), ground })
			}
		}
		case 'record-evidence': {
			const { mentorId, evidence, on } = statement
			const said = evidence.kind === 'report' ? m.decision_said_mark_report : m.decision_said_record_evidence
			return {
				text: said({ name: personOf(mentorId, nameOf), day: formatDay(on) }),
				detail: evidenceWords(evidence, (id) => regulation?.reports.find((one) => one.id === id)?.wording)
			}
		}
		case 'withdraw-evidence':
			return { text: m.decision_said_withdraw_evidence(), detail: '' }
		case 'involve-specialist': {
			const { name, post, task, activity, consentedOn } = statement
			const about = activity === null ? [] : [m.specialist_activity({ title: activity.title })]
			return {
				text: m.decision_said_involve_specialist({ name: aboutText([name, post]) }),
				detail: [task, ...about, m.specialist_consented({ day: formatDay(consentedOn) })].join('\n')
			}
		}
		case 'release-specialist':
			return { text: m.decision_said_release_specialist({ name: statement.name }), detail: statement.ground ?? '' }
		case 'suspend':
			return { text: m.decision_said_suspend({ name: personOf(statement.personId, nameOf) }), detail: '' }
		case 'reinstate':
			return { text: m.decision_said_reinstate({ name: personOf(statement.personId, nameOf) }), detail: '' }
		case 'restore-incentive':
			return {
				text: m.decision_said_restore_incentive({ name: personOf(statement.mentorId, nameOf) }),
				detail: statement.ground
			}
	}
}

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
			return m.evidence_material_titled({ title: evidence.title })
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

function categoryWords({ categoryId }: { categoryId: string }, { regulation, categories }: Wording): string {
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

/** A decision (what needs signatures), in words. */
export function decisionWords(
	decision: Decision,
	{ nameOf, regulation, isGroup = false, programStartsOn }: Wording
): LedgerWords {
	switch (decision.type) {
		case 'order': {
			const [day, term] = [formatDay(decision.startsOn), orderTermWords(decision, programStartsOn)]
			return {
				text: isGroup ? m.decision_type_order_group() : m.decision_type_order(),
				detail: m.decision_type_order_detail({ day, term, pay: decision.pay })
			}
		}
		case 'extend':
			return { text: m.decision_type_extend({ term: monthsOfWords(decision.termMonths) }), detail: decision.ground }
		case 'change': {
			const { what, forms, ground } = decision
			return {
				text: m.decision_type_change({ what }),
				detail: forms === null ? ground : m.decision_type_change_forms({ forms: formsInWords(forms), ground })
			}
		}
		case 'release':
			return { text: m.decision_type_release({ name: personOf(decision.mentorId, nameOf) }), detail: decision.ground }
		case 'replace':
			return { text: m.decision_type_replace({ name: personOf(decision.mentorId, nameOf) }), detail: decision.ground }
		case 'leave': {
			const { menteeId, forms, ground } = decision
			return {
				text: m.decision_type_leave({ name: personOf(menteeId, nameOf) }),
				detail: forms === null ? ground : m.decision_type_change_forms({ forms: formsInWords(forms), ground })
			}
		}
		case 'join':
			return { text: m.decision_type_join({ name: personOf(decision.menteeId, nameOf) }), detail: decision.mainRequest }
		case 'edition':
			return {
				text: m.decision_type_edition(),
				detail: m.decision_type_edition_detail({ hash: decision.hash.slice(0, 8) })
			}
		case 'closure': {
			const { reasonId, ground, lastDay, conclusion } = decision
			const reason = regulation?.completion.find(({ id }) => id === reasonId)?.wording ?? reasonId
			const parts = [
				ground,
				lastDay === null ? null : m.decision_type_last_day({ day: formatDay(lastDay) }),
				m.decision_type_conclusion({ text: conclusion })
			]
			return {
				text: m.decision_type_closure({ reason }),
				detail: joinSentences(parts.filter((part) => part !== null))
			}
		}
	}
}

/** The term of whom the order adds: a successor has what is left of the programme (domain.md T44). */
function orderTermWords(
	{ startsOn, termMonths }: Extract<Decision, { type: 'order' }>,
	programStartsOn: IsoDate | undefined
): string {
	const { months, days } = measureSpan(startsOn, addDaysTo(addMonthsTo(programStartsOn ?? startsOn, termMonths), -1))
	const parts = [months > 0 ? monthsWords(months) : '', days > 0 ? m.program_term_days({ count: days }) : '']
	return parts.filter((part) => part !== '').join(' ')
}

/** How much of the plan was done when a closure was raised. */
export function progressWords({ done, total, cancelled }: ClosureProgress): string {
	const words = m.program_done_of({ done, total })
	return cancelled === 0 ? words : `${words}, ${m.cancelled_count({ count: cancelled })}`
}

/** People end their text with a full stop, or without. */
function joinSentences(sentences: readonly string[]): string {
	return sentences.reduce((joinedText, next) => `${joinedText}${/[.!?…]$/.test(joinedText) ? '' : '.'} ${next}`)
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
