/** A line of a long text, as plain data (rich-text.ts reads it, edit-text.ts writes it). */
export const lineKinds = ['paragraph', 'bullet', 'number'] as const
export type LineKind = (typeof lineKinds)[number]

export interface LineForm {
	kind: LineKind
	/** From 0; a list in a list has 1. */
	indent: number
}

export interface TextMarks {
	strong?: true
	em?: true
	/** An address that `isSafeLink` accepts. */
	link?: string
}

export interface TextRun {
	text: string
	marks: TextMarks
}

export interface TextLine extends LineForm {
	/** None is empty; neighbours have different marks. */
	runs: TextRun[]
}

/** Only addresses of the web and of mail: others could run something. */
export function isSafeLink(href: unknown): href is string {
	return typeof href === 'string' && /^(https?:\/\/|mailto:)\S+$/i.test(href)
}

export function emptyLine(): TextLine {
	return { kind: 'paragraph', indent: 0, runs: [] }
}

/** Joins runs with equal marks, and leaves out empty ones. */
export function joinRuns(runs: readonly TextRun[]): TextRun[] {
	const joined: TextRun[] = []
	for (const { text, marks } of runs) {
		const last = joined.at(-1)
		if (text === '') continue
		if (last !== undefined && isSameMarks(last.marks, marks)) last.text += text
		else joined.push({ text, marks })
	}
	return joined
}

export function isSameMarks(one: TextMarks, other: TextMarks): boolean {
	return one.strong === other.strong && one.em === other.em && one.link === other.link
}
