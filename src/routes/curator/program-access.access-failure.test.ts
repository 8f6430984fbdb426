import { expect, it } from 'vitest'
import { accessFailureText } from './program-access.svelte.ts'

it('a part that a decision ended is given back by another decision, and that is said', () => {
	expect(accessFailureText({ ok: false, code: 'conflict', field: 'ledger' })).toMatch(/приказ/)
	expect(accessFailureText({ ok: false, code: 'conflict', field: 'personId' })).not.toMatch(/приказ/)
})
