import { expect, it } from 'vitest'
import { reconnectDelay, weighFailures } from './retry.ts'

it.each([
	[1, 100, 200],
	[2, 200, 400],
	[5, 1_600, 3_200],
	[12, 30_000, 60_000],
	[100, 30_000, 60_000]
])('[D6] after %d failures a device waits between %d and %d ms', (failures, shortest, longest) => {
	expect(reconnectDelay(failures, 0)).toBe(shortest)
	expect(reconnectDelay(failures, 1)).toBe(longest)
})

it('[D6] a relay that sends everybody away at once is given time', () => {
	expect(weighFailures(1, 'restarting')).toBe(3)
	expect(weighFailures(1, 'overloaded')).toBe(6)
	expect(weighFailures(9, 'overloaded')).toBe(9)
	expect(weighFailures(2, null)).toBe(2)
})
