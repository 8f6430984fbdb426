/** Makes the tables of papers: pairs, consents to a change, and acquaintance with an order. */
import { findDecision, formsOf, type RaisedDecision } from '../ledger/ledger.ts'
import { fullName } from './decline-name.ts'
import type { PaperFacts, PaperPerson } from './facts.ts'
import type { BlockMaker } from './fill.ts'
import { countSpan, momentIn, postOf, roleWords, shortDate, wordForms } from './values.ts'
import { pairOf, pairOfChange, membershipSpanOf, registrationOf, type Raised } from './subject.ts'

/** One row of an order on pairs. */
export interface PairRow {
	facts: PaperFacts
	order: Raised<'order'>
}

/** One row for each pair or group of an order. */
export function pairsTable(rows: readonly PairRow[]): BlockMaker {
	return () => ({
		blocks: [
			{
				type: 'table',
				columns: [
					{ title: '№', share: 5 },
					{ title: 'Наставник', share: 26 },
					{ title: 'Наставляемый (наставляемые)', share: 26 },
					{ title: 'Форма', share: 21 },
					{ title: 'Срок', share: 22 }
				],
				rows: rows.map(({ facts, order }, index) => {
					const { mentors, mentees } = pairOf(facts, order)
					const { startsOn, until } = membershipSpanOf(facts, order, null)
					return [
						String(index + 1),
						mentors.map((person) => fullLine(facts, person)).join('\n'),
						mentees.map((person) => fullLine(facts, person)).join('\n'),
						wordForms(formsOf(facts.ledger)),
						`с\u00a0${shortDate(startsOn)} по\u00a0${shortDate(until)} (${countSpan(startsOn, until)})`
					]
				})
			}
		],
		warnings: []
	})
}

/** Consents of both sides to a change, as given in the system; an empty cell where one is missing. */
export function agreementTable(facts: PaperFacts, raised: RaisedDecision): BlockMaker {
	const given = raised.signatures
		.filter(({ by }) => by.role === 'mentor' || by.role === 'mentee')
		.map(({ by, at }) => ({ ...by, at: momentIn(facts.timeZone, at) }))
	const { mentors, mentees } = pairOfChange(facts, raised)
	const missing = [
		...mentors.map((one) => ({ one, role: 'mentor' as const })),
		...mentees.map((one) => ({ one, role: 'mentee' as const }))
	]
		.filter(({ one, role }) => raised.signatories.includes(role) && !given.some(({ personId }) => personId === one.id))
		.map(({ one, role }) => ({ name: fullName(one), role, at: '' }))
	return () => ({
		blocks: [
			{
				type: 'table',
				columns: [
					{ title: 'Участник', share: 45 },
					{ title: 'Роль', share: 22 },
					{ title: 'Согласие дано в системе «Тандем»', share: 33 }
				],
				rows: [...given, ...missing].map(({ name, role, at }) => [name, roleWords(facts, role), at])
			}
		],
		warnings: []
	})
}

/** Everybody concerned, with the moment when they stated in the system that they have read it, or signed it before. */
export function acquaintanceSheet(
	rows: readonly { facts: PaperFacts; decisionId: string; people: readonly PaperPerson[] }[]
): BlockMaker {
	const [first] = rows
	const registered = first === undefined ? null : registrationOf(first.facts.ledger, first.decisionId)
	const date = registered === null ? '______________' : shortDate(registered.on)
	const number = registered?.number ?? '________'
	return () => ({
		blocks: [
			{ type: 'heading', text: 'ЛИСТ ОЗНАКОМЛЕНИЯ' },
			{ type: 'heading', text: `с приказом от ${date} №\u00a0${number}` },
			{
				type: 'table',
				columns: [
					{ title: 'Фамилия, имя, отчество, должность', share: 50 },
					{ title: 'Подпись', share: 20 },
					{ title: 'Дата', share: 30 }
				],
				rows: rows.flatMap(({ facts, decisionId, people }) =>
					people.map((person) => [fullLine(facts, person), '', acquaintedWords(facts, decisionId, person.id)])
				)
			}
		],
		warnings: []
	})
}

function acquaintedWords({ ledger, timeZone }: PaperFacts, decisionId: string, personId: string): string {
	const said = ledger.acquaintances.find((one) => one.matterId === decisionId && one.personId === personId)
	if (said !== undefined) return `в системе «Тандем» ${momentIn(timeZone, said.at)}`
	const agreed = findDecision(ledger, decisionId)?.signatures.find(({ by }) => by.personId === personId)
	return agreed === undefined ? '' : `согласовано в системе «Тандем» ${momentIn(timeZone, agreed.at)}`
}

/** «Ковалёв Виктор Андреевич, директор Лицея № 2» */
function fullLine({ ownForms }: PaperFacts, person: PaperPerson): string {
	return [fullName(person), postOf(person, ownForms).text ?? ''].filter((part) => part !== '').join(', ')
}
