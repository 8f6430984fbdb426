import { type MentorReport, reportsOfStages } from '#domain/ledger/reports.ts'
import { type StageResult, stageResults } from '#domain/stage-results.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import type { Decisions } from '../../../decisions/[programId]/decisions.svelte.ts'

/** The documents in which the stages of the opened programme end (domain.md T54), by its plan. */
export function resultsOf({ plan, approved }: ProgramContext): StageResult[] {
	return stageResults(plan.stages, plan.activities, approved?.results)
}

/** What became of each; empty before the programme has begun. */
export function stageReportsOf(program: ProgramContext, { state, today }: Decisions): MentorReport[] {
	const { regulation, ledger } = state
	if (regulation === null || ledger.term === null) return []
	return reportsOfStages(ledger, regulation, resultsOf(program), { readerId: program.me.id, today: today.date })
}
