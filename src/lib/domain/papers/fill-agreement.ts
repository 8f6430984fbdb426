import type { IsoDate } from '../calendar.ts'
import { lastingMenteeIds, type Ledger, type RaisedMatter } from '../ledger/ledger.ts'
import type { Matter } from '../ledger/statement.ts'
import { missingOf } from './blocks.ts'
import { fullName, signatureName } from './declension/name.ts'
import { lowerFirst } from './declension/first-letter.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import type { Filling } from './fill-template.ts'
import { commonValues, partValues, text, withPost } from './paper-values.ts'
import { longDate, ofMonths, shortDate } from './russian-date.ts'
import { isOfType, monthsBefore, peopleOf, registrationOf, type Raised } from './subject.ts'
import { postOf, type Value } from './values.ts'

/** To the employment contract of one mentor (domain.md L1). */
export function fillAgreement(facts: PaperFacts, order: Raised<'order'>, mentor: PaperPerson): Filling {
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

function extensionWords(ledger: Ledger, extension: Raised<'extend'>): string {
	const registered = registrationOf(ledger, extension.id)
	const order = registered === null ? '' : ` от ${shortDate(registered.on)} №\u00a0${registered.number}`
	const before = monthsBefore(ledger, extension)
	const span = `${before === null ? '' : `с ${ofMonths(before)} `}до ${ofMonths(extension.matter.termMonths)}`
	return `${span} приказом о продлении программы${order}`
}

/** What has last changed the agreed work while this mentor did it; null: nothing has. */
export function lastChangeOf({ ledger }: PaperFacts, order: Raised<'order'>, mentorId: string): RaisedMatter | null {
	const until =
		ledger.members.findLast(({ personId, role }) => personId === mentorId && role === 'mentor')?.until ?? null
	return changesSince(ledger, order).findLast(({ settledOn }) => until === null || (settledOn ?? '') <= until) ?? null
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
