import { render } from 'svelte/server'
import { expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { type AccountState, setAccount } from '#lib/state/account.svelte.ts'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import type { Me } from '#protocol/api/program.ts'
import { renderWithin } from '../../../tests/support/render-within.ts'
import DecisionList from './DecisionList.svelte'
import NothingHere from './[programId]/NothingHere.svelte'

type Known = Pick<LedgerListingsState, 'failure' | 'ledgers'>

const known = vi.hoisted(() => ({ listings: {} }) as { listings: Known })

vi.mock('#lib/state/ledger-listings.svelte.ts', () => ({
	LedgerListingsState: function () {
		return known.listings
	},
	UnsentRequestsState: function () {
		return { requests: [] }
	}
}))

function shown(listings: Known): string {
	known.listings = listings
	const me = { person: { id: 'irina' }, roles: [], programs: [] } as unknown as Me
	return renderWithin(() => void setAccount({ me: null, isOnline: false } as AccountState), DecisionList, { me })
}

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

it('as long as nothing has failed nothing is said of it', () => {
	const body = shown({ failure: null, ledgers: null })
	expect(body).toContain(m.forming_loading())
	for (const words of [m.decision_none_offline_title(), m.forming_offline(), m.try_again()])
		expect(body).not.toContain(words)
})

it('so do the decisions of a programme', () => {
	const { body } = render(NothingHere, { props: { failure: 'offline', onretry: () => undefined } })
	expect(body).toContain(m.decision_none_offline())
	expect(body).toContain(m.try_again())
})
