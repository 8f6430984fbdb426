import type { PlanChange } from './plan-change.ts'
import { findDifference } from './text-difference.ts'
import type { FieldState, WholeChange } from './whole-change.ts'

const MAX_LENGTH = 200
/** Titles are official, and some are long: the longest of the shipped roadmaps has 101 characters. */
const MAX_LABEL = 400
/** Of what was written into a long text, or taken out of it. */
const MAX_WORDS = 1000

export function tellChanges(changes: readonly WholeChange[]): PlanChange[] {
	return changes.map(tellChange)
}

export function tellChange(change: WholeChange): PlanChange {
	const { itemId } = change
	const label = shorten(change.label, MAX_LABEL)
	switch (change.type) {
		case 'added':
		case 'deleted':
		case 'restored':
		case 'moved':
			return { type: change.type, kind: change.kind, itemId, label }
		case 'marked':
			return {
				type: 'marked',
				kind: change.kind,
				itemId,
				label,
				status: change.status,
				doneOn: change.doneOn
			}
		case 'changed': {
			const { kind, field } = change
			return { type: 'changed', kind, itemId, label, field, ...tellField(change.before, change.after) }
		}
		case 'apart':
		case 'settled': {
			const { type, kind, field, value, rival } = change
			return { type, kind, itemId, label, field, value: tellValue(value), rival: tellValue(rival) }
		}
		case 'stranded':
		case 'dropped': {
			const { type, kind, field, words } = change
			return { type, kind, itemId, label, field, words: shorten(words, MAX_WORDS) }
		}
	}
}

function tellField(before: FieldState, after: FieldState): { before: string | null; after: string | null } {
	const [was, is, most] = after.isLong
		? [...findDifference(before.words, after.words), MAX_WORDS]
		: [before.words, after.words, MAX_LENGTH]
	return { before: shorten(was, most) || null, after: shorten(is, most) || null }
}

function tellValue({ words }: FieldState): string | null {
	return shorten(words, MAX_LENGTH) || null
}

function shorten(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text
}
