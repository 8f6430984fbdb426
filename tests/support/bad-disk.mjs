/**
 * Loaded into a server process with `--import`: from SIGUSR2 on, its commits behave as BAD_DISK says. `slow`: up to 40 ms each.
 * `failing`: one in fifteen fails, half of those after they reached the disk, as with a cut cable.
 * `broken`: nothing can be written.
 */
import { StatementSync } from 'node:sqlite'

const { run } = StatementSync.prototype
let kind = 'sound'
process.on('SIGUSR2', () => (kind = process.env.BAD_DISK))
const sleeper = new Int32Array(new SharedArrayBuffer(4))

StatementSync.prototype.run = function (...values) {
	if (kind === 'broken') throw new Error('disk I/O error')
	if (this.sourceSQL !== 'COMMIT') return run.apply(this, values)
	if (kind === 'slow') Atomics.wait(sleeper, 0, 0, Math.random() * 40)
	const fails = kind === 'failing' && Math.random() < 1 / 15
	if (fails && Math.random() < 0.5) throw new Error('disk I/O error')
	const changes = run.apply(this, values)
	if (fails) throw new Error('disk I/O error')
	return changes
}
