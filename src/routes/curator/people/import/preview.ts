import type { Outcome } from './outcome.ts'

export const previewViews = ['all', 'wrong', 'known'] as const
export type PreviewView = (typeof previewViews)[number]

export interface OutcomeCounts {
	all: number
	created: number
	updated: number
	skipped: number
	wrong: number
	/** About somebody who is known, or whom another row is about. */
	known: number
}

export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
	const counts = { all: outcomes.length, created: 0, updated: 0, skipped: 0, wrong: 0, known: 0 }
	for (const { errors, target, duplicate } of outcomes) {
		if (duplicate !== null) counts.known += 1
		if (errors.length > 0) counts.wrong += 1
		else if (target === null) counts.skipped += 1
		else if (target.type === 'update') counts.updated += 1
		else counts.created += 1
	}
	return counts
}

export function isShown({ errors, duplicate }: Outcome, view: PreviewView): boolean {
	switch (view) {
		case 'all':
			return true
		case 'wrong':
			return errors.length > 0
		case 'known':
			return duplicate !== null
	}
}
