/**
 * Values of the placeholders that several papers share: the people, the programme, its term, and changes in it. The file is long,
 * because all kinds of changes share one set of values.
 */
import { formsOf, lastMentoring, type Ledger, type RaisedDecision } from '../ledger/ledger.ts'
import { isInPay, lastDayOfPay } from '../ledger/statements/closure.ts'
import { isNotice, isDeparture } from '../ledger/consents.ts'
import type { Decision } from '../ledger/statement.ts'
import { listedGrounds } from '../regulation/choices.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import type { CompletionReason, Signatory } from '../regulation/schema.ts'
import { addDaysTo, dateIn, type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { lowerFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import {
	countMonths,
	countSpan,
	declinedPost,
	fillPiece,
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
	monthsBefore,
	orderInForce,
	pairOfChange,
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
	const people = pairOfChange(facts, raised)
	const mentors = 'mentorId' in decision ? facts.people.filter(({ id }) => id === decision.mentorId) : people.mentors
	const common = {
		...commonValues(facts, { ...people, mentors }),
		...ledgerTerm(facts),
		приказ: orderValue(ledger, raised),
		...payValues(facts, raised, 'mentorId' in decision ? [decision.mentorId] : mentors.map(({ id }) => id))
	}
	switch (decision.type) {
		case 'extend': {
			const before = monthsBefore(ledger, raised)
			return {
				...common,
				'прежний срок': text(before === null ? '' : ofMonths(before)),
				'новый срок': text(ofMonths(decision.termMonths)),
				'новое окончание': text(
					ledger.term === null ? '' : longDate(lastDayOfTerm(ledger.term.startsOn, decision.termMonths))
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
		case 'replace': {
			const lastDay = text(longDate(raised.settledOn ?? facts.today))
			const hasBegun = hasBegunBy(ledger, decision.mentorId, raised.settledOn ?? facts.today)
			return {
				...common,
				'автор ходатайства': { type: 'text', ...petitionerWords(facts, raised.raisedBy.role) },
				обоснование: text(decision.ground),
				// A municipality's own template has only this one.
				'последний день': hasBegun ? lastDay : text('не установлен: наставник к исполнению обязанностей не приступал'),
				'окончание обязанностей': hasBegun ? lastDay : { type: 'none' },
				'приказ о назначении': hasBegun ? { type: 'none' } : orderValue(ledger, raised)
			}
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
				участники: membersValue(facts, common),
				причина: text(lowerFirst(reason?.wording ?? '') + done),
				'краткая причина': { type: 'text', ...causeWords(facts, raised, { reason, ground, done }) },
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
 * Which pay and which additional agreements an order ends. Nobody is paid without an employment contract (domain.md L1). Where nobody
 * is paid, or not any more (T48), or not yet, only the agreement ends.
 */
function payValues(facts: PaperFacts, raised: RaisedDecision, mentorIds: readonly string[]): Record<string, Value> {
	const { ledger, today } = facts
	const day = raised.settledOn ?? today
	const none: Value = { type: 'none' }
	const isPaid = mentorIds.some(
		(id) => isInPay(ledger, id) && (raised.matter.type === 'closure' || hasBegunBy(ledger, id, day))
	)
	const hasAgreement = mentorIds.length > 0 && isEmployed(ledger.relation)
	return {
		'приказ о выплатах': isPaid ? orderValue(ledger, raised) : none,
		'конец выплат': isPaid ? text(endOfPayWords(facts, raised)) : none,
		'конец соглашения': hasAgreement && !isPaid ? text('со следующего дня') : none
	}
}

/** Whether the mentor's membership has begun by the day. */
function hasBegunBy(ledger: Ledger, mentorId: string, day: IsoDate): boolean {
	const last = lastMentoring(ledger, mentorId)
	return last === undefined || last.from <= day
}

/** «наставник — Ковалёв В. А., наставляемый — Лаптева И. С.»; without a mentor who was released before. */
function membersValue({ ownForms }: PaperFacts, values: Readonly<Record<string, Value>>): Value {
	const named = [
		{ name: 'наставник', male: 'наставник', several: 'наставники' },
		{ name: 'наставляемый', male: 'наставляемый', several: 'наставляемые' }
	].flatMap(({ name, male, several }) => {
		const value = values[name]
		if (value?.type !== 'people' || value.people.length === 0) return []
		const piece = { type: 'value' as const, name, attribute: 'кратко' as const, to: 'именительный' as const }
		const { text: people, warnings } = fillPiece(piece, values, ownForms)
		return [{ text: `${value.people.length > 1 ? several : male} — ${people}`, warnings }]
	})
	return {
		type: 'text',
		text: named.map((one) => one.text).join(', '),
		warnings: named.flatMap(({ warnings }) => warnings)
	}
}

/** From when a mentor is not paid any more. */
function endOfPayWords({ ledger, regulation, today }: PaperFacts, raised: RaisedDecision) {
	const lastDay = lastDayOfPay(ledger, regulation, raised, raised.settledOn ?? today)
	return lastDay === null
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

/** The cause that was given: who raised the closure stands for the alternatives of the regulation, the ground for its list. */
function causeWords(
	facts: PaperFacts,
	raised: RaisedDecision,
	{ reason, ground, done }: { reason: CompletionReason | undefined; ground: string | null; done: string }
): Words {
	const { raisedBy } = raised
	if (reason?.needs === 'notice' && isNotice(raised) && !isDeparture(facts.ledger, raised)) {
		const cause =
			raisedBy.role === 'mentor' ? 'досрочный отказ наставника от' : 'досрочная отмена поручения о выполнении'
		return { text: `${cause} работы по наставничеству${done}`, warnings: [] }
	}
	const listed = ground === null ? null : listedGrounds(reason)
	if (listed !== null) return { text: lowerFirst(listed.initiative) + done, warnings: [] }
	const wording = lowerFirst(reason?.wording ?? '')
	const alternatives = /^по инициативе [^,]*/.exec(wording)?.[0]
	if (alternatives === undefined || reason?.by.includes(raisedBy.role) !== true) {
		return { text: wording + done, warnings: [] }
	}
	const by = ofSpeaker(facts, raisedBy.role)
	return { ...by, text: `по инициативе ${by.text}${wording.slice(alternatives.length)}${done}` }
}

/** A notice has its basis in the law, which no regulation needs to repeat (domain.md L1). */
function noticeValue(facts: PaperFacts, raised: RaisedDecision): Value {
	const { raisedBy, raisedAt } = raised
	const on = dateIn(facts.timeZone, new Date(raisedAt))
	const by = ofSpeaker(facts, raisedBy.role)
	if (isDeparture(facts.ledger, raised)) {
		return { type: 'text', text: `заявление ${by.text} от ${shortDate(on)}`, warnings: by.warnings }
	}
	const what = raisedBy.role === 'mentor' ? 'досрочном отказе' : 'досрочной отмене поручения'
	const text = `уведомление ${by.text} о ${what} от ${shortDate(on)} (статья 351.8 Трудового кодекса Российской Федерации)`
	return { type: 'text', text, warnings: by.warnings }
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
		окончание: text(longDate(lastDayOfTerm(startsOn, months)))
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
