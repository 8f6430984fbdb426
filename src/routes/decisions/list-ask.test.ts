import { expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { type AccountState, setAccount } from '#lib/state/account.svelte.ts'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import type { Me } from '#protocol/api/program.ts'
import { renderWithin } from '../../../tests/support/render-within.ts'
import DecisionList from './DecisionList.svelte'
import { aPerson, requested } from './testing/listing.ts'

const known = vi.hoisted(() => ({ ledgers: null as unknown, requests: [] as unknown }))

vi.mock('#lib/state/ledger-listings.svelte.ts', () => ({
	LedgerListingsState: function () {
		return { failure: null, ledgers: known.ledgers, waiting: [] }
	},
	UnsentRequestsState: function () {
		return { requests: known.requests }
	}
}))

function isOffered(ledgers: LedgerListing[] | null, { role = 'mentee', isRefused }: Given = {}): boolean {
	known.ledgers = ledgers
	const unsent = { programId: 'new', mainRequest: 'Команда', people: [], isRefused }
	known.requests = isRefused === undefined ? [] : [unsent]
	const me = { person: aPerson('irina'), roles: [role], programs: [] } as unknown as Me
	const provide = () => {
		setAccount({ me: null, isOnline: true } as AccountState)
		setToday(new Today())
	}
	const body = renderWithin(provide, DecisionList, { me })
	return body.includes(role === 'curator' ? m.forming_new_staff() : m.forming_ask())
}
interface Given {
	role?: 'mentee' | 'curator'
	isRefused?: boolean
}

it('Ирина, who has no request and no programme, may ask for a mentor', () => {
	expect(isOffered([])).toBe(true)
	expect(isOffered([{ ...requested, phase: 'closed' }])).toBe(true)
	expect(isOffered([{ ...requested, phase: 'active', mentees: [aPerson('darya')] }])).toBe(true)
	expect(isOffered([], { isRefused: true })).toBe(true)
})

it('nothing is offered to her while she has one, sent or not, or while nothing is known', () => {
	expect(isOffered(null)).toBe(false)
	expect(isOffered([requested])).toBe(false)
	expect(isOffered([{ ...requested, phase: 'active', mentors: [aPerson('viktor')] }])).toBe(false)
	expect(isOffered([], { isRefused: false })).toBe(false)
})

it('Елена may always make another request', () => {
	expect(isOffered([requested], { role: 'curator' })).toBe(true)
})
