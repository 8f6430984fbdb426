import { expect, it } from 'vitest'
import { runFuzz } from './fuzz.ts'

it(
	'[R9] thousands of spoilt frames throw nothing, disturb no neighbour and leave readable documents',
	{ timeout: 60_000 },
	async () => {
		const { frames, stored, findings } = await runFuzz(6000, 20_261_121)
		expect(findings).toEqual([])
		expect(frames).toBe(6000)
		expect(stored).toBeGreaterThan(100)
	}
)
