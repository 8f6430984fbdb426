/**
 * Before all stories: creates the demonstration municipality once; each story's server starts with a copy of it. Node also caches what
 * it compiles meanwhile (server-process.ts). Creating, compiling and loading (server-host.ts) are most of the cost of a start.
 */
import { signInToDemo } from '../support/demo-sign-in.ts'
import { plansRead } from '../support/plans-read.ts'
import { startServer } from '../support/server-process.ts'

export default async function prepare(): Promise<() => Promise<void>> {
	const server = await startServer()
	await plansRead(server.origin, await signInToDemo(server.origin, 'curator-1'))
	await server.stop()
	process.env.TANDEM_FOUNDED = server.dataDirectory
	return () => server.dispose()
}
