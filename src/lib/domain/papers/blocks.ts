/** The parts of a paper that are more than words: corner block, tables, signatures, the acquaintance sheet. */
import type { RaisedMatter } from '../ledger/ledger.ts'
import type { Signatory } from '../regulation/schema.ts'
import { declineName, fullName, signatureName } from './declension/name.ts'
import { upperFirst } from './declension/phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import type { BlockMaker } from './fill-template.ts'
import type { Block, Warning } from './paper.ts'
import { momentIn, shortDate } from './russian-date.ts'
import { pairOf, registrationOf, type Raised } from './subject.ts'
import { postOf } from './values.ts'
import { formWords } from './wordings.ts'

/** One row of an order on pairs. */
export interface PairRow {
	facts: PaperFacts
	order: Raised<'order'>
}

/** The date and the number as they were registered; else lines to write them on. */
export function corner({ requisites, ledger }: PaperFacts, matterId: string | null): BlockMaker {
	const registered = matterId === null ? null : registrationOf(ledger, matterId)
	return (kind) => ({
		blocks: [
			{
				type: 'corner',
				authority: requisites.authority,
				kind,
				date: registered === null ? '' : shortDate(registered.on),
				number: registered?.number ?? '',
				place: requisites.place
			}
		],
		warnings: missingOf([
			['орган', requisites.authority],
			['место', requisites.place]
		])
	})
}

/** `by`: whose signature in the system is told, with its moment. */
export function signature(
	facts: PaperFacts,
	person: PaperPerson | null,
	post: string,
	by: { raised: RaisedMatter; role: Signatory } | null
): BlockMaker {
	const signed = by?.raised.signatures.find(
		({ by: { role, personId } }) => role === by.role && (person === null || role === 'head' || personId === person.id)
	)
	const note = signed === undefined ? '' : `Подписано в системе «Тандем» ${momentIn(facts.timeZone, signed.at)}`
	// Who has signed stands under it, whoever has the post today.
	const signer = signed === undefined ? person : (findPerson(facts, signed.by.personId) ?? person)
	return () => ({
		blocks: [{ type: 'signature', post, name: signer === null ? '' : signatureName(signer), note }],
		warnings: missingOf([
			['подпись', signer?.familyName ?? ''],
			['должность', post]
		])
	})
}

/** To the head or the curator, from whoever asks. */
export function addressee(
	to: { person: PaperPerson | null; post: string },
	from: { person: PaperPerson; post: string } | null
): BlockMaker {
	return () => {
		const head = to.person === null ? null : declineName(to.person, 'dative', 'short')
		const asker = from === null ? null : declineName(from.person, 'genitive', 'short')
		const lines = [
			upperFirst(to.post),
			head?.text ?? '',
			...(from === null ? [] : [`от ${from.post}`.trim(), asker?.text ?? ''])
		]
		const undeclined = [head, asker].filter((one) => one?.isSure === false)
		return {
			blocks: [{ type: 'addressee', lines: lines.filter((line) => line !== '') }],
			warnings: undeclined.map((one): Warning => ({ type: 'undeclined', text: one?.text ?? '' }))
		}
	}
}

/** Of the pairs of an order, a row for each pair or group. */
export function pairsTable(rows: readonly PairRow[]): BlockMaker {
	return () => ({
		blocks: [
			{
				type: 'table',
				columns: [
					{ title: '№', share: 6 },
					{ title: 'Наставник', share: 29 },
					{ title: 'Наставляемый (наставляемые)', share: 29 },
					{ title: 'Форма', share: 20 },
					{ title: 'Срок', share: 16 }
				],
				rows: rows.map(({ facts, order }, index) => {
					const { mentors, mentees } = pairOf(facts, order)
					const { startsOn, termMonths } = order.matter
					const form = facts.ledger.form ?? facts.ledger.proposal?.form
					return [
						String(index + 1),
						mentors.map(fullLine).join('\n'),
						mentees.map(fullLine).join('\n'),
						form === undefined ? '' : formWords[form],
						`с\u00a0${shortDate(startsOn)}, ${termMonths}\u00a0мес.`
					]
				})
			}
		],
		warnings: []
	})
}

/** Consents of both sides to a change, as they were given in the system. */
export function agreementTable(facts: PaperFacts, { signatures }: RaisedMatter): BlockMaker {
	return () => ({
		blocks: [
			{
				type: 'table',
				columns: [
					{ title: 'Участник', share: 45 },
					{ title: 'Роль', share: 22 },
					{ title: 'Согласие дано в системе «Тандем»', share: 33 }
				],
				rows: signatures
					.filter(({ by }) => by.role === 'mentor' || by.role === 'mentee')
					.map(({ by, at }) => [
						by.name,
						by.role === 'mentor' ? 'наставник' : 'наставляемый',
						momentIn(facts.timeZone, at)
					])
			}
		],
		warnings: []
	})
}

/** What the curator and the head said of a petition; nothing before they have. */
export function decisions(facts: PaperFacts, { signatures }: RaisedMatter, petitioner: Signatory): BlockMaker {
	const said = signatures.filter(({ by }) => (by.role === 'curator' || by.role === 'head') && by.role !== petitioner)
	return () => ({
		blocks:
			said.length === 0
				? []
				: [
						{ type: 'paragraph', text: 'Решения, принятые в системе «Тандем»:' },
						...said.map(({ by, at }): Block => ({
							type: 'paragraph',
							text: `${by.role === 'curator' ? 'Куратор' : 'Руководитель органа управления образованием'} ${by.name}: согласовано ${momentIn(facts.timeZone, at)}.`
						}))
					],
		warnings: []
	})
}

/** Everybody whom it concerns, with the moment of those who have said in the system that they have read it. */
export function acquaintanceSheet(
	rows: readonly { facts: PaperFacts; matterId: string; people: readonly PaperPerson[] }[]
): BlockMaker {
	return () => ({
		blocks: [
			{ type: 'heading', text: 'ЛИСТ ОЗНАКОМЛЕНИЯ' },
			{
				type: 'table',
				columns: [
					{ title: 'Фамилия, имя, отчество, должность', share: 50 },
					{ title: 'Подпись', share: 20 },
					{ title: 'Дата', share: 30 }
				],
				rows: rows.flatMap(({ facts, matterId, people }) =>
					people.map((person) => {
						const said = facts.ledger.acquaintances.find(
							(one) => one.matterId === matterId && one.personId === person.id
						)
						const moment = said === undefined ? '' : `в системе «Тандем» ${momentIn(facts.timeZone, said.at)}`
						return [fullLine(person), '', moment]
					})
				)
			}
		],
		warnings: []
	})
}

/** «Ковалёв Виктор Андреевич, директор Лицея № 2» */
export function fullLine(person: PaperPerson): string {
	return [fullName(person), postOf(person).text ?? ''].filter((part) => part !== '').join(', ')
}

export function missingOf(given: readonly (readonly [placeholder: string, text: string])[]): Warning[] {
	return given.filter(([, text]) => text === '').map(([placeholder]) => ({ type: 'missing', placeholder }))
}
