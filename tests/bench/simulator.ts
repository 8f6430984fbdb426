/** How fast the simulator (tests/sync) plays its worlds: what it proves in a night hangs on that. At least 10,000 operations a second are asked. */
import { run } from '../../scripts/run.ts'
import type { Row } from './table.ts'

const SEEDS = 100

/** In a process of its own, as it takes over the clock. */
export async function benchSimulator(): Promise<Row[]> {
	const { output } = await run(process.execPath, ['tests/sync/simulate.ts', String(SEEDS)])
	const perSecond = Number(/operations\/s=(\d+)/.exec(output)?.[1])
	return [
		{
			measure: `simulated worlds, ${SEEDS} seeds (target ≥ 10,000)`,
			value: `${perSecond.toLocaleString('en')} operations a second`
		}
	]
}
