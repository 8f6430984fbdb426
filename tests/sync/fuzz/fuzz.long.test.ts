import { expect, it } from 'vitest'
import { growsTooMuch } from './report.ts'
import { fuzzRequests, targets } from './requests.ts'
import { fuzzRooms } from './rooms.ts'
import { fuzzServer } from './server.ts'

it(
	'[R9] thousands of spoilt frames throw nothing, disturb no neighbour and leave readable documents',
	{ timeout: 60_000 },
	async () => {
		const report = await fuzzRooms(6000, 20_261_121)
		expect(report.findings).toEqual([])
		expect(report.frames).toBe(6000)
		expect(report.stored).toBeGreaterThan(100)
		expect(growsTooMuch(report)).toBe(false)
	}
)

it(
	'[R1] [R5] [R9] the real server takes thousands of them and goes on, its partners lose nothing, its database is sound',
	{ timeout: 120_000 },
	async () => {
		const report = await fuzzServer(4000, 20_261_121)
		expect(report.findings).toEqual([])
		expect(report.frames).toBeGreaterThanOrEqual(4000)
		expect(report.closed).toBeGreaterThan(0)
		expect(report.stored).toBeGreaterThan(100)
		expect(report.snapshots).toBeGreaterThan(0)
		expect(growsTooMuch(report)).toBe(false)
	}
)

it.each(targets)('[R9] [P13] [P16] hundreds of spoilt ones are answered with a reason each: %s', async (target) => {
	const { sent, answers, findings } = await fuzzRequests(target, 400, 20_261_121)
	expect(findings).toEqual([])
	expect(sent).toBe(400)
	expect(Object.keys(answers).length).toBeGreaterThan(1)
})
