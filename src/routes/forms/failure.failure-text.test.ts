import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { failureText } from './failure.ts'

it('whose session has ended is told of signing in, not to check what was entered', () => {
	expect(failureText('unauthorized')).toBe(m.failed_unauthorized())
	expect(failureText('invalid')).toBe(m.failed_otherwise())
})
