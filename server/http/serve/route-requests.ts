import type { RequestListener, Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import type { Relay } from '../../documents/relay/relay.ts'
import type { Api } from './api-parts.ts'
import { allowPage } from './security-headers.ts'
import { createShell } from './shell.ts'

/** Takes the place of the built app, for development. The server is given for its `upgrade` events outside /sync. */
export type ServeShell = (server: Server) => RequestListener | Promise<RequestListener>

/** One port for all: requests go to the API or to the app, sockets to the relay. */
export async function routeRequests(
	server: Server,
	{ api, relay }: { api: Api; relay: Pick<Relay, 'handleUpgrade'> },
	serveShell: ServeShell | undefined
): Promise<RequestListener> {
	const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: false })
	const answerShell = (await serveShell?.(server)) ?? createShell(buildDirectory)
	server.on('upgrade', (request, socket, head) => {
		if (request.url?.startsWith('/sync/')) relay.handleUpgrade(request, socket, head)
		else if (serveShell === undefined) socket.destroy()
	})
	return (request, response) => {
		if (/^\/api(\/|\?|$)/.test(request.url ?? '')) return void answerApi(request, response)
		allowPage(response)
		answerShell(request, response)
	}
}

const buildDirectory = fileURLToPath(new URL('../../../build', import.meta.url))
