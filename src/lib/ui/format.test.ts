import { expect, it } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { lengthProblem } from './fields/text-length.ts'

it('a text is as long as it is without the blanks around it', () => {
	expect(lengthProblem(`  ${'а'.repeat(300)}\n`, 300)).toBeNull()
	expect(lengthProblem('а'.repeat(312), 300)).toBe(m.text_long({ most: 300, count: 312 }))
})

it('where there is no limit nothing is too long', () => {
	expect(lengthProblem('а'.repeat(100_000), undefined)).toBeNull()
})
