import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CannotStart, type Config } from '../../config.ts'

export interface HttpServer {
	server: Server
	/**
	 * Accepts no more connections, waits for the running requests, then cuts the rest: browsers keep spare connections without a
	 * request.
	 */
	close(): Promise<void>
}

/** How long an answer may take after `close`, in ms. */
const CLOSE_PATIENCE_MS = 2000
/** A slower client is cut off (sync.md R10); the slowest network needs a second or two. */
const HEADERS_MS = 10_000
/**
 * How long a connection may wait for its next request, in ms: longer than a proxy in front of the server keeps it, which is one
 * minute with nginx, one and a half with Traefik, two with Caddy. A request sent while the server closes the connection gets no
 * answer, and its sender cannot know whether a command was submitted.
 */
const IDLE_MS = 130_000
/**
 * How many connections may wait to be accepted, as far as the system allows. When the queue is full, a client tries again only after
 * a second, then three, then seven …: too long for a town that reconnects at once.
 */
const BACKLOG = 4096

/** `headersMs`: how long a client may take to send its headers. */
export function createHttpServer(answer: RequestListener, headersMs = HEADERS_MS): HttpServer {
	const answering = new Set<Promise<void>>()
	const server = createServer(
		{ headersTimeout: headersMs, connectionsCheckingInterval: headersMs / 4, keepAliveTimeout: IDLE_MS },
		(request, response) => {
			const ended = new Promise<void>((resolve) => response.once('close', resolve))
			answering.add(ended)
			void ended.then(() => answering.delete(ended))
			answer(request, response)
		}
	)
	return {
		server,
		async close() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()))
			const patience = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS)
			await Promise.all(answering)
			clearTimeout(patience)
			server.closeAllConnections()
			await closed
		}
	}
}

/**
 * Resolves with the address on this machine, without a slash at its end. Throws CannotStart, which names the `variable` that sets the
 * port.
 */
export async function listen(
	server: Server,
	{ host, port }: Pick<Config, 'host' | 'port'>,
	variable = 'PORT'
): Promise<string> {
	try {
		server.listen({ port, host, backlog: BACKLOG })
		await once(server, 'listening')
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
		throw code === 'EADDRINUSE'
			? new CannotStart(
					`Порт ${port} уже занят: остановите другую программу или укажите другой порт (${variable}).`,
					`Port ${port} is already in use: stop the other program, or set another port (${variable}).`
				)
			: new CannotStart(
					`Не удаётся принимать соединения на ${host}, порт ${port} (HOST, ${variable}).`,
					`Cannot listen on ${host}, port ${port} (HOST, ${variable}): ${code}.`
				)
	}
	return addressOf(host, (server.address() as AddressInfo).port)
}

/** Nobody can open the address that stands for all addresses of a machine; the machine's own takes its place. */
export function addressOf(host: string, port: number): string {
	const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
