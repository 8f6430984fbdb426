import type { IsoDate } from '../calendar.ts'
import type { Roadmap } from '../roadmaps/roadmap.ts'
import type { RegulatedDecision, Regulation, Source } from './schema.ts'

/** A contradiction inside a regulation, found by `conflicts.ts`. */
export type Conflict = {
	/** Path in the pack: `categories.0.roadmapId`. */
	path: string
	/** The sources that disagree; empty if none is cited. */
	sources: readonly Source[]
} & (ConflictToKnow | ConflictToMend)

export type ConflictToKnow =
	/** The stages take more or less time than the programme (domain.md T57). */
	| { type: 'stages-and-term'; roadmapId: string; stageMonths: number; termMonths: number }
	/** A mentor's term is shorter than the longest programme. */
	| { type: 'mentor-term-shorter'; mentorMonths: number; termMonths: number }
	/** The regulation is not in force any more (domain.md R2, V1). */
	| { type: 'regulation-ended'; until: IsoDate }
	/** A report is due outside the regulation's validity, or after the longest programme has ended. */
	| { type: 'report-after-term'; id: string }
	/** A report is due after each stage, but the roadmap's stages have no days. */
	| { type: 'stages-undated'; id: string; roadmapId: string }
	/** The person concerned cannot begin it (domain.md T35, T37). */
	| { type: 'petitioner-missing'; decision: RegulatedDecision }
	/** The head is not among the signatories. */
	| { type: 'no-decider'; decision: RegulatedDecision }
	/** The programme is presented before its last signature, but whoever puts it forward is the only one who signs (domain.md D17). */
	| { type: 'presentation-after-signing' }
	| { type: 'no-fulfilled-completion' }

export type ConflictToMend =
	| { type: 'term-inverted' }
	| { type: 'group-inverted' }
	| { type: 'in-force-inverted' }
	| { type: 'unknown-roadmap'; roadmapId: string }
	/** A report names a category that the regulation does not have. */
	| { type: 'unknown-category'; categoryId: string }
	/** The pay falls with more mentees, or a number of mentees appears twice. */
	| { type: 'tiers-not-ascending' }
	/** The head always signs an order (domain.md T16, S18, R18). */
	| { type: 'order-without-head' }
	/** Only the head may raise it, and the head raises nothing: it could never begin. */
	| { type: 'nobody-raises'; what: string }
	| { type: 'duplicate-id'; id: string }
	| { type: 'duplicate-signatory' }
	/** Two units answer for one kind of organisation or one relation. */
	| { type: 'two-units' }
	/** A unit that answers for no kind and no relation. */
	| { type: 'unit-of-nothing' }
	/** A role has two titles in one kind of organisation. */
	| { type: 'two-titles' }
	/** A team of several people needs the group form (domain.md D3). */
	| { type: 'team-without-group' }
	| { type: 'relation-of-another-mentee' }
	/** Federal law requires it in every municipality (domain.md L1, L3). */
	| { type: 'labour-law-missing'; what: 'duties' | 'personal-data' | 'publication' | 'notice' }

export interface ConflictContext {
	today: IsoDate
	findRoadmap: (id: string) => Roadmap | null
}

export function regulatedDecisions(decisions: Regulation['decisions']): RegulatedDecision[] {
	return Object.keys(decisions) as RegulatedDecision[]
}

export function cited(source: Source | null): Source[] {
	return source === null ? [] : [source]
}
