/** What is not to be parted by the end of a line: «№ 41», «п. 4.1», «г. Томск». */
import { unbrokenNumber } from '../order-number.ts'
import type { Block } from './paper.ts'

export function keepTogether(block: Block): Block {
	switch (block.type) {
		case 'corner':
			return { ...block, authority: bind(block.authority), place: bind(block.place) }
		case 'place':
			return { ...block, place: bind(block.place) }
		case 'addressee':
			return { ...block, lines: block.lines.map(bind) }
		case 'title':
			// No line of it ends in a preposition.
			return { ...block, text: bind(block.text).replaceAll(/(?<=\s\p{Ll}{1,2}) (?=\S)/gu, '\u00a0') }
		case 'heading':
		case 'paragraph':
			return { ...block, text: bind(block.text) }
		case 'table':
			return { ...block, rows: block.rows.map((cells) => cells.map(bind)) }
		case 'signature':
			return { ...block, post: bind(block.post) }
		case 'parties':
			return { ...block, parties: block.parties.map((party) => ({ ...party, lines: party.lines.map(bind) })) }
		case 'break':
			return block
	}
}

/** By spaces that no line ends at. */
export function bind(text: string): string {
	return (
		text
			.replaceAll(/№ +(?=\S)/g, '№\u00a0')
			.replaceAll(/(?<=№\u00a0)[\p{L}\d/-]+/gu, unbrokenNumber)
			.replaceAll(/(?<![\p{L}\d])(пп?|ст|ч|д|кв|оф|каб)\. +(?=\d)/giu, '$1.\u00a0')
			// Not the one of «2026 г. Сургут»: there a sentence ends.
			.replaceAll(/(?<![\p{L}\d]|\d[ \u00a0])(г|с|пос|ул|пр|пер|обл)\. +(?=\p{Lu})/gu, '$1.\u00a0')
			.replaceAll(/(?<=\d:\d\d) (?=\(UTC)/g, '\u00a0')
			// No line begins with a dash.
			.replaceAll(/ (?=— )/g, '\u00a0')
			.replaceAll(/(?<!\p{L})(\p{Lu}\.) (?=\p{Lu}\.|\p{Lu}\p{Ll})/gu, '$1\u00a0')
	)
}
