/**
 * Fills the lines of a template and turns them into the blocks of a paper. Also makes the special blocks (corner, addressee,
 * signature, decisions), and compares templates line by line.
 */
import { signatories } from '../regulation/choices.ts'
import { type Declined, declineName, fullName, type Oblique, type OwnForms, signatureName } from './decline-name.ts'
import { declineOrganisation, declinePost, lowerFirst, upperFirst } from './decline-phrase.ts'
import { type PaperFacts, type PaperSetting, findPerson, type PaperPerson } from './facts.ts'
import type { TemplateKind } from './kinds.ts'
import type { Block, Warning } from './paper.ts'
import { shippedTemplates } from './shipped-templates.ts'
import { type Line, parseTemplate, type Piece, vocabularyOf } from './template.ts'
import {
	roleWords,
	speakerWords,
	fillPiece,
	type Value,
	momentIn,
	shortDate,
	withWarning,
	type Words
} from './values.ts'
import type { RaisedDecision } from '../ledger/ledger.ts'
import type { Signatory } from '../regulation/schema.ts'
import { registrationOf } from './subject.ts'

/** Makes a block that has its own line. `rest`: what the template writes after its name. */
export type BlockMaker = (rest: string) => { blocks: readonly Block[]; warnings: readonly Warning[] }

export interface Filling {
	values: Readonly<Record<string, Value>>
	blocks: Readonly<Record<string, BlockMaker>>
}

/** A line about something absent is left out; the other numbers keep no gap. */
export function fillTemplate(
	lines: readonly Line[],
	{ values, blocks }: Filling,
	ownForms: readonly OwnForms[]
): { blocks: Block[]; warnings: Warning[] } {
	const filled: Block[] = []
	const warnings: Warning[] = []
	let number = 0
	for (const line of lines) {
		if (line.type === 'break') {
			filled.push({ type: 'break' })
			continue
		}
		if (line.type === 'block') {
			const made = blocks[line.name]?.(line.rest)
			filled.push(...(made?.blocks ?? []))
			warnings.push(...(made?.warnings ?? []))
			continue
		}
		const pieces = line.pieces.map((piece) => fillPiece(piece, values, ownForms))
		if (pieces.some(({ text }) => text === null)) continue
		warnings.push(...pieces.flatMap((piece) => piece.warnings))
		const text = beginLarge(line.pieces, endOnce(pieces.map((piece) => piece.text).join('')))
		filled.push({ type: line.type, text: line.type === 'paragraph' ? renumber(text) : text })
	}
	return { blocks: filled, warnings: uniqueOf(warnings) }

	function renumber(text: string): string {
		return text.replace(/^\d+\. /, () => `${++number}.\u00a0`)
	}
}

/** Capitalises the first letter of a line, or after its number: it may come from a placeholder in small letters. */
function beginLarge([first]: readonly Piece[], filledText: string): string {
	const written = first?.type === 'text' ? first.text : ''
	return written === '' || /^\d+\. $/.test(written)
		? written + upperFirst(filledText.slice(written.length))
		: filledText
}

/** People write texts with or without a final stop; a paragraph ends in exactly one. */
function endOnce(text: string): string {
	return text.replace(/([.!?…])\.$/, '$1')
}

function uniqueOf(warnings: readonly Warning[]): Warning[] {
	const known = new Map(warnings.map((warning) => [JSON.stringify(warning), warning]))
	return [...known.values()]
}

/** One line of the comparison of a municipality's own template with the shipped one. */
export interface TemplateLine {
	change: 'same' | 'removed' | 'added'
	text: string
}

/** Removed lines come before the lines that replace them. */
export function compareTemplates(before: string, after: string): TemplateLine[] {
	const was = before.split('\n')
	const is = after.split('\n')
	const width = is.length + 1
	/** Lengths of the longest common subsequence of the rest. */
	const lengths = new Uint16Array((was.length + 1) * width)
	const lengthAt = (row: number, column: number) => lengths[row * width + column] ?? 0
	for (let row = was.length - 1; row >= 0; row--) {
		for (let column = is.length - 1; column >= 0; column--) {
			lengths[row * width + column] =
				was[row] === is[column]
					? lengthAt(row + 1, column + 1) + 1
					: Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1))
		}
	}
	const lines: TemplateLine[] = []
	let row = 0
	let column = 0
	while (row < was.length || column < is.length) {
		const [old, now] = [was[row], is[column]]
		if (old !== undefined && old === now) {
			lines.push({ change: 'same', text: old })
			row++
			column++
		} else if (old !== undefined && (now === undefined || lengthAt(row + 1, column) >= lengthAt(row, column + 1))) {
			lines.push({ change: 'removed', text: old })
			row++
		} else if (now !== undefined) {
			lines.push({ change: 'added', text: now })
			column++
		}
	}
	return lines
}

/** A phrase of a programme's papers that has cases, for a person to check. */
export interface Declinable {
	nominative: string
	decline: (to: Oblique, own: readonly OwnForms[]) => Declined
}

type CalledFacts = Pick<PaperSetting, 'people' | 'requisites' | 'organisationKinds'> & Pick<PaperFacts, 'regulation'>

/** Each once: people, then posts and role titles, then places of work and the authority. */
export function declinablesOf(facts: CalledFacts): Declinable[] {
	const { people, requisites } = facts
	const names = people.map((person) => ({
		nominative: fullName(person),
		decline: (to: Oblique, own: readonly OwnForms[]) => declineName(person, to, 'full', own)
	}))
	const roles = [roleWords(facts, 'curator'), ...signatories.map((role) => speakerWords(facts, role))]
	const posts = [...people.map(({ post }) => post), requisites.headPost, ...roles].map((post) => ({
		nominative: lowerFirst(post),
		decline: (to: Oblique, own: readonly OwnForms[]) => declinePost(lowerFirst(post), to, own)
	}))
	const organisations = [...people.map(({ organisation }) => organisation), requisites.authority].map((name) => ({
		nominative: name,
		decline: (to: Oblique, own: readonly OwnForms[]) => declineOrganisation(name, to, own)
	}))
	const all = [...names, ...posts, ...organisations].filter(({ nominative }) => nominative !== '')
	return [...new Map(all.map((one) => [one.nominative, one])).values()]
}

/** Only the forms of these phrases, so that the reader learns nothing about others. */
export function formsFor(facts: CalledFacts, own: readonly OwnForms[]): OwnForms[] {
	const known = new Set(declinablesOf(facts).map(({ nominative }) => nominative))
	return own.filter(({ nominative }) => known.has(nominative))
}

/**
 * The municipality's own template, or the shipped one. `isUnreadable`: another version saved the own one, and this version cannot
 * read it.
 */
export function templateOf(
	kind: TemplateKind,
	own: string | undefined
): { lines: readonly Line[]; isUnreadable: boolean } {
	const vocabulary = vocabularyOf(kind)
	// Orders once had a line about exceptions (domain.md T29); a municipality's own text may still have it.
	const lines = own?.split('\n').filter((line) => !line.includes('{исключение'))
	const parsed = lines === undefined ? null : parseTemplate(lines.join('\n'), vocabulary)
	if (parsed?.ok === true) return { lines: parsed.lines, isUnreadable: false }
	const shipped = parseTemplate(shippedTemplates[kind], vocabulary)
	return { lines: shipped.ok ? shipped.lines : [], isUnreadable: parsed !== null }
}

/** With the registered date and number, or lines to fill in. */
export function corner({ requisites, ledger }: PaperFacts, decisionId: string | null): BlockMaker {
	const registered = decisionId === null ? null : registrationOf(ledger, decisionId)
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

/** `by`: the signature in the system that is shown, with its moment. */
export function signature(
	facts: PaperFacts,
	person: PaperPerson | null,
	post: string,
	by: { raised: Pick<RaisedDecision, 'signatures'>; role: Signatory } | null
): BlockMaker {
	// There may be several mentors and mentees. Head and curator sign for their post: any signature of the role counts.
	const isOfPost = by?.role === 'head' || by?.role === 'curator'
	const signed = by?.raised.signatures.find(
		({ by: { role, personId } }) => role === by.role && (person === null || isOfPost || personId === person.id)
	)
	const note = signed === undefined ? '' : `Подписано в системе «Тандем» ${momentIn(facts.timeZone, signed.at)}`
	// The name is that of the signer, even if somebody else holds the post today.
	const signer = signed === undefined ? person : (findPerson(facts, signed.by.personId) ?? person)
	return () => ({
		blocks: [{ type: 'signature', post, name: signer === null ? '' : signatureName(signer), note }],
		warnings: missingOf([
			['подпись', signer?.familyName ?? ''],
			['должность', post]
		])
	})
}

/** To the head or the curator, from the petitioner. */
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

/** The curator's and the head's agreement to a petition; empty before they sign. */
export function decisions(facts: PaperFacts, { signatures }: RaisedDecision, petitioner: Signatory): BlockMaker {
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
