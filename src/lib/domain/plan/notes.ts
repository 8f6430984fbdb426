/**
 * The pair's notes document, which nobody else opens (owner.ts): private notes on meetings, and what they write for a report until it
 * is submitted. Only the curator who signs a report reads what they wrote for it, when it is to be signed (domain.md L2). The names
 * below are root types, so two offline devices never create the same one twice. `report`: its id, due day and mentor; of a stage's
 * result, its activity.
 *
 *   `meeting <id>`                 Y.Text, flat (rich-text.ts)
 *   `report conclusions <report>`  Y.Text: beside the lines
 *   `report remark <report>`       Y.Text: the mentee's
 *   `report lines <report>`        Y.Map line → string, the pair's own words in place of the drawn ones; '': the line is left out.
 *                                  With concurrent keys (concurrent.ts). `common`: the mentor's, on all of their programmes.
 */
import type * as Y from 'yjs'
import { type FieldChoice, isConcurrentKey, listConcurrentKeys, readChoice } from './concurrent.ts'
import type { ReportState } from './due-dates.ts'
import { dropConcurrentValues, settleField } from './edit-fields.ts'
import type { Author, PlanItem } from './layout.ts'
import { hasText, readLines, wordsOf } from './rich-text.ts'

export interface OwnLine {
	text: string
	/** What others wrote for the same line at the same time. */
	others: readonly FieldChoice[]
}

/** Among the pair's own lines. No drawn line has this key. */
export const COMMON_LINE = 'common'

export function meetingNotes(notes: Y.Doc, meetingId: string): Y.Text {
	return notes.getText(`meeting ${meetingId}`)
}

/** Whether somebody has written notes on the meeting: it is not an empty visit then. */
export function hasMeetingNotes(notes: Y.Doc, meetingId: string): boolean {
	return hasText(meetingNotes(notes, meetingId))
}

/** Which report, in the names of its parts and in addresses. A stage's days may move, and its mentor may change, while it is written. */
export function reportKeyOf({ reportId, dueOn, mentorId, result }: ReportOf): string {
	return result === null ? `${reportId} ${dueOn} ${mentorId}` : resultKeyOf(result)
}

type ReportOf = Pick<ReportState, 'reportId' | 'dueOn' | 'result'> & { mentorId: string }

/** Which result of a stage, likewise. */
export function resultKeyOf({ activityId }: { activityId: string }): string {
	return `result ${activityId}`
}

export function reportConclusions(notes: Y.Doc, report: string): Y.Text {
	return notes.getText(`report conclusions ${report}`)
}

export function reportRemark(notes: Y.Doc, report: string): Y.Text {
	return notes.getText(`report remark ${report}`)
}

/** The text in plain lines, with the marks of its lists. '' if there is no word. */
export function writtenLines(text: Y.Text): string {
	let number = 0
	const lines = readLines(text).map(({ kind, runs }) => {
		number = kind === 'number' ? number + 1 : 0
		const words = wordsOf(runs).trim()
		if (words === '') return ''
		return kind === 'bullet' ? `— ${words}` : kind === 'number' ? `${number}) ${words}` : words
	})
	return lines.filter((line) => line !== '').join('\n')
}

/** By the line's key. */
export function readOwnLines(notes: Y.Doc, report: string): ReadonlyMap<string, OwnLine> {
	const lines = linesMap(notes, report)
	const own = [...lines].flatMap(([line, text]): [string, OwnLine][] => {
		if (isConcurrentKey(line) || typeof text !== 'string') return []
		const written = listConcurrentKeys(lines, line)
			.flatMap((key) => readChoice(lines.get(key)) ?? [])
			.filter(({ value }) => typeof value === 'string' && value !== text)
		// Two devices may have written the same.
		const others = [...new Map(written.map((choice) => [choice.value, choice])).values()]
		return [[line, { text, others }]]
	})
	return new Map(own)
}

/** `text` null: the line is drawn from the plan again. Settles what others wrote at the same time. */
export function setOwnLine(notes: Y.Doc, report: string, line: string, text: string | null, author: Author): void {
	const lines = linesMap(notes, report)
	notes.transact(() => {
		if (text !== null) return settleField(lines, { field: line, value: text }, author)
		dropConcurrentValues(lines, line)
		lines.delete(line)
	})
}

function linesMap(notes: Y.Doc, report: string): PlanItem {
	return notes.getMap(`report lines ${report}`)
}
