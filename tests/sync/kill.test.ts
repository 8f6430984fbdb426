import { expect, it } from 'vitest'
import { disks, runKillLoop } from './kill-loop.ts'

const KILLS = 3

it.each(disks)(
	'[R1] [R13] no acknowledged edit is missing after the server was killed, its disk being %s',
	{ timeout: 90_000 },
	async (disk) => {
		const { kills, acknowledged, refused, missing } = await runKillLoop(KILLS, 60_000, disk)
		expect(kills).toBe(KILLS)
		expect(acknowledged).toBeGreaterThan(0)
		expect(missing).toEqual([])
		if (disk === 'full') expect(refused).toBeGreaterThan(0)
	}
)
