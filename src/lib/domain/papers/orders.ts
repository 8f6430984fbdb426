/** Fills orders: on pairs and groups (domain.md T16, T40), on changes in a programme, and on its end. */
import { approvedEdition } from '../ledger/ledger.ts'
import { signatureName } from './decline-name.ts'
import { lowerFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts } from './facts.ts'
import { corner, type Filling, signature } from './fill.ts'
import {
	type Change,
	changeValues,
	clauseValue,
	commonValues,
	membershipValues,
	text,
	titleOf
} from './paper-values.ts'
import { groupAround, pairOf, pairOfChange, peopleOf, type Raised, subjectOf, type successorOf } from './subject.ts'
import { acquaintanceSheet, type PairRow, pairsTable } from './tables.ts'
import { listWords, longDate, type Value } from './values.ts'

/** Several rows: one order on several pairs. All use the first programme's municipality. */
export function fillPairsOrder(rows: readonly [PairRow, ...PairRow[]]): Filling {
	const [{ facts, order }] = rows
	const pairs = rows.map((row) => pairOf(row.facts, row.order))
	const head = findPerson(facts, facts.headId)
	// One signature stands for all: none before the last order is signed.
	const orders = rows.map((row) => row.order)
	const lastSigned = orders.reduce((one, other) => (signedAt(other) > signedAt(one) ? other : one))
	const signed = orders.some((one) => signedAt(one) === '') ? null : lastSigned
	const pays = [...new Set(rows.map((row) => row.order.matter.pay))]
	return {
		values: {
			...commonValues(facts, {
				mentors: pairs.flatMap(({ mentors }) => mentors),
				mentees: pairs.flatMap(({ mentees }) => mentees)
			}),
			...membershipValues(facts, order, null),
			программа: text(rows.map((row) => titleOf(row.facts)).join('», «')),
			// Programmes that are approved already only get another mentor.
			'срок составления': rows.every((row) => approvedEdition(row.facts.ledger) !== null)
				? { type: 'none' }
				: text('организационного этапа'),
			оплата: text(pays.length === 1 ? lowerFirst(pays[0] ?? '') : payLines(rows))
		},
		blocks: {
			бланк: corner(facts, order.id),
			пары: pairsTable(rows),
			'подпись руководителя': signature(
				facts,
				head,
				facts.requisites.headPost,
				signed && { raised: signed, role: 'head' }
			),
			'лист ознакомления': acquaintanceSheet(
				rows.map((row, index) => ({
					facts: row.facts,
					decisionId: row.order.id,
					people: [...(pairs[index]?.mentors ?? []), ...(pairs[index]?.mentees ?? [])]
				}))
			)
		}
	}
}

/** The instant of the head's signature; '' before it. */
function signedAt({ signatures }: Raised<'order'>): string {
	return signatures.find(({ by: { role } }) => role === 'head')?.at ?? ''
}

function payLines(rows: readonly PairRow[]): string {
	return rows
		.map(
			(row) =>
				`${listWords(pairOf(row.facts, row.order).mentors.map(signatureName))} — ${lowerFirst(row.order.matter.pay)}`
		)
		.join('; ')
}

/** `successor`: of a replaced mentor; null: not ordered yet. */
export function fillChangeOrder(
	facts: PaperFacts,
	raised: Raised<Change>,
	successor: ReturnType<typeof successorOf>
): Filling {
	const head = findPerson(facts, facts.headId)
	const { matter: decision } = raised
	const { mentors, mentees } = pairOfChange(facts, raised)
	const others = decision.type === 'leave' || decision.type === 'join' ? groupAround(facts, decision) : mentees
	// The mentee who leaves or joins signs, too, even if they are no member yet.
	const subjectId = subjectOf(decision)
	const subject = subjectId === null ? [] : peopleOf(facts, [subjectId])
	const people = [...new Set([...subject, ...mentors, ...(successor?.mentors ?? []), ...others])]
	return {
		values: {
			...changeValues(facts, raised),
			...clauseValue(facts, raised.matter.type),
			...(raised.matter.type === 'replace' ? successorValues(successor) : {})
		},
		blocks: {
			бланк: corner(facts, raised.id),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, { raised, role: 'head' }),
			'лист ознакомления': acquaintanceSheet([{ facts, decisionId: raised.id, people }])
		}
	}
}

/** Before a new mentor is ordered, the line about them is left out. */
function successorValues(successor: ReturnType<typeof successorOf>): Record<string, Value> {
	if (successor === null) return { 'новый наставник': { type: 'none' }, 'начало работы': { type: 'none' } }
	return {
		'новый наставник': { type: 'people', people: successor.mentors },
		'начало работы': text(longDate(successor.startsOn))
	}
}
