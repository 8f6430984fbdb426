/**
 * Serves the built app: one page for every address, and its files. Also routes all requests, checks their origin, sets the security
 * headers, and answers while the server starts.
 */
import { getRequestListener } from '@hono/node-server'
import { existsSync } from 'node:fs'
import type { RequestListener, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import type { ApiError } from '#protocol/api/program.ts'
import { type Config, isLoopback } from '../../config.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import type { Api } from './answers.ts'

/** `directory`: the output of `npm run build`, with .br and .gz beside the files. */
export function createShell(directory: string): RequestListener {
	if (!existsSync(join(directory, '200.html'))) return answerUnbuilt
	const serve = sirv(directory, {
		single: '200.html',
		etag: true,
		brotli: true,
		gzip: true,
		setHeaders(response, path) {
			// A file under immutable/ has its content's hash in its name; browsers check every other file each time.
			const isHashed = path.startsWith('/_app/immutable/')
			response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
		}
	})
	return (request, response) => {
		if (request.method === 'GET' || request.method === 'HEAD') serve(request, response, () => answerNotFound(response))
		else response.writeHead(405, { Allow: 'GET, HEAD' }).end()
	}
}

function answerNotFound(response: Parameters<RequestListener>[1]): void {
	response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('404\n')
}

const answerUnbuilt: RequestListener = (_request, response) => {
	response
		.writeHead(503, { 'Content-Type': 'text/html; charset=utf-8' })
		.end(
			'<!doctype html><meta charset="utf-8"><title>Тандем</title>' +
				'<p>Приложение ещё не собрано: выполните <code>npm run build</code> и запустите сервер снова.</p>' +
				'<p lang="en">The app is not built yet: run <code>npm run build</code> and start the server again.</p>'
		)
}

/**
 * Whether a page of this origin may change something here or open a document (sync.md R10). A program that is no browser sends no
 * origin. Without a public address, the origin must be the one to which the request came. On a loopback host only a loopback name
 * counts, because any page could use its own name that points here.
 */
export function createOriginCheck(config: Pick<Config, 'host' | 'origin'>) {
	return (origin: string | undefined, host: string | undefined): boolean => {
		if (origin === undefined) return true
		if (config.origin !== null) return origin === config.origin
		const page = URL.parse(origin)
		if (page === null || page.host !== host) return false
		return !isLoopback(config.host) || isLoopback(page.hostname)
	}
}

/** Replaces the built app in development. Gets the server for its `upgrade` events outside /sync. */
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
		// The address in a paper's code is short; a page without the app answers it (http/check.ts).
		if (request.url?.startsWith('/check/')) request.url = `/api${request.url}`
		if (/^\/api(\/|\?|$)/.test(request.url ?? '')) return void answerApi(request, response)
		allowPage(response)
		answerShell(request, response)
	}
}

const buildDirectory = fileURLToPath(new URL('../../../build', import.meta.url))

/** If a browser ever shows an API answer as a page, nothing in it may run, load or be framed. */
const ANSWER_POLICY = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * The page itself lists the allowed scripts, by their hashes; both policies hold. This one is not stricter, because it also applies
 * to the service worker, which requests everything from our server.
 */
const PAGE_POLICY = `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** Two years, in seconds, as the browsers' own lists require. */
const HSTS = 'max-age=63072000; includeSubDomains'

/** For every answer. `isHttps`: people connect by https, directly or through a proxy. */
export function setSecurityHeaders(response: ServerResponse, isHttps: boolean): void {
	response.setHeader('Content-Security-Policy', ANSWER_POLICY)
	response.setHeader('X-Content-Type-Options', 'nosniff')
	// An invitation's address is a secret.
	response.setHeader('Referrer-Policy', 'same-origin')
	response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
	response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
	// The camera reads a code from the partner's screen.
	response.setHeader('Permissions-Policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()')
	if (isHttps) response.setHeader('Strict-Transport-Security', HSTS)
}

/** For the app's page and files; call it after `setSecurityHeaders`. */
export function allowPage(response: ServerResponse): void {
	response.setHeader('Content-Security-Policy', PAGE_POLICY)
}

/** A start takes a second or two; after a long pause with many edits, some more. */
const AGAIN_SECONDS = 2
/** The page's refresh gives people with a screen reader or a magnifier time to read to its end (WCAG 2.2.1). The link works at once. */
const REFRESH_SECONDS = 10

/** No style and no script: the policy of our answers forbids them. A refresh is allowed. */
const page =
	'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Тандем</title>' +
	`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` +
	'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">' +
	'</head><body><h1>Сервер запускается</h1><p>«Тандем» откроется сам через несколько секунд. <a href="">Открыть сейчас</a></p>' +
	'<p lang="en">The server is starting. Tandem opens by itself in a few seconds. <a href="">Open now</a></p></body></html>'

const failure: ApiError = { error: { code: 'internal' } }

/**
 * Answers 503 to everything while the server starts. A browser gets a page that asks again, the app gets a failure. The region's own
 * identity system sends a person back to an address of the API: they get the page, too.
 */
export const answerUnready: RequestListener = ({ url = '', headers }, response) => {
	const [type, body] = headers.accept?.includes('text/html')
		? ['text/html; charset=utf-8', page]
		: url.startsWith('/api/')
			? ['application/json', JSON.stringify(failure)]
			: ['text/plain; charset=utf-8', '503\n']
	response.writeHead(503, { 'Retry-After': AGAIN_SECONDS, 'Cache-Control': 'no-store', 'Content-Type': type }).end(body)
}
