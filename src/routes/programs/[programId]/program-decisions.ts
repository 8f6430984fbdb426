/** The ledger of the opened programme, and its specialists. */
import { onMount } from 'svelte'
import type { Specialist } from '#domain/ledger/ledger.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import { createLastingLedger } from '#lib/state/ledger.svelte.ts'
import { getAccount } from '#lib/state/account.svelte.ts'
import { getProgram } from '#lib/state/program.svelte.ts'
import { Decisions } from '../../decisions/[programId]/decisions.svelte.ts'

/**
 * For a component of the programme's screens: follows the ledger while the component is shown. All of them have one ledger state.
 */
export function followDecisions(): Decisions {
	const [program, account] = [getProgram(), getAccount()]
	const { me, listing, toasts, today } = program
	const state = (program.ledger ??= createLastingLedger({ personId: me.id, programId: listing.id, today }))
	const isOnline = () => account.isOnline && state.failure !== 'offline'
	onMount(() => state.start())
	return new Decisions({
		listings: null,
		state,
		me: () => account.me,
		listing: () => program.listing,
		isOnline,
		today,
		toasts
	})
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
