/**
 * A process that runs the server of one story after the other. Loading the server's modules takes a second of processor time, most of
 * a start; here it is done once for all stories of a worker. A server that a story kills has a process of its own
 * (server-process.ts).
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { COMPILED, removeData, type RunningServer } from '../support/server-process.ts'
import type { Done, Order } from './hosted-servers.ts'

export type HostedServer = Pick<RunningServer, 'origin' | 'dataDirectory'>

export interface ServerHost {
	/** Starts on a port of its own. Rejects when the process has ended, with its output. */
	start(dataDirectory: string): Promise<HostedServer>
	/** Stops it and removes its data. Rejects when the process has ended meanwhile: no server of a story may end it. */
	dispose(server: HostedServer): Promise<void>
	end(): void
}

export function openServerHost(): ServerHost {
	const child = fork(join(import.meta.dirname, 'hosted-servers.ts'), {
		env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, LOG_LEVEL: 'warn', PORT: '0' },
		execArgv: [],
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	})
	let printed = ''
	for (const output of [child.stdout, child.stderr])
		output?.on('data', (chunk: Buffer) => (printed += chunk.toString()))

	function ask(order: Order): Promise<Done> {
		return new Promise((resolve, reject) => {
			const fail = () => reject(new Error(`The process of the servers has ended: ${printed}`))
			if (child.exitCode !== null || child.signalCode !== null) return fail()
			child.once('exit', fail)
			child.once('message', (done: Done) => {
				child.off('exit', fail)
				resolve(done)
			})
			child.send(order)
		})
	}

	return {
		async start(dataDirectory) {
			const { origin } = await ask({ do: 'start', env: { TANDEM_DATA: dataDirectory } })
			return { origin: origin ?? '', dataDirectory }
		},
		async dispose({ dataDirectory }) {
			await ask({ do: 'stop' })
			await removeData(dataDirectory)
		},
		end: () => void child.kill()
	}
}
