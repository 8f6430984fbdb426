/** What the placeholders of each paper are told, from the facts of a programme. */
import type { Matter } from '../ledger/statement.ts'
import type { Decision } from '../regulation/schema.ts'
import {
	acquaintanceSheet,
	addressee,
	agreementTable,
	corner,
	decisions,
	missingOf,
	pairsTable,
	signature,
	type PairRow
} from './blocks.ts'
import { fullName, signatureName } from './declension/name.ts'
import { declinePost, lowerFirst, upperFirst } from './declension/phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import type { Filling } from './fill-template.ts'
import { countMonths, longDate, ofMonths, shortDate } from './russian-date.ts'
import { lastDayOf, monthsBefore, orderInForce, pairOf, pairOn, registrationOf, type Raised } from './subject.ts'
import { postOf, type Value } from './values.ts'
import { formWords, relationWords } from './wordings.ts'

/** A change of what goes on: those whose part lasts on the day it is settled, or today. */
type Change = Extract<Matter['type'], 'extend' | 'change' | 'release' | 'replace' | 'closure'>

/** Several rows: one order on several pairs. The first programme's municipality is that of all. */
export function fillPairsOrder(rows: readonly [PairRow, ...PairRow[]]): Filling {
	const [{ facts, order }] = rows
	const pairs = rows.map((row) => pairOf(row.facts, row.order))
	const head = findPerson(facts, facts.headId)
	const pays = [...new Set(rows.map((row) => row.order.matter.pay))]
	const exceptions = rows.flatMap((row) => exceptionsOf(row.facts))
	return {
		values: {
			...commonValues(facts, {
				mentors: pairs.flatMap(({ mentors }) => mentors),
				mentees: pairs.flatMap(({ mentees }) => mentees)
			}),
			...termValues(order.matter.startsOn, order.matter.termMonths),
			программа: text(rows.map((row) => titleOf(row.facts)).join('», «')),
			оплата: text(pays.length === 1 ? lowerFirst(pays[0] ?? '') : payLines(rows)),
			исключение: exceptions.length === 0 ? { type: 'none' } : text(exceptions.join('; '))
		},
		blocks: {
			бланк: corner(facts, order.id),
			пары: pairsTable(rows),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, { raised: order, role: 'head' }),
			'лист ознакомления': acquaintanceSheet(
				rows.map((row, index) => ({
					facts: row.facts,
					matterId: row.order.id,
					people: [...(pairs[index]?.mentors ?? []), ...(pairs[index]?.mentees ?? [])]
				}))
			)
		}
	}
}

/** To the employment contract of one mentor (domain.md L1). */
export function fillAgreement(facts: PaperFacts, order: Raised<'order'>, mentor: PaperPerson): Filling {
	const { mentees } = pairOf(facts, order)
	const { requisites } = facts
	const head = findPerson(facts, facts.headId)
	const isOfAuthority = isHeadOfOrganisation(facts)
	const employer = isOfAuthority ? requisites.authority : mentor.organisation
	const representative = isOfAuthority ? head : null
	const people: Value = { type: 'people', people: representative === null ? [] : [withPost(representative, facts)] }
	return {
		values: {
			...commonValues(facts, { mentors: [mentor], mentees }),
			...termValues(order.matter.startsOn, order.matter.termMonths),
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
							{ title: 'Работник', lines: [fullName(mentor), postOf(mentor).text ?? ''], name: signatureName(mentor) }
						]
					},
					{
						type: 'paragraph',
						text: 'Экземпляр соглашения получен: ____________________ «____» ______________ 20___ г.'
					}
				],
				warnings: []
			})
		}
	}
}

/** A mentor's or a mentee's, to the curator (domain.md T35, T37); the curator's, to the head (T44). */
export function fillPetition(facts: PaperFacts, raised: Raised<'extend' | 'change' | 'release' | 'replace'>): Filling {
	const { matter } = raised
	const isOfCurator = matter.type === 'extend' || matter.type === 'change'
	const curator = findPerson(facts, facts.curatorId)
	const head = findPerson(facts, facts.headId)
	const asker = isOfCurator ? curator : askerOf(facts, raised)
	const role = isOfCurator ? 'curator' : matter.type === 'release' ? 'mentor' : 'mentee'
	const post = asker === null ? '' : (postOf(asker).text ?? '')
	return {
		values: { ...changeValues(facts, raised), ...clauseValue(facts, matter.type) },
		blocks: {
			адресат: isOfCurator
				? addressee({ person: head, post: declinePost(facts.requisites.headPost, 'dative').text }, null)
				: addressee(
						{ person: curator, post: 'Куратору' },
						asker === null ? null : { person: asker, post: postOf(asker, 'родительный').text ?? '' }
					),
			'подпись заявителя': signature(facts, asker, isOfCurator ? 'Куратор' : upperFirst(post), { raised, role }),
			'согласие сторон': agreementTable(facts, raised),
			решения: decisions(facts, raised, role)
		}
	}
}

export function fillChangeOrder(facts: PaperFacts, raised: Raised<'extend' | 'change' | 'closure'>): Filling {
	const head = findPerson(facts, facts.headId)
	const { mentors, mentees } = pairOn(facts, raised.settledOn)
	return {
		values: { ...changeValues(facts, raised), ...clauseValue(facts, raised.matter.type) },
		blocks: {
			бланк: corner(facts, raised.id),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, { raised, role: 'head' }),
			'лист ознакомления': acquaintanceSheet([{ facts, matterId: raised.id, people: [...mentors, ...mentees] }])
		}
	}
}

export function fillLetter(facts: PaperFacts, mentor: PaperPerson): Filling {
	const { mentees } = pairOn(facts, facts.ledger.closure?.lastDay ?? null)
	const head = findPerson(facts, facts.headId)
	return {
		values: { ...commonValues(facts, { mentors: [mentor], mentees }), ...ledgerTerm(facts) },
		blocks: {
			бланк: corner(facts, null),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, null)
		}
	}
}

function commonValues(
	facts: PaperFacts,
	{ mentors, mentees }: { mentors: PaperPerson[]; mentees: PaperPerson[] }
): Record<string, Value> {
	const { ledger, regulation, requisites } = facts
	const head = findPerson(facts, facts.headId)
	const curator = findPerson(facts, facts.curatorId)
	const { title, number, date, issuer } = regulation.order
	const form = ledger.form ?? ledger.proposal?.form
	const relation = ledger.relation ?? ledger.proposal?.relation
	const order = orderInForce(ledger)
	const registered = order === null ? null : registrationOf(ledger, order.id)
	return {
		орган: { type: 'noun', text: requisites.authority },
		место: text(requisites.place),
		положение: text(`«${title}» (${issuer}, №\u00a0${number} от ${longDate(date)})`),
		руководитель: { type: 'people', people: head === null ? [] : [withPost(head, facts)] },
		куратор: { type: 'people', people: curator === null ? [] : [curator] },
		наставник: { type: 'people', people: mentors },
		наставляемый: { type: 'people', people: mentees },
		программа: text(titleOf(facts)),
		форма: text(form === undefined ? '' : formWords[form]),
		вид: text(relation === undefined ? '' : relationWords[relation]),
		приказ: text(registered === null ? '' : `приказ от ${shortDate(registered.on)} №\u00a0${registered.number}`)
	}
}

function changeValues(facts: PaperFacts, raised: Raised<Change>): Record<string, Value> {
	const { ledger, regulation } = facts
	const { matter } = raised
	const people = pairOn(facts, raised.settledOn)
	const mentors = 'mentorId' in matter ? facts.people.filter(({ id }) => id === matter.mentorId) : people.mentors
	const common = { ...commonValues(facts, { ...people, mentors }), ...ledgerTerm(facts) }
	const ground = matter.ground
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
				'новая форма': matter.form === null ? { type: 'none' } : text(formWords[matter.form]),
				обоснование: text(matter.ground)
			}
		case 'release':
		case 'replace':
			return { ...common, обоснование: text(matter.ground) }
		case 'closure': {
			const reason = regulation.completion.find(({ id }) => id === matter.reasonId)
			const lastDay = matter.lastDay ?? raised.settledOn ?? facts.today
			return {
				...common,
				причина: text(lowerFirst(reason?.wording ?? '')),
				обоснование: ground === null ? { type: 'none' } : text(ground),
				'последний день': text(longDate(lastDay)),
				заключение: text(matter.conclusion)
			}
		}
	}
}

/** Where the regulation says it; without such a place the line is left out. */
function clauseValue({ regulation }: PaperFacts, decision: Decision): Record<string, Value> {
	const { source } = regulation.decisions[decision]
	return { пункт: source === null ? { type: 'none' } : text(source.clause) }
}

function termValues(startsOn: string, months: number): Record<string, Value> {
	return {
		срок: text(countMonths(months)),
		начало: text(longDate(startsOn)),
		окончание: text(longDate(lastDayOf(startsOn, months)))
	}
}

function ledgerTerm({ ledger: { term } }: PaperFacts): Record<string, Value> {
	return term === null ? {} : termValues(term.startsOn, term.months)
}

function exceptionsOf({ ledger, people, regulation }: PaperFacts): string[] {
	return ledger.exceptions
		.filter(({ mentorId }) => ledger.proposal?.mentorIds.includes(mentorId) === true)
		.map(({ mentorId, conditionIds, ground, by }) => {
			const mentor = people.find(({ id }) => id === mentorId)
			const wordings = conditionIds.map(
				(id) => regulation.mentorConditions.find((condition) => condition.id === id)?.wording ?? id
			)
			return `${mentor === undefined ? '' : fullName(mentor)} (условие, из которого сделано исключение: ${wordings.map(lowerFirst).join('; ')}; обоснование: ${ground}; решение принял ${by.name})`
		})
}

function payLines(rows: readonly PairRow[]): string {
	return rows
		.map(
			(row) =>
				`${pairOf(row.facts, row.order).mentors.map(signatureName).join(', ')} — ${lowerFirst(row.order.matter.pay)}`
		)
		.join('; ')
}

/** The employer of the head of an organisation is the authority; of everybody else, the organisation. */
function isHeadOfOrganisation({ ledger }: PaperFacts): boolean {
	const relation = ledger.relation ?? ledger.proposal?.relation
	return relation === 'head-head' || relation === 'reservist-head' || relation === 'head-team'
}

function askerOf(facts: PaperFacts, { matter, raisedBy, signatures }: Raised<Change>): PaperPerson | null {
	const role = matter.type === 'release' ? 'mentor' : 'mentee'
	const signed = [raisedBy, ...signatures.map(({ by }) => by)].find((by) => by.role === role)
	if (signed !== undefined) return findPerson(facts, signed.personId)
	return matter.type === 'release' ? findPerson(facts, matter.mentorId) : (pairOn(facts, null).mentees[0] ?? null)
}

/** The post a head signs with is that of the requisites, where there is one. */
function withPost(head: PaperPerson, { requisites }: PaperFacts): PaperPerson {
	return requisites.headPost === '' ? head : { ...head, post: requisites.headPost, organisation: '' }
}

function titleOf({ ledger }: PaperFacts): string {
	return ledger.title ?? ledger.proposal?.title ?? ''
}

function text(value: string): Value {
	return { type: 'text', text: value }
}
