import type { IsoDate } from '../calendar.ts'
import { lastingMenteeIds, type Ledger, type RaisedMatter } from '../ledger/ledger.ts'
import type { Matter } from '../ledger/statement.ts'
import { fullName, signatureName } from './decline-name.ts'
import { lowerFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { type Filling, missingOf } from './fill.ts'
import { commonValues, partValues, text, withPost } from './paper-values.ts'
import { longDate, ofMonths, postOf, shortDate, type Value, wordForms } from './values.ts'
import { paperNames, type TemplateKind } from './kinds.ts'
import { isOfType, monthsBefore, pairOf, peopleOf, registrationOf, standingMatters, type Raised } from './subject.ts'

/** The order that has each of them made. */
export const agreedOrders: Readonly<Partial<Record<Matter['type'], TemplateKind>>> = {
	order: 'order-pairs',
	extend: 'order-extend',
	change: 'order-change',
	join: 'order-join',
	leave: 'order-leave'
}

/** To the employment contract of one mentor (domain.md L1). */
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
		...partValues(facts, order, extension),
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
function orderWords(ledger: Ledger, { id, matter }: RaisedMatter): string {
	const registered = registrationOf(ledger, id)
	const order = registered === null ? '' : ` от ${shortDate(registered.on)} №\u00a0${registered.number}`
	return `${lowerFirst(paperNames[agreedOrders[matter.type] ?? 'order-pairs'])}${order}`
}

/** Beside the term, which has a line of its own. */
function changeValue(facts: PaperFacts, { matter }: RaisedMatter): Value {
	const nameOf = (id: string) => peopleOf(facts, [id]).map(fullName).join('')
	switch (matter.type) {
		case 'join':
			return text(`в число наставляемых входит ${nameOf(matter.menteeId)}`)
		case 'leave':
			return text(`из числа наставляемых выходит ${nameOf(matter.menteeId)}`)
		case 'change':
			return text(`форма выполнения работы\u00a0— ${wordForms(matter.forms ?? [])}`)
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

/** One agreement: on what an order puts the mentor into, or on what has changed the work since. */
export interface Agreed {
	order: Raised<'order'>
	by: RaisedMatter
}

/** Each that this mentor was to sign, oldest first. */
export function agreementsOf(facts: PaperFacts, mentorId: string): Agreed[] {
	const { ledger } = facts
	const until =
		ledger.members.findLast(({ personId, role }) => personId === mentorId && role === 'mentor')?.until ?? null
	const orders = standingMatters(ledger, 'order').filter((order) =>
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

/** In force since the order: of the term, of the forms, or of whom a group is of. */
function changesSince({ matters }: Ledger, { id }: Raised<'order'>): RaisedMatter[] {
	return matters
		.slice(matters.findIndex((raised) => raised.id === id) + 1)
		.filter(({ outcome }) => outcome === 'in-force')
		.filter(({ matter }) => isOfWork(matter))
}

function isOfWork(matter: Matter): boolean {
	const { type } = matter
	return type === 'extend' || type === 'leave' || type === 'join' || (type === 'change' && matter.forms !== null)
}

/** The employer of the head of an organisation is the authority; of everybody else, the organisation. */
export function isHeadOfOrganisation({ ledger }: PaperFacts): boolean {
	const relation = ledger.relation ?? ledger.proposal?.relation
	return relation === 'head-head' || relation === 'reservist-head' || relation === 'head-team'
}
