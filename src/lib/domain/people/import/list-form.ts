/**
 * Several values in one cell: a line or a semicolon between them, and `|` between the parts of one. Where a text holds one of
 * these itself, a backslash stands before it.
 */
import { guard, refused, taken, unguard, type CellForm, type Reading } from './cell-form.ts'
import { fold } from './fold.ts'

export interface ItemForm<Value> {
	/** The parts, none of them cut off; those at the end may be missing. */
	read(parts: readonly string[]): Reading<Value>
	write(value: Value): readonly string[]
}

export function listForm<Value>(item: ItemForm<Value>, most: number): CellForm<Value[]> {
	return {
		read(text) {
			const values: Value[] = []
			for (const parts of splitItems(unguard(text))) {
				const reading = item.read(parts)
				if (!reading.ok) return reading
				values.push(reading.value)
			}
			return values.length > most ? refused({ code: 'too-many', most }) : taken(values)
		},
		write: (values) => guard(values.map((value) => writeParts(item.write(value))).join('; '))
	}
}

/** Each a text by itself: nothing in it is cut at `|`. */
export function lineItem(most: number): ItemForm<string> {
	return {
		read(parts) {
			const text = parts.join(' | ')
			return text.length > most ? refused({ code: 'too-long', most }) : taken(text)
		},
		write: (text) => [text]
	}
}

/** A word of a closed list; the first of its words is the one that is written. */
export function choiceForm<Value extends string>(words: Readonly<Record<Value, readonly string[]>>): CellForm<Value> {
	const entries = Object.entries(words) as [Value, readonly string[]][]
	return {
		read(text) {
			const folded = fold(text)
			const found = entries.find(([, known]) => known.some((word) => fold(word) === folded))
			return found === undefined
				? refused({ code: 'not-one-of', allowed: entries.map(([, known]) => known[0] ?? '') })
				: taken(found[0])
		},
		write: (value) => words[value][0] ?? value
	}
}

/** A list of such words: a comma divides them as well. */
export function choicesForm<Value extends string>(
	words: Readonly<Record<Value, readonly string[]>>
): CellForm<Value[]> {
	const one = choiceForm(words)
	const list = listForm<Value>({ read: ([text = '']) => one.read(text), write: (value) => [one.write(value)] }, 100)
	return {
		read(text) {
			const reading = list.read(text.replaceAll(',', ';'))
			return reading.ok ? taken([...new Set(reading.value)]) : reading
		},
		write: list.write
	}
}

function writeParts(parts: readonly string[]): string {
	const last = parts.findLastIndex((part) => part !== '')
	return parts
		.slice(0, last + 1)
		.map((part) =>
			part
				.replace(/[\\;|]/g, '\\$&')
				.replaceAll('\n', '\\n')
				.replaceAll('\r', '\\r')
		)
		.join(' | ')
}

/** Items without any text are none. */
function splitItems(text: string): string[][] {
	const items: string[][] = []
	let parts = ['']
	const add = (piece: string) => parts.push((parts.pop() ?? '') + piece)
	for (let at = 0; at < text.length; at++) {
		const [char = '', next] = [text[at], text[at + 1]]
		const escaped = char === '\\' && next !== undefined ? escapes[next] : undefined
		if (escaped !== undefined) {
			add(escaped)
			at++
		} else if (char === ';' || char === '\n' || char === '\r') {
			items.push(parts)
			parts = ['']
		} else if (char === '|') parts.push('')
		else add(char)
	}
	return [...items, parts]
		.map((item) => item.map((part) => part.trim()))
		.filter((item) => item.some((part) => part !== ''))
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', ';': ';', '|': '|', n: '\n', r: '\r' }
