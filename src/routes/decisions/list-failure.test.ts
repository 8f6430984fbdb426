import { render } from 'svelte/server'
import { expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import ListFailure from './ListFailure.svelte'
import NothingHere from './[programId]/NothingHere.svelte'

// The kit's own, which only its build has.
vi.mock('$app/paths', () => ({ resolve: (path: string) => path }))

const shown = (listings: Pick<LedgerListingsState, 'failure' | 'ledgers'>) =>
	render(ListFailure, { props: { listings: listings as LedgerListingsState } }).body

it('without a network, a list never opened on this device says so, and what to do', () => {
	const body = shown({ failure: 'offline', ledgers: null })
	expect(body).toContain(m.decision_none_offline_title())
	expect(body).toContain(m.forming_offline_empty())
	expect(body).toContain(m.try_again())
})

it('one that this device has says that it is from before', () => {
	const body = shown({ failure: 'offline', ledgers: [] })
	expect(body).toContain(m.forming_offline())
	expect(body).not.toContain(m.forming_offline_empty())
})

it('as long as nothing has failed nothing is said', () => {
	expect(shown({ failure: null, ledgers: null })).not.toMatch(/<(p|section|button)/)
})

it('so do the decisions of a programme', () => {
	const { body } = render(NothingHere, { props: { failure: 'offline', onretry: () => undefined } })
	expect(body).toContain(m.decision_none_offline())
	expect(body).toContain(m.try_again())
})
