/**
 * Before all stories: the demonstration municipality is founded once, and each story's server begins with a copy of it. Node keeps
 * what it compiled meanwhile, too (server-process.ts). Founding, compiling and loading (server-host.ts) are most of what a start costs.
 */
import { startServer } from '../support/server-process.ts'

export default async function prepare(): Promise<() => Promise<void>> {
	const server = await startServer()
	await server.stop()
	process.env.TANDEM_FOUNDED = server.dataDirectory
	return () => server.dispose()
}
