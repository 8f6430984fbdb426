/**
 * What a whole town, or somebody with bad intentions, can do to the real server:
 *
 *   node --expose-gc tests/sync/storm.ts reconnect 2000 [networks]
 *   node --expose-gc tests/sync/storm.ts presence 1000000 [connections]
 *   node --expose-gc tests/sync/storm.ts sockets
 */
import { runPresenceStorm } from './storm-presence.ts'
import { runReconnectStorm } from './storm-reconnect.ts'
import { runSocketStormOnServer } from './storm-sockets-server.ts'

const MOST_MS = 120_000
const [what, count, second] = process.argv.slice(2)
const say = (report: object) => console.log(JSON.stringify(report))

switch (what) {
	case 'reconnect': {
		const { phases, acknowledged, missing } = await runReconnectStorm(Number(count ?? 2000), Number(second ?? 4))
		phases.forEach(say)
		say({ acknowledged, missing: missing.length, first: missing.slice(0, 5) })
		process.exitCode = missing.length === 0 ? 0 : 1
		break
	}
	case 'presence':
		say(await runPresenceStorm(Number(count ?? 1_000_000), Number(second ?? 50), MOST_MS))
		break
	case 'sockets':
		say(await runSocketStormOnServer())
		break
	default:
		console.error('Which storm? reconnect, presence, sockets')
		process.exitCode = 1
}
