import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { nameThen } from '../../name-then.ts'
import { fullNameOf, shortNameOf } from './people-words.ts'

/** As `fullNameOf`, with the last day of whoever takes part no more. */
export function nameThenOf(program: ProgramContext, personId: string): string {
	return nameThen(program.listing, personId, fullNameOf(program, personId))
}

/** As `shortNameOf`, the same. */
export function shortNameThenOf(program: ProgramContext, personId: string): string {
	return nameThen(program.listing, personId, shortNameOf(program, personId))
}
