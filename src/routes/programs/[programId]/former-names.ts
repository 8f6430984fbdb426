/** Names of people, with the last day of former participants. */
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { nameThen } from '../../names.ts'
import { shortNameOf, fullNameOf } from './words.ts'

/** As `fullNameOf`, with the last day of a former participant. */
export function nameThenOf(program: ProgramContext, personId: string): string {
	return nameThen(program.listing, personId, fullNameOf(program, personId))
}

/** As `shortNameOf`, with the last day of a former participant. */
export function shortNameThenOf(program: ProgramContext, personId: string): string {
	return nameThen(program.listing, personId, shortNameOf(program, personId))
}
