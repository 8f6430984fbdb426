import { expect, it } from 'vitest'
import { runKillLoop, type Disk } from './kill-loop.ts'

/** Hundreds of each by the command in kill-loop.ts. */
const killsByDisk: [Disk, number][] = [
	['sound', 2],
	['slow', 1],
	['failing', 2],
	['full', 1],
	['busy', 1]
]

it.each(killsByDisk)(
	'[R1] [R13] no acknowledged edit is missing after the server was killed, it or its disk being %s',
	{ timeout: 120_000 },
	async (disk, most) => {
		const { kills, acknowledged, refused, missing } = await runKillLoop(most, 90_000, disk)
		expect(kills).toBe(most)
		expect(acknowledged).toBeGreaterThan(0)
		expect([...missing]).toEqual([])
		if (disk === 'full') expect(refused).toBeGreaterThan(0)
	}
)
