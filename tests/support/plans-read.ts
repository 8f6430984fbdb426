import { setTimeout } from 'node:timers/promises'
import type { Board } from '#protocol/api/program.ts'

const MOST_MS = 30_000

/**
 * Resolves when the server has read every open programme of the board's first page. Those that it has not read when it stops wait for its
 * next start.
 */
export async function plansRead(origin: string, cookie: string): Promise<void> {
	for (const until = performance.now() + MOST_MS; performance.now() < until; await setTimeout(50)) {
		const answer = await fetch(`${origin}/api/board`, { headers: { cookie } })
		if (answer.status !== 200) throw new Error(`The board was answered ${answer.status}`)
		const { rows } = (await answer.json()) as Board
		if (rows.length > 0 && rows.every(({ total }) => total > 0)) return
	}
	throw new Error('The plans were not read')
}
