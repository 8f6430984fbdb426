import { expect, it } from 'vitest'
import type { Organisation } from '#domain/people/organisation.ts'
import { unitText } from './organisation.ts'

it.each([
	['Отдел образования', 'Отдел образования', 'Отдел образования'],
	[null, 'Комитет по общему образованию', 'Комитет по общему образованию\u00a0— по положению'],
	[null, null, null]
])('of an organisation with the unit %s and %s it is said: %s', (own, unit, said) => {
	expect(unitText({ organisation: { unit: own } as Organisation, unit })).toBe(said)
})
