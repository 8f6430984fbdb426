import { expect, it } from 'vitest'
import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { type AccountState, setAccount } from '#lib/state/account.svelte.ts'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import { renderWithin } from '../../tests/support/render-within.ts'
import { aPerson } from './decisions/testing/listing.ts'
import HomeDecisions from './HomeDecisions.svelte'

function homeOf(...roles: Me['roles']): string {
	const me = { person: aPerson('tamara'), roles, programs: [] } as unknown as Me
	const provide = () => {
		setAccount({ me: null, isOnline: true } as AccountState)
		setToday(new Today())
	}
	return renderWithin(provide, HomeDecisions, { me, listings: { ledgers: [], waiting: [] }, hasPrograms: false })
}

it('Tamara of the region reads of her own numbers, a mentor of the pair to come', () => {
	expect(homeOf('region')).toContain(m.forming_empty_region())
	expect(homeOf('region')).toContain('href="/region"')
	expect(homeOf('region')).not.toContain(m.home_empty_text())
	expect(homeOf('mentor')).toContain(m.home_empty_text())
})
