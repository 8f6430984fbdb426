import { expect, it } from 'vitest'
import { programsToApprove, type ProgramState } from './completeness.ts'
import { divnogorsk } from './regulation/divnogorsk.ts'

const programs: ProgramState[] = [
	{ programId: 'approved', phase: 'active', hasApprovedEdition: true },
	{ programId: 'bare', phase: 'active', hasApprovedEdition: false },
	{ programId: 'forming', phase: 'proposed', hasApprovedEdition: false },
	{ programId: 'over', phase: 'closed', hasApprovedEdition: false }
]

it('[V8] names the pair at work that has no approved programme', () => {
	expect(programsToApprove(divnogorsk, programs)).toEqual(['bare'])
})

it('[V8] a regulation that asks for none misses none', () => {
	expect(programsToApprove({ programRequired: null }, programs)).toEqual([])
})
