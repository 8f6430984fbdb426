/** An order on pairs and groups (domain.md T16, T40). */
import { corner, signature } from './blocks.ts'
import { fullName, signatureName } from './name.ts'
import { lowerFirst } from './first-letter.ts'
import { findPerson, type PaperFacts } from './facts.ts'
import type { Filling } from './fill-template.ts'
import { listWords } from './list-words.ts'
import { commonValues, partValues, text, titleOf } from './paper-values.ts'
import { pairOf } from './subject.ts'
import { acquaintanceSheet, pairsTable, type PairRow } from './tables.ts'

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
			...partValues(facts, order, null),
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
				`${listWords(pairOf(row.facts, row.order).mentors.map(signatureName))} — ${lowerFirst(row.order.matter.pay)}`
		)
		.join('; ')
}
