import { LedgerState } from '#lib/state/ledger.svelte.ts'
import { MunicipalToday } from '#lib/state/today.svelte.ts'
import type { AccountState } from '#lib/state/account.svelte.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { Decisions } from '../../decisions/[programId]/decisions.svelte.ts'

/** The ledger of the programme on the screen: one for all its parts, followed while any of them is shown. */
export function decisionsOf(program: ProgramContext, account: AccountState): Decisions {
	const { me, listing, toasts } = program
	const today = new MunicipalToday(() => account.timeZone)
	const state = (program.ledger ??= new LedgerState({ personId: me.id, programId: listing.id, today }))
	const isOnline = () => account.isOnline && state.failure !== 'offline'
	return new Decisions({ listings: null, state, me: () => account.me, isOnline, today, toasts })
}
