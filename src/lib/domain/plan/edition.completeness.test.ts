import { expect, it } from 'vitest'
import { missingSections, programsToApprove, type ProgramState } from './edition.ts'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { divnogorsk } from '../regulation/packs/divnogorsk.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import type { Regulation } from '../regulation/schema.ts'

const programs: ProgramState[] = [
	{ programId: 'approved', phase: 'active', hasApprovedEdition: true },
	{ programId: 'bare', phase: 'active', hasApprovedEdition: false },
	{ programId: 'forming', phase: 'proposed', hasApprovedEdition: false },
	{ programId: 'over', phase: 'closed', hasApprovedEdition: false }
]

it.each([
	['[T25] [T36] Tomsk city', tomskCity],
	['[S21] Surgut', surgut],
	['[D16] Dinskoy', dinskoy],
	['[V8] Divnogorsk', divnogorsk]
])('%s: names the pair at work that has no approved programme', (_, regulation) => {
	expect(programsToApprove(regulation, programs)).toEqual(['bare'])
	expect(programsToApprove(regulation, programs.slice(0, 1))).toEqual([])
})

it('[V8] a regulation that asks for none misses none', () => {
	expect(programsToApprove({ programRequired: null }, programs)).toEqual([])
})

it.each([
	['[T9] Tomsk city', tomskCity],
	['[S10] Surgut', surgut]
])('%s: names what a programme has not of what must be in it', (_, regulation) => {
	expect(missingSections(regulation, [])).toEqual(['form', 'direction', 'difficulty', 'strength', 'activity'])
	expect(missingSections(regulation, ['activity', 'goal', 'difficulty'])).toEqual(['form', 'direction', 'strength'])
	expect(missingSections(regulation, ['activity', 'difficulty', 'strength', 'direction', 'form'])).toEqual([])
})

it('a regulation that says nothing of it misses nothing, nor does a copy that a device has kept from before', () => {
	expect(missingSections(dinskoy, [])).toEqual([])
	const { programContent: _, ...kept } = tomskCity
	expect(missingSections(kept as Regulation, [])).toEqual([])
})
