import { render } from 'svelte/server'
import { expect, it, vi } from 'vitest'
import type { Me } from '#protocol/api/program.ts'
import { m } from '#lib/paraglide/messages.js'
import { aPerson } from './decisions/testing/listing.ts'
import HomeDecisions from './HomeDecisions.svelte'

// The layout provides this context.
vi.mock('#lib/state/account.svelte.ts', () => ({ getAccount: () => ({ me: null, isOnline: true }) }))

function homeOf(...roles: Me['roles']): string {
	const me = { person: aPerson('tamara'), roles, programs: [] } as unknown as Me
	return render(HomeDecisions, { props: { me, hasPrograms: false, onchanged: () => undefined } }).body
}

it('Tamara of the region reads of her own numbers, a mentor of the pair to come', () => {
	expect(homeOf('region')).toContain(m.forming_empty_region())
	expect(homeOf('region')).toContain('href="/region"')
	expect(homeOf('region')).not.toContain(m.home_empty_text())
	expect(homeOf('mentor')).toContain(m.home_empty_text())
})
