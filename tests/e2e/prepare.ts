/**
 * Before all stories: creates the demonstration municipality once; each story's server starts with a copy of it. Node also caches what
 * it compiles meanwhile (server-process.ts). Creating, compiling and loading (server-host.ts) are most of the cost of a start.
 */
import { expect, request } from '@playwright/test'
import type { Board } from '#protocol/api/program.ts'
import { startServer } from '../support/server-process.ts'

export default async function prepare(): Promise<() => Promise<void>> {
	const server = await startServer()
	const curator = await request.newContext({ baseURL: server.origin })
	await curator.post('/api/demo/sign-in', { data: { person: 'curator-1' } })
	// A server that stops leaves the plans that it has not read for the board to the next start.
	const board = async () => (await (await curator.get('/api/board')).json()) as Board
	await expect.poll(async () => (await board()).rows.every(({ total }) => total > 0), { timeout: 30_000 }).toBe(true)
	await curator.dispose()
	await server.stop()
	process.env.TANDEM_FOUNDED = server.dataDirectory
	return () => server.dispose()
}
