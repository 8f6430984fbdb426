import { render } from 'svelte/server'
import { describe, expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { type AccountState, setAccount } from '#lib/state/account.svelte.ts'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import type { Me } from '#protocol/api/program.ts'
import { renderWithin } from '../../../tests/support/render-within.ts'
import NothingHere from './[programId]/NothingHere.svelte'
import DecisionList from './+page.svelte'
import { aPerson, requested } from './testing/listing.ts'

interface Known {
	failure: 'offline' | null
	ledgers: LedgerListing[] | null
}

const known = vi.hoisted(() => ({ listings: {}, requests: [] as unknown[] }))

vi.mock('#lib/state/ledger-listings.svelte.ts', () => ({
	LedgerListingsState: function () {
		return { waiting: [], ...known.listings }
	},
	UnsentRequestsState: function () {
		return { requests: known.requests }
	}
}))

function shown(listings: Known, role: 'mentee' | 'curator' | null = null, requests: unknown[] = []): string {
	known.listings = listings
	known.requests = requests
	const me = { person: aPerson('irina'), roles: role === null ? [] : [role], programs: [] } as unknown as Me
	const provide = () => {
		setAccount({ me, reader: me, isOnline: listings.failure === null } as AccountState)
		setToday(new Today())
	}
	return renderWithin(provide, DecisionList, {})
}

describe('the list of decisions', () => {
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
})

describe('a request for a mentor', () => {
	function isOffered(ledgers: LedgerListing[] | null, requests: unknown[] = []): boolean {
		return shown({ failure: null, ledgers }, 'mentee', requests).includes(m.forming_ask())
	}
	const unsent = { programId: 'new', mainRequest: 'Команда', people: [] }

	it('is offered to Ирина, who has none and no programme', () => {
		expect(isOffered([])).toBe(true)
		expect(isOffered([{ ...requested, phase: 'closed' }])).toBe(true)
		expect(isOffered([{ ...requested, phase: 'active', mentees: [aPerson('darya')] }])).toBe(true)
		expect(isOffered([], [{ ...unsent, isRefused: true }])).toBe(true)
	})

	it('is not offered to her while she has one, sent or not, or while nothing is known', () => {
		expect(isOffered(null)).toBe(false)
		expect(isOffered([requested])).toBe(false)
		expect(isOffered([{ ...requested, phase: 'active', mentors: [aPerson('viktor')] }])).toBe(false)
		expect(isOffered([], [{ ...unsent, isRefused: false }])).toBe(false)
	})

	it('is listed once while this device has not learned yet that the server has it', () => {
		const sent = { ...unsent, programId: requested.programId, isRefused: false }
		const rowsOf = (body: string) => body.split(`href="/decisions/${requested.programId}"`).length - 1
		expect(rowsOf(shown({ failure: null, ledgers: [] }, 'mentee', [sent]))).toBe(1)
		expect(rowsOf(shown({ failure: null, ledgers: [requested] }, 'mentee', [sent]))).toBe(1)
	})

	it('is always offered to Елена, the curator', () => {
		const body = shown({ failure: null, ledgers: [requested] }, 'curator')
		expect(body).toContain(m.forming_new_staff())
	})
})
