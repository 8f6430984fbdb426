import type { IsoDate } from '../calendar.ts'
import type { Roadmap } from '../roadmaps/roadmap.ts'
import type { Decision, Regulation, Source } from './schema.ts'

/** What does not fit together inside a regulation; found by `conflicts.ts`. */
export type Conflict = {
	/** Where in the pack, `categories.0.roadmapId`. */
	path: string
	/** What disagrees; empty where none of it is cited. */
	sources: readonly Source[]
} & (ConflictToKnow | ConflictToMend)

export type ConflictToKnow =
	/** Stages fill another time than the programme has (domain.md T57). */
	| { type: 'stages-and-term'; roadmapId: string; stageMonths: number; termMonths: number }
	/** A mentor's term ends before the longest programme does. */
	| { type: 'mentor-term-shorter'; mentorMonths: number; termMonths: number }
	/** It is not in force any more (domain.md R2, V1). */
	| { type: 'regulation-ended'; until: IsoDate }
	/** Due on a day the regulation does not live to see, or after the longest programme has ended. */
	| { type: 'report-after-term'; id: string }
	/** Due after each stage, by a roadmap whose stages have no days. */
	| { type: 'stages-undated'; id: string; roadmapId: string }
	/** Whom it concerns cannot begin it (domain.md T35, T37). */
	| { type: 'petitioner-missing'; decision: Decision }
	/** No head among those who sign. */
	| { type: 'no-decider'; decision: Decision }
	| { type: 'no-fulfilled-completion' }

export type ConflictToMend =
	| { type: 'term-inverted' }
	| { type: 'group-inverted' }
	| { type: 'in-force-inverted' }
	| { type: 'unknown-roadmap'; roadmapId: string }
	/** A report is due of a category that the regulation does not have. */
	| { type: 'unknown-category'; categoryId: string }
	/** Money that falls, or the same number of mentees twice. */
	| { type: 'tiers-not-ascending' }
	/** An order is the head's, always (domain.md T16, S18, R18). */
	| { type: 'order-without-head' }
	/** The head decides and raises nothing: this could never begin. */
	| { type: 'nobody-raises'; what: string }
	| { type: 'duplicate-id'; id: string }
	| { type: 'duplicate-signatory' }
	/** One kind of organisation, or one relation, has two units that answer for it. */
	| { type: 'two-units' }
	/** A unit that answers for no kind and no relation. */
	| { type: 'unit-of-nothing' }
	/** One role is called two things in one kind of organisation. */
	| { type: 'two-titles' }
	/** A team of several people needs the form of a group (domain.md D3). */
	| { type: 'team-without-group' }
	| { type: 'relation-of-another-mentee' }
	/** Federal law asks for it in every municipality (domain.md L1, L3). */
	| { type: 'labour-law-missing'; what: 'duties' | 'personal-data' | 'publication' | 'notice' }

export interface ConflictContext {
	today: IsoDate
	findRoadmap: (id: string) => Roadmap | null
}

export function decisionsOf(decisions: Regulation['decisions']): Decision[] {
	return Object.keys(decisions) as Decision[]
}

export function cited(source: Source | null): Source[] {
	return source === null ? [] : [source]
}
