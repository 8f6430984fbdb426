import { expect, it } from 'vitest'
import { invitationStateOf } from './invitations.svelte.ts'

const expiresAt = '2026-11-28T09:00:00.000Z'

it.each([
	['waits until its last moment', null, '2026-11-28T08:59:59.000Z', 'waiting'],
	['has expired from then on', null, expiresAt, 'expired'],
	['stays accepted after its last day', '2026-11-22T10:00:00.000Z', '2027-02-01T00:00:00.000Z', 'accepted']
])('an invitation %s', (_, acceptedAt, now, state) => {
	expect(invitationStateOf({ acceptedAt, expiresAt }, now)).toBe(state)
})
