/**
 * Computes the contradictions inside a regulation, so that they are shown, not hidden. Of some, a curator must only know: the five
 * real regulations have them, too. With others a pack cannot be used, and a copy that has one is not accepted
 * (`parse-regulation.ts`).
 */
import type { Roadmap } from '../roadmaps/roadmap.ts'
import { cited, type Conflict, type ConflictContext, type ConflictToKnow, regulatedDecisions } from './conflict.ts'
import { findConflictsToMend } from './conflicts-to-mend.ts'
import type { Regulation } from './schema.ts'

/** The conflicts to mend come first. */
export function findConflicts(regulation: Regulation, context: ConflictContext): Conflict[] {
	return [...findConflictsToMend(regulation, context), ...findConflictsToKnow(regulation, context)]
}

/** A pack works with these; a curator must only know of them. */
function findConflictsToKnow(regulation: Regulation, context: ConflictContext): (Conflict & ConflictToKnow)[] {
	return [
		...stagesAndTerm(regulation, context),
		...terms(regulation, context),
		...reports(regulation, context),
		...petitioners(regulation)
	]
}

function stagesAndTerm({ categories, programTerm }: Regulation, { findRoadmap }: ConflictContext) {
	if (programTerm === null) return []
	const { minMonths, maxMonths } = programTerm.value
	return categories.flatMap(({ roadmapId, source }, index) => {
		const stageMonths = monthsOf(findRoadmap(roadmapId))
		if (stageMonths === null || (stageMonths >= minMonths && stageMonths <= maxMonths)) return []
		return [
			{
				type: 'stages-and-term' as const,
				path: `categories.${index}.roadmapId`,
				sources: [source, programTerm.source],
				roadmapId,
				stageMonths,
				termMonths: stageMonths < minMonths ? minMonths : maxMonths
			}
		]
	})
}

function terms({ inForce, mentorTermMonths, programTerm }: Regulation, { today }: ConflictContext) {
	const found: (Conflict & ConflictToKnow)[] = []
	const termMonths = programTerm?.value.maxMonths ?? 0
	if (programTerm !== null && mentorTermMonths !== null && mentorTermMonths.value < termMonths) {
		const sources = [mentorTermMonths.source, programTerm.source]
		const mentorMonths = mentorTermMonths.value
		found.push({ type: 'mentor-term-shorter', path: 'mentorTermMonths', sources, mentorMonths, termMonths })
	}
	const { until } = inForce.value
	if (until !== null && until < today) {
		found.push({ type: 'regulation-ended', path: 'inForce', sources: [inForce.source], until })
	}
	return found
}

function reports(regulation: Regulation, { findRoadmap }: ConflictContext): (Conflict & ConflictToKnow)[] {
	const { inForce, programTerm, categories } = regulation
	return regulation.reports.flatMap(
		({ id, schedule, categories: named, source }, index): (Conflict & ConflictToKnow)[] => {
			const path = `reports.${index}.schedule`
			switch (schedule.type) {
				case 'once':
					return schedule.on >= inForce.value.from && schedule.on <= (inForce.value.until ?? schedule.on)
						? []
						: [{ type: 'report-after-term', path, sources: [source, inForce.source], id }]
				case 'every':
					return programTerm === null || schedule.months <= programTerm.value.maxMonths
						? []
						: [{ type: 'report-after-term', path, sources: [source, programTerm.source], id }]
				case 'each-stage': {
					const undated = categories.find(
						(category) => (named?.includes(category.id) ?? true) && isUndated(findRoadmap(category.roadmapId))
					)
					return undated === undefined
						? []
						: [{ type: 'stages-undated', path, sources: [source, undated.source], id, roadmapId: undated.roadmapId }]
				}
				case 'yearly':
				case 'yearly-months':
				case 'undated':
					return []
			}
		}
	)
}

/** Nobody can present an edition before its last signature if whoever puts it forward is the only signer (domain.md D17). */
export function isPresentedAfterSigning({
	decisions: { edition },
	presentation
}: Pick<Regulation, 'decisions' | 'presentation'>): boolean {
	return presentation !== null && edition.value.length === 1
}

function petitioners({ decisions, completion, presentation }: Regulation): (Conflict & ConflictToKnow)[] {
	const found: (Conflict & ConflictToKnow)[] = []
	for (const [decision, side] of [
		['release', 'mentor'],
		['replace', 'mentee']
	] as const) {
		const { value, source } = decisions[decision]
		if (!value.includes(side)) {
			found.push({ type: 'petitioner-missing', path: `decisions.${decision}`, sources: cited(source), decision })
		}
	}
	for (const decision of regulatedDecisions(decisions)) {
		const { value, source } = decisions[decision]
		if (decision !== 'order' && !value.includes('head')) {
			found.push({ type: 'no-decider', path: `decisions.${decision}`, sources: cited(source), decision })
		}
	}
	if (isPresentedAfterSigning({ decisions, presentation })) {
		const sources = [...cited(presentation?.source ?? null), ...cited(decisions.edition.source)]
		found.push({ type: 'presentation-after-signing', path: 'decisions.edition', sources })
	}
	if (!completion.some(({ needs }) => needs === 'plan')) {
		found.push({ type: 'no-fulfilled-completion', path: 'completion', sources: [] })
	}
	return found
}

function monthsOf(roadmap: Roadmap | null): number | null {
	if (roadmap === null || isUndated(roadmap)) return null
	return roadmap.stages.reduce((sum, { months }) => sum + (months ?? 0), 0)
}

function isUndated(roadmap: Roadmap | null): boolean {
	return roadmap?.stages.some(({ months }) => months === null) ?? false
}
