/** The parts of a paper that are more than words: corner block, addressee, signature, decisions. */
import type { RaisedMatter } from '../ledger/ledger.ts'
import type { Signatory } from '../regulation/schema.ts'
import { declineName, signatureName } from './name.ts'
import { upperFirst } from './first-letter.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import type { BlockMaker } from './fill-template.ts'
import type { Block, Warning } from './paper.ts'
import { momentIn, shortDate } from './russian-date.ts'
import { registrationOf } from './subject.ts'
import { withWarning, type Words } from './values.ts'
import { speakerWords } from './wordings.ts'

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
	// Of mentors and mentees there may be several; head and curator sign for their post, whoever has it.
	const isOfPost = by?.role === 'head' || by?.role === 'curator'
	const signed = by?.raised.signatures.find(
		({ by: { role, personId } }) => role === by.role && (person === null || isOfPost || personId === person.id)
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
	{ ownForms }: PaperFacts,
	to: { person: PaperPerson | null; post: Words },
	from: { person: PaperPerson; post: Words } | null
): BlockMaker {
	return () => {
		const head = to.person === null ? null : withWarning(declineName(to.person, 'dative', 'short', ownForms))
		const asker = from === null ? null : withWarning(declineName(from.person, 'genitive', 'short', ownForms))
		const lines = [
			upperFirst(to.post.text),
			head?.text ?? '',
			...(from === null ? [] : [`от ${from.post.text}`.trim(), asker?.text ?? ''])
		]
		return {
			blocks: [{ type: 'addressee', lines: lines.filter((line) => line !== '') }],
			warnings: [to.post, head, from?.post, asker].flatMap((one) => one?.warnings ?? [])
		}
	}
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
							text: `${upperFirst(speakerWords(facts, by.role))} ${by.name}: согласовано ${momentIn(facts.timeZone, at)}.`
						}))
					],
		warnings: []
	})
}

export function missingOf(given: readonly (readonly [placeholder: string, text: string])[]): Warning[] {
	return given.filter(([, text]) => text === '').map(([placeholder]) => ({ type: 'missing', placeholder }))
}
