import type { ProgramPart, Regulation } from '../regulation/schema.ts'

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

/** Of what the regulation wants in a programme, what its plan has not (domain.md T9, S10); in the order the regulation names it. */
export function missingParts(
	{ programContent }: Pick<Regulation, 'programContent'>,
	present: readonly ProgramPart[]
): ProgramPart[] {
	// A device may have kept a copy from before there was this.
	return programContent?.value.filter((part) => !present.includes(part)) ?? []
}
