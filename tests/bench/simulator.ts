/** How fast the simulator (tests/sync) runs: this limits what a night can prove. The target is at least 10,000 operations a second. */
import { run } from '../../scripts/run.ts'
import type { Row } from './table.ts'

const SEEDS = 100

/** In a process of its own, because it replaces the clock. */
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
