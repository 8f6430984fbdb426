/** What placeholders are told that several papers have in common: the people, the programme, its term, and what changes in it. */
import { formsOf, type Ledger, type RaisedMatter } from '../ledger/ledger.ts'
import { isNotice } from '../ledger/consents.ts'
import type { Matter } from '../ledger/statement.ts'
import type { Signatory } from '../regulation/schema.ts'
import { dateIn } from '../calendar.ts'
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
	partOf,
	peopleOf,
	registrationOf,
	type Raised
} from './subject.ts'

/** A change of what goes on: those whose part lasts on the day it is settled, or today. */
export type Change = Extract<Matter['type'], 'extend' | 'change' | 'release' | 'replace' | 'leave' | 'join' | 'closure'>

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
		положение: text(`«${title}» (${issuer}, №\u00a0${number} от ${longDate(date)})`),
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
	const { matter } = raised
	const people = pairOn(facts, changeDay(raised))
	const mentors = 'mentorId' in matter ? facts.people.filter(({ id }) => id === matter.mentorId) : people.mentors
	const common = {
		...commonValues(facts, { ...people, mentors }),
		...ledgerTerm(facts),
		приказ: orderValue(ledger, raised)
	}
	switch (matter.type) {
		case 'extend': {
			const before = monthsBefore(ledger, raised)
			return {
				...common,
				'прежний срок': text(before === null ? '' : ofMonths(before)),
				'новый срок': text(ofMonths(matter.termMonths)),
				'новое окончание': text(
					ledger.term === null ? '' : longDate(lastDayOf(ledger.term.startsOn, matter.termMonths))
				),
				обоснование: text(matter.ground)
			}
		}
		case 'change':
			return {
				...common,
				изменение: text(matter.what),
				'новая форма': matter.forms === null ? { type: 'none' } : text(wordForms(matter.forms)),
				обоснование: text(matter.ground)
			}
		case 'release':
		case 'replace':
			return {
				...common,
				обоснование: text(matter.ground),
				'последний день': text(longDate(raised.settledOn ?? facts.today))
			}
		case 'leave': {
			const left = groupAround(facts, matter)
			return {
				...common,
				...groupValues(facts, matter.menteeId, left),
				обоснование: text(matter.ground),
				'последний день': text(longDate(raised.settledOn ?? facts.today)),
				'новая форма': matter.forms === null || left.length > 1 ? { type: 'none' } : text(wordForms(matter.forms))
			}
		}
		case 'join':
			return {
				...common,
				...groupValues(facts, matter.menteeId, [...groupAround(facts, matter), ...peopleOf(facts, [matter.menteeId])]),
				'начало работы': text(longDate(raised.settledOn ?? facts.today))
			}
		case 'closure': {
			const { ground } = matter
			const reason = regulation.completion.find(({ id }) => id === matter.reasonId)
			const lastDay = changeDay(raised) ?? facts.today
			const { role } = raised.raisedBy
			return {
				...common,
				причина: text(lowerFirst(reason?.wording ?? '')),
				уведомление: isNotice(raised) ? noticeValue(facts, raised) : { type: 'none' },
				обоснование: ground === null ? { type: 'none' } : text(ground),
				'последний день': text(longDate(lastDay)),
				'автор заключения': { type: 'text', ...ofSpeaker(facts, role) },
				заключение: text(matter.conclusion)
			}
		}
	}
}

/** Whoever comes or goes, and whom the programme goes on with. */
function groupValues(facts: PaperFacts, menteeId: string, mentees: readonly PaperPerson[]): Record<string, Value> {
	return {
		участник: { type: 'people', people: peopleOf(facts, [menteeId]) },
		наставляемый: { type: 'people', people: mentees }
	}
}

function ofSpeaker(facts: PaperFacts, role: Signatory): Words {
	return declinedPost(speakerWords(facts, role), facts.ownForms, 'родительный')
}

function noticeValue(facts: PaperFacts, { raisedBy, raisedAt }: RaisedMatter): Value {
	const what = raisedBy.role === 'mentor' ? 'досрочном отказе' : 'досрочной отмене поручения'
	const on = dateIn(facts.timeZone, new Date(raisedAt))
	const by = ofSpeaker(facts, raisedBy.role)
	return { type: 'text', text: `уведомление ${by.text} о ${what} от ${shortDate(on)}`, warnings: by.warnings }
}

/** By which the programme went on before the change. */
function orderValue(ledger: Ledger, before: RaisedMatter | null): Value {
	const order = orderInForce(ledger, before)
	const registered = order === null ? null : registrationOf(ledger, order.id)
	const words = registered === null ? '' : `приказ от ${shortDate(registered.on)} №\u00a0${registered.number}`
	return { type: 'noun', text: words }
}

/** Where the regulation says it; without such a place the line is left out. */
export function clauseValue({ regulation }: PaperFacts, type: Change): Record<string, Value> {
	if (type === 'leave' || type === 'join') return {}
	const { source } = regulation.decisions[type]
	return { пункт: source === null ? { type: 'none' } : text(source.clause) }
}

/** Of those whom the order brings in. */
export function partValues(...of: Parameters<typeof partOf>): Record<string, Value> {
	const { startsOn, until } = partOf(...of)
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

/** The post a head signs with is that of the requisites, where there is one. */
export function withPost(head: PaperPerson, { requisites }: PaperFacts): PaperPerson {
	return requisites.headPost === '' ? head : { ...head, post: requisites.headPost, organisation: '' }
}

export function titleOf({ ledger }: PaperFacts): string {
	return ledger.title ?? ledger.proposal?.title ?? ''
}

export function text(value: string): Value {
	return { type: 'text', text: value }
}
