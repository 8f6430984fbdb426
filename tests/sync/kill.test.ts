import { expect, it } from 'vitest'
import { runKillLoop } from './kill-loop.ts'

it(
	'[R1][R13] no acknowledged edit is missing after the server was killed five times',
	{ timeout: 60_000 },
	async () => {
		const { kills, acknowledged, missing } = await runKillLoop(5, 45_000)
		expect(kills).toBe(5)
		expect(acknowledged).toBeGreaterThan(0)
		expect(missing).toEqual([])
	}
)
