import type { Regulation } from './regulation/schema.ts'

export interface ProgramState {
	programId: string
	phase: 'requested' | 'proposed' | 'active' | 'closed'
	hasApprovedEdition: boolean
}

/**
 * Pairs and groups at work without an approved programme, where the regulation wants one for each (domain.md T25, S21, V8).
 * Empty where it does not.
 */
export function programsToApprove(
	{ programRequired }: Pick<Regulation, 'programRequired'>,
	programs: readonly ProgramState[]
): string[] {
	if (programRequired === null) return []
	return programs
		.filter(({ phase, hasApprovedEdition }) => phase === 'active' && !hasApprovedEdition)
		.map(({ programId }) => programId)
}
