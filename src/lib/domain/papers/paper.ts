/** The laid-out paper and its blocks, and the no-break spaces that keep words of a paper together. */
import { unbrokenNumber } from '../text.ts'
import { type PersonName, signatureName } from './decline-name.ts'

/**
 * A paper, laid out by the state standard for organisational documents (GOST R 7.0.97-2025), independent of a file format: the DOCX
 * and the print view are made from the same blocks.
 */
export interface Paper {
	/** File name: «Приказ о закреплении пар, Ковалёв В. А.» */
	name: string
	/** In points. */
	fontSize: 12 | 13 | 14
	blocks: readonly Block[]
	/** In the lower right of the first page; null: there is nothing to link to. */
	mark: Mark | null
	/** What a person must look at before printing. */
	warnings: readonly Warning[]
	/** The paper is final: it shows the data of its moment, whatever is set today. */
	isKept: boolean
}

export interface Mark {
	/** The address in the QR code. */
	address: string
	lines: readonly string[]
}

export type Warning =
	/** The value is not known: the paper has a line to fill in by hand. */
	| { type: 'missing'; placeholder: string }
	/** The person's post is not known: such a line follows the name. */
	| { type: 'post'; name: string }
	/** The text could not be declined and is in the nominative. */
	| { type: 'undeclined'; text: string }
	/** The gender is not known: the paper has the masculine form. */
	| { type: 'gender'; text: string }
	/** This version cannot read the municipality's own template: the shipped text is used. */
	| { type: 'template' }

export type Block =
	/** The corner block of the authority; `kind`: «ПРИКАЗ», empty on a letter. */
	| { type: 'corner'; authority: string; kind: string; date: string; number: string; place: string }
	/** The place on the left, the date on the right. */
	| { type: 'place'; place: string; date: string }
	| { type: 'addressee'; lines: readonly string[] }
	/** Centred. `aboveMm`: more free space above it, as on a title page. */
	| { type: 'heading'; text: string; aboveMm?: number }
	/** «О закреплении…» */
	| { type: 'title'; text: string }
	/** Over a part of the text. */
	| { type: 'subheading'; text: string }
	| { type: 'paragraph'; text: string }
	/** `share`: per cent of the width; together 100. A row of one cell is as wide as the table. */
	| { type: 'table'; columns: readonly { title: string; share: number }[]; rows: readonly (readonly string[])[] }
	/** `note`: that it was signed in the system, and when; empty: it was not. */
	| { type: 'signature'; post: string; name: string; note: string }
	| { type: 'parties'; parties: readonly { title: string; lines: readonly string[]; name: string }[] }
	| { type: 'break' }
	/** From here on the pages are landscape: at most one in a paper. As the first block of a paper without a mark, all of them are. */
	| { type: 'turn' }

/** The name of a paper's file: its parts, and the first three of the people. */
export function fileName(parts: readonly string[], people: readonly PersonName[]): string {
	return [...parts, ...people.slice(0, 3).map(signatureName)].filter(Boolean).join(', ').replaceAll('\u00a0', ' ')
}

export function paragraph(text: string): Block {
	return { type: 'paragraph', text: text.trim() }
}

/** A line that names the list, then each text with its number; nothing where no text has words. */
export function numberedList(label: string, texts: readonly string[]): Block[] {
	const said = texts.map((text) => text.trim()).filter(Boolean)
	if (said.length === 0) return []
	return [paragraph(`${label}:`), ...said.map((text, index) => paragraph(`${index + 1}) ${text}`))]
}

/** Lines of text under a title; nothing where there are none. */
export function titledText(title: string, text: string): Block[] {
	const lines = text.split('\n').filter((line) => line.trim() !== '')
	return lines.length === 0 ? [] : [{ type: 'subheading', text: title }, ...lines.map(paragraph)]
}

/** «Смета: Школа № 14; справка» would be read as one name: each part is a sentence. */
export function sentences(parts: readonly string[]): string {
	return parts
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.map((part) => (/[.!?…]$/u.test(part) ? part : `${part}.`))
		.join(' ')
}

/** The text of a paper, for tests and searches. */
export function paperText({ blocks }: Pick<Paper, 'blocks'>): string {
	return blocks.map(blockText).join('\n')
}

function blockText(block: Block): string {
	switch (block.type) {
		case 'corner':
			return [block.authority, block.kind, block.date, block.number, block.place].join('\n')
		case 'place':
			return `${block.place}\t${block.date}`
		case 'addressee':
			return block.lines.join('\n')
		case 'heading':
		case 'title':
		case 'subheading':
		case 'paragraph':
			return block.text
		case 'table':
			return [block.columns.map(({ title }) => title), ...block.rows].map((cells) => cells.join('\t')).join('\n')
		case 'signature':
			return [block.post, block.name, block.note].join('\t')
		case 'parties':
			return block.parties.map(({ title, lines, name }) => [title, ...lines, name].join('\n')).join('\n')
		case 'break':
		case 'turn':
			return ''
	}
}

/** Puts no-break spaces where a line must not end: «№ 41», «п. 4.1», «г. Томск». */
export function keepTogether(block: Block): Block {
	switch (block.type) {
		case 'corner':
			return { ...block, authority: bind(block.authority), place: bind(block.place) }
		case 'place':
			return { ...block, place: bind(block.place) }
		case 'addressee':
			return { ...block, lines: block.lines.map(bind) }
		case 'title':
			// No line of a title ends in a preposition.
			return { ...block, text: bind(block.text).replaceAll(/(?<=\s\p{Ll}{1,2}) (?=\S)/gu, '\u00a0') }
		case 'heading':
		case 'subheading':
		case 'paragraph':
			return { ...block, text: bind(block.text) }
		case 'table':
			return { ...block, rows: block.rows.map((cells) => cells.map(bind)) }
		case 'signature':
			return { ...block, post: bind(block.post) }
		case 'parties':
			return { ...block, parties: block.parties.map((party) => ({ ...party, lines: party.lines.map(bind) })) }
		case 'break':
		case 'turn':
			return block
	}
}

/** Replaces spaces with no-break spaces, as in `keepTogether`. */
export function bind(text: string): string {
	return (
		text
			.replaceAll(/№ +(?=\S)/g, '№\u00a0')
			.replaceAll(/(?<=№\u00a0)[\p{L}\d/-]+/gu, unbrokenNumber)
			.replaceAll(/(?<![\p{L}\d])(пп?|ст|ч|д|кв|оф|каб)\. +(?=\d)/giu, '$1.\u00a0')
			// Not in «2026 г. Сургут»: a sentence ends there.
			.replaceAll(/(?<![\p{L}\d]|\d[ \u00a0])(г|с|пос|ул|пр|пер|обл)\. +(?=\p{Lu})/gu, '$1.\u00a0')
			.replaceAll(/(?<=\d:\d\d) (?=\(UTC)/g, '\u00a0')
			// No line begins with a dash.
			.replaceAll(/ (?=— )/g, '\u00a0')
			.replaceAll(/(?<!\p{L})(\p{Lu}\.) (?=\p{Lu}\.|\p{Lu}\p{Ll})/gu, '$1\u00a0')
	)
}
