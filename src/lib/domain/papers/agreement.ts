/** Fills additional agreements to a mentor's employment contract, and lists those that a mentor signs (domain.md L1). */
import type { IsoDate } from '../calendar.ts'
import { lastingMenteeIds, lastMentoring, type Ledger, type RaisedDecision } from '../ledger/ledger.ts'
import type { Decision } from '../ledger/statement.ts'
import { fullName, signatureName } from './decline-name.ts'
import { lowerFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { type Filling, missingOf } from './fill.ts'
import { commonValues, membershipValues, text, withPost } from './paper-values.ts'
import { longDate, ofMonths, postOf, shortDate, type Value, wordForms } from './values.ts'
import { paperNames, type TemplateKind } from './kinds.ts'
import { isOfType, monthsBefore, pairOf, peopleOf, registrationOf, currentDecisions, type Raised } from './subject.ts'

/** The orders from which an agreement follows, by decision. */
export const agreedOrders: Readonly<Partial<Record<Decision['type'], TemplateKind>>> = {
	order: 'order-pairs',
	extend: 'order-extend',
	change: 'order-change',
	join: 'order-join',
	leave: 'order-leave'
}

export function fillAgreement(facts: PaperFacts, { order, by }: Agreed, mentor: PaperPerson): Filling {
	const mentees = peopleOf(facts, lastingMenteeIds(facts.ledger))
	const { requisites } = facts
	const head = findPerson(facts, facts.headId)
	const isOfAuthority = isHeadOfOrganisation(facts)
	const employer = isOfAuthority ? requisites.authority : mentor.organisation
	const representative = isOfAuthority ? head : null
	const people: Value = { type: 'people', people: representative === null ? [] : [withPost(representative, facts)] }
	return {
		values: {
			...commonValues(facts, { mentors: [mentor], mentees }),
			...mentorTerm(facts, order),
			основание: { type: 'noun', text: orderWords(facts.ledger, by) },
			изменение: changeValue(facts, by),
			работодатель: { type: 'noun', text: employer },
			'представитель работодателя': people,
			оплата: text(lowerFirst(order.matter.pay))
		},
		blocks: {
			'дата и место': () => ({
				blocks: [{ type: 'place', place: requisites.place, date: '«____» ______________ 20___ г.' }],
				warnings: missingOf([['место', requisites.place]])
			}),
			'подписи сторон': () => ({
				blocks: [
					{
						type: 'parties',
						parties: [
							{
								title: 'Работодатель',
								lines: [
									employer,
									isOfAuthority ? requisites.address : '',
									isOfAuthority ? requisites.headPost : ''
								].filter((line) => line !== ''),
								name: representative === null ? '' : signatureName(representative)
							},
							{
								title: 'Работник',
								lines: [fullName(mentor), postOf(mentor, facts.ownForms).text ?? ''],
								name: signatureName(mentor)
							}
						]
					},
					{
						type: 'paragraph',
						text: 'Экземпляр соглашения получен: ______________ «____»\u00a0____________\u00a020___\u00a0г.'
					}
				],
				warnings: []
			})
		}
	}
}

function mentorTerm(facts: PaperFacts, order: Raised<'order'>): Record<string, Value> {
	const { ledger } = facts
	const { startsOn } = order.matter
	const changes = changesSince(ledger, order)
	const extension = changes.findLast((raised) => isOfType(raised, 'extend')) ?? null
	return {
		...membershipValues(facts, order, extension),
		'вступление в силу': text(
			longDate(changes.reduce((day, { settledOn }) => laterOf(day, settledOn ?? day), startsOn))
		),
		продление: extension === null ? { type: 'none' } : text(extensionWords(ledger, extension))
	}
}

function laterOf(one: IsoDate, other: IsoDate): IsoDate {
	return one > other ? one : other
}

/** «приказ о продлении программы от 06.06.2028 № 77-к» */
function orderWords(ledger: Ledger, { id, matter: decision }: RaisedDecision): string {
	const registered = registrationOf(ledger, id)
	const order = registered === null ? '' : ` от ${shortDate(registered.on)} №\u00a0${registered.number}`
	return `${lowerFirst(paperNames[agreedOrders[decision.type] ?? 'order-pairs'])}${order}`
}

/** What changed, except the term, which has its own line. */
function changeValue(facts: PaperFacts, { matter: decision }: RaisedDecision): Value {
	const nameOf = (id: string) => peopleOf(facts, [id]).map(fullName).join('')
	switch (decision.type) {
		case 'join':
			return text(`в число наставляемых входит ${nameOf(decision.menteeId)}`)
		case 'leave':
			return text(`из числа наставляемых выходит ${nameOf(decision.menteeId)}`)
		case 'change':
			return text(`форма выполнения работы\u00a0— ${wordForms(decision.forms ?? [])}`)
		default:
			return { type: 'none' }
	}
}

function extensionWords(ledger: Ledger, extension: Raised<'extend'>): string {
	const registered = registrationOf(ledger, extension.id)
	const order = registered === null ? '' : ` от ${shortDate(registered.on)} №\u00a0${registered.number}`
	const before = monthsBefore(ledger, extension)
	const span = `${before === null ? '' : `с ${ofMonths(before)} `}до ${ofMonths(extension.matter.termMonths)}`
	return `${span} приказом о продлении программы${order}`
}

/** One agreement: `order` gave the mentor the work, `by` is that order or a later change of the work. */
export interface Agreed {
	order: Raised<'order'>
	by: RaisedDecision
}

/** All agreements of this mentor, oldest first. */
export function agreementsOf(facts: PaperFacts, mentorId: string): Agreed[] {
	const { ledger } = facts
	const until = lastMentoring(ledger, mentorId)?.until ?? null
	const orders = currentDecisions(ledger, 'order').filter((order) =>
		pairOf(facts, order).mentors.some(({ id }) => id === mentorId)
	)
	return orders.flatMap((order, index) => {
		const next = orders[index + 1]
		const later = next === undefined ? [] : changesSince(ledger, next)
		const changes = changesSince(ledger, order).filter(
			(raised) => !later.includes(raised) && (until === null || (raised.settledOn ?? '') <= until)
		)
		return [order, ...changes].map((by) => ({ order, by }))
	})
}

export function agreementId({ by }: Agreed, mentorId: string): string {
	return `${by.id}:${mentorId}`
}

/** Decisions in force after the order that changed the term, the forms or the mentees. */
function changesSince({ matters: decisions }: Ledger, { id }: Raised<'order'>): RaisedDecision[] {
	return decisions
		.slice(decisions.findIndex((raised) => raised.id === id) + 1)
		.filter(({ outcome }) => outcome === 'in-force')
		.filter(({ matter: decision }) => isOfWork(decision))
}

function isOfWork(decision: Decision): boolean {
	const { type } = decision
	return type === 'extend' || type === 'leave' || type === 'join' || (type === 'change' && decision.forms !== null)
}

/** The authority employs the head of an organisation; the organisation employs everybody else. */
export function isHeadOfOrganisation({ ledger }: PaperFacts): boolean {
	const relation = ledger.relation ?? ledger.proposal?.relation
	return relation === 'head-head' || relation === 'reservist-head' || relation === 'head-team'
}
