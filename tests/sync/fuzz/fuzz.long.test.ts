import { expect, it } from 'vitest'
import { runFuzz } from './fuzz.ts'
import { fuzzRequests, targets } from './requests.ts'

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

it.each(targets)('[R9] [P13] [P16] hundreds of spoilt ones are answered with a reason each: %s', async (target) => {
	const { sent, answers, findings } = await fuzzRequests(target, 400, 20_261_121)
	expect(findings).toEqual([])
	expect(sent).toBe(400)
	expect(Object.keys(answers).length).toBeGreaterThan(1)
})
