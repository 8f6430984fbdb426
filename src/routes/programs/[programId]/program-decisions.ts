/** The ledger of the opened programme, and its specialists. */
import type { Specialist } from '#domain/ledger/ledger.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import { createLastingLedger } from '#lib/state/ledger.svelte.ts'
import type { AccountState } from '#lib/state/account.svelte.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { Decisions } from '../../decisions/[programId]/decisions.svelte.ts'

/** One ledger state for all components of the programme's screens; it follows the ledger while any of them is shown. */
export function decisionsOf(program: ProgramContext, account: AccountState): Decisions {
	const { me, listing, toasts, today } = program
	const state = (program.ledger ??= createLastingLedger({ personId: me.id, programId: listing.id, today }))
	const isOnline = () => account.isOnline && state.failure !== 'offline'
	return new Decisions({ listings: null, state, me: () => account.me, isOnline, today, toasts })
}

export const SPECIALIST_STATEMENTS: readonly Statement['type'][] = ['involve-specialist', 'release-specialist']

/**
 * Sorts the specialists into the lists of the page about the programme. `isNobodyYet`: nobody was ever involved, and no statement
 * about specialists waits on this device.
 */
export function groupSpecialists(
	all: readonly Specialist[],
	waiting: readonly Pick<Command, 'statement'>[]
): { lasting: Specialist[]; former: Specialist[]; isNobodyYet: boolean } {
	return {
		lasting: all.filter(({ until }) => until === null),
		former: all.filter(({ until }) => until !== null),
		isNobodyYet: all.length === 0 && !waiting.some(({ statement }) => SPECIALIST_STATEMENTS.includes(statement.type))
	}
}
