import { expect, it } from 'vitest'
import { runKills, type Condition } from './run-kills.ts'

/** A few of each; the command in kill-loop.ts does a thousand. */
const killsUnder: [Condition, number][] = [
	['sound', 2],
	['slow', 1],
	['failing', 2],
	['full', 1],
	['busy', 1]
]

it.each(killsUnder)(
	'[R1] [R13] no acknowledged edit or remark is missing after the server was killed, it or its disk being %s',
	{ timeout: 120_000 },
	async (condition, most) => {
		const { kills, edits, remarks, refused, missing } = await runKills(most, 90_000, condition)
		expect(kills).toBe(most)
		// A failing disk may refuse the very first edit of each round, and then there is none to lose.
		expect(condition === 'failing' ? edits + refused : edits).toBeGreaterThan(0)
		expect([...missing]).toEqual([])
		if (condition === 'sound') expect(remarks).toBeGreaterThan(0)
		if (condition === 'full') expect(refused).toBeGreaterThan(0)
	}
)
