/** Values of the placeholders that several papers share: the people, the programme, its term, and changes in it. */
import { formsOf, type Ledger, type RaisedDecision } from '../ledger/ledger.ts'
import { lastPaidDay } from '../ledger/check-ending.ts'
import { isNotice, isDeparture } from '../ledger/consents.ts'
import type { Decision } from '../ledger/statement.ts'
import { listedGrounds } from '../regulation/choices.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import type { Signatory } from '../regulation/schema.ts'
import { addDaysTo, dateIn } from '../calendar.ts'
import { lowerFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import {
	countMonths,
	countSpan,
	declinedPost,
	longDate,
	ofMonths,
	relationWords,
	roleWords,
	shortDate,
	speakerWords,
	type Value,
	wordForms,
	type Words
} from './values.ts'
import {
	changeDay,
	groupAround,
	lastDayOf,
	monthsBefore,
	orderInForce,
	pairOn,
	membershipSpanOf,
	peopleOf,
	registrationOf,
	type Raised
} from './subject.ts'

/** Decisions that change a programme. Their papers name the members on the day of the outcome, or today's. */
export type Change = Extract<
	Decision['type'],
	'extend' | 'change' | 'release' | 'replace' | 'leave' | 'join' | 'closure'
>

export function commonValues(
	facts: PaperFacts,
	{ mentors, mentees }: { mentors: PaperPerson[]; mentees: PaperPerson[] }
): Record<string, Value> {
	const { ledger, regulation, requisites } = facts
	const head = findPerson(facts, facts.headId)
	const curator = findPerson(facts, facts.curatorId)
	const { title, number, date, issuer } = regulation.order
	const relation = ledger.relation ?? ledger.proposal?.relation
	return {
		орган: { type: 'noun', text: requisites.authority },
		место: text(requisites.place),
		// Papers that were made with this placeholder stay as they are.
		положение: text(`«${title}» (${issuer}, №\u00a0${number} от ${longDate(date)})`),
		'положение о наставничестве': { type: 'regulation', order: regulation.order },
		руководитель: { type: 'people', people: head === null ? [] : [withPost(head, facts)] },
		куратор: { type: 'people', people: curator === null ? [] : [curator] },
		'роль куратора': { type: 'role', text: roleWords(facts, 'curator') },
		наставник: { type: 'people', people: mentors },
		наставляемый: { type: 'people', people: mentees },
		программа: text(titleOf(facts)),
		форма: text(wordForms(formsOf(ledger))),
		вид: text(relation === undefined ? '' : relationWords[relation]),
		приказ: orderValue(ledger, null)
	}
}

export function changeValues(facts: PaperFacts, raised: Raised<Change>): Record<string, Value> {
	const { ledger, regulation } = facts
	const { matter: decision } = raised
	const people = pairOn(facts, changeDay(raised))
	const mentors = 'mentorId' in decision ? facts.people.filter(({ id }) => id === decision.mentorId) : people.mentors
	const common = {
		...commonValues(facts, { ...people, mentors }),
		...ledgerTerm(facts),
		приказ: orderValue(ledger, raised),
		// Nobody is paid for it without an employment contract (domain.md L1).
		'приказ о выплатах': isEmployed(ledger.relation) ? orderValue(ledger, raised) : ({ type: 'none' } satisfies Value),
		'конец выплат': text(endOfPayWords(facts, raised))
	}
	switch (decision.type) {
		case 'extend': {
			const before = monthsBefore(ledger, raised)
			return {
				...common,
				'прежний срок': text(before === null ? '' : ofMonths(before)),
				'новый срок': text(ofMonths(decision.termMonths)),
				'новое окончание': text(
					ledger.term === null ? '' : longDate(lastDayOf(ledger.term.startsOn, decision.termMonths))
				),
				обоснование: text(decision.ground)
			}
		}
		case 'change':
			return {
				...common,
				изменение: text(decision.what),
				'новая форма': decision.forms === null ? { type: 'none' } : text(wordForms(decision.forms)),
				обоснование: text(decision.ground)
			}
		case 'release':
		case 'replace':
			return {
				...common,
				'автор ходатайства': { type: 'text', ...petitionerWords(facts, raised.raisedBy.role) },
				обоснование: text(decision.ground),
				'последний день': text(longDate(raised.settledOn ?? facts.today))
			}
		case 'leave': {
			const left = groupAround(facts, decision)
			return {
				...common,
				...groupValues(facts, decision.menteeId, left),
				обоснование: text(decision.ground),
				'последний день': text(longDate(raised.settledOn ?? facts.today)),
				'новая форма': decision.forms === null || left.length > 1 ? { type: 'none' } : text(wordForms(decision.forms))
			}
		}
		case 'join':
			return {
				...common,
				...groupValues(facts, decision.menteeId, [
					...groupAround(facts, decision),
					...peopleOf(facts, [decision.menteeId])
				]),
				'начало работы': text(longDate(raised.settledOn ?? facts.today))
			}
		case 'closure': {
			const { ground } = decision
			const reason = regulation.completion.find(({ id }) => id === decision.reasonId)
			const lastDay = changeDay(raised) ?? facts.today
			const { role } = raised.raisedBy
			const done = progressWords(facts, raised)
			return {
				...common,
				причина: text(lowerFirst(reason?.wording ?? '') + done),
				// The ground that the person gave stands for the list of the regulation.
				'краткая причина': text(
					lowerFirst((ground === null ? null : listedGrounds(reason)?.initiative) ?? reason?.wording ?? '') + done
				),
				уведомление: isNotice(raised) ? noticeValue(facts, raised) : { type: 'none' },
				обоснование: ground === null ? { type: 'none' } : text(ground),
				'последний день': text(longDate(lastDay)),
				'автор заключения': { type: 'text', ...ofSpeaker(facts, role) },
				заключение: text(decision.conclusion)
			}
		}
	}
}

/**
 * From when a mentor is not paid any more: after the notice of an employer who ends the work early, also when a pupil leaves at once
 * (domain.md L1).
 */
function endOfPayWords(
	{ ledger, regulation, today }: PaperFacts,
	{ matter: decision, raisedBy, settledOn }: RaisedDecision
) {
	const closure = decision.type === 'closure' ? decision : null
	const needs = regulation.completion.find(({ id }) => id === closure?.reasonId)?.needs
	const isEarly = closure === null || needs === 'ground' || needs === 'statement'
	const lastDay = isEarly ? lastPaidDay(ledger, raisedBy.role, settledOn ?? today) : null
	return lastDay === null || lastDay <= (closure?.lastDay ?? '')
		? 'со следующего дня'
		: `с ${longDate(addDaysTo(lastDay, 1))} (не раньше чем через три рабочих дня после предупреждения наставника: ТК РФ, статья 351.8)`
}

/** The mentee who joins or leaves, and the mentees afterwards. */
function groupValues(facts: PaperFacts, menteeId: string, mentees: readonly PaperPerson[]): Record<string, Value> {
	return {
		участник: { type: 'people', people: peopleOf(facts, [menteeId]) },
		наставляемый: { type: 'people', people: mentees }
	}
}

function ofSpeaker(facts: PaperFacts, role: Signatory): Words {
	return declinedPost(speakerWords(facts, role), facts.ownForms, 'родительный')
}

/** «наставляемого, согласованного с куратором»; a curator agrees with nobody. */
function petitionerWords(facts: PaperFacts, role: Signatory): Words {
	const petitioner = ofSpeaker(facts, role)
	if (role === 'curator') return petitioner
	const curator = declinedPost(roleWords(facts, 'curator'), facts.ownForms, 'творительный')
	return {
		text: `${petitioner.text}, согласованного с ${curator.text}`,
		warnings: [...petitioner.warnings, ...curator.warnings]
	}
}

/** Follows the reason, so that a municipality's own template shows it, too. Empty for a closure from before it was recorded. */
function progressWords({ timeZone }: PaperFacts, { progress, raisedAt }: RaisedDecision): string {
	if (progress === undefined) return ''
	const { done, total, cancelled } = progress
	const on = shortDate(dateIn(timeZone, new Date(raisedAt)))
	const rest = cancelled === 0 ? '' : `, отменено: ${cancelled}`
	return `; на ${on} выполнено мероприятий: ${done} из ${total}${rest}`
}

function noticeValue(facts: PaperFacts, raised: RaisedDecision): Value {
	const { raisedBy, raisedAt } = raised
	const on = dateIn(facts.timeZone, new Date(raisedAt))
	const by = ofSpeaker(facts, raisedBy.role)
	if (isDeparture(facts.ledger, raised)) {
		return { type: 'text', text: `заявление ${by.text} от ${shortDate(on)}`, warnings: by.warnings }
	}
	const what = raisedBy.role === 'mentor' ? 'досрочном отказе' : 'досрочной отмене поручения'
	return { type: 'text', text: `уведомление ${by.text} о ${what} от ${shortDate(on)}`, warnings: by.warnings }
}

/** The order that was in force before the change. */
function orderValue(ledger: Ledger, before: RaisedDecision | null): Value {
	const order = orderInForce(ledger, before)
	const registered = order === null ? null : registrationOf(ledger, order.id)
	const words = registered === null ? '' : `приказ от ${shortDate(registered.on)} №\u00a0${registered.number}`
	return { type: 'noun', text: words }
}

/** The clause of the regulation; if there is none, the line is left out. */
export function clauseValue({ regulation }: PaperFacts, type: Change): Record<string, Value> {
	if (type === 'leave' || type === 'join') return {}
	const { source } = regulation.decisions[type]
	return { пункт: source === null ? { type: 'none' } : text(source.clause) }
}

/** The term of the people whom the order adds. */
export function membershipValues(...of: Parameters<typeof membershipSpanOf>): Record<string, Value> {
	const { startsOn, until } = membershipSpanOf(...of)
	return { срок: text(countSpan(startsOn, until)), начало: text(longDate(startsOn)), окончание: text(longDate(until)) }
}

export function ledgerTerm({ ledger: { term } }: PaperFacts): Record<string, Value> {
	if (term === null) return {}
	const { startsOn, months } = term
	return {
		срок: text(countMonths(months)),
		начало: text(longDate(startsOn)),
		окончание: text(longDate(lastDayOf(startsOn, months)))
	}
}

/** A head signs with the post of the requisites, if there is one. */
export function withPost(head: PaperPerson, { requisites }: PaperFacts): PaperPerson {
	return requisites.headPost === '' ? head : { ...head, post: requisites.headPost, organisation: '' }
}

export function titleOf({ ledger }: PaperFacts): string {
	return ledger.title ?? ledger.proposal?.title ?? ''
}

export function text(value: string): Value {
	return { type: 'text', text: value }
}
