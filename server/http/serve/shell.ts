/** The built app: one page for every address, and its files. */
import { existsSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'

/** `directory`: what `npm run build` made, with .br and .gz beside the files. */
export function createShell(directory: string): RequestListener {
	if (!existsSync(join(directory, '200.html'))) return answerUnbuilt
	const serve = sirv(directory, {
		single: '200.html',
		etag: true,
		brotli: true,
		gzip: true,
		setHeaders(response, path) {
			// A file under immutable/ has its content's hash in its name; all else is asked for anew each time.
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
