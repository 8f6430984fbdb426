/** While the server starts: a page that asks again by itself, and to the app what other failures are told as. */
import type { RequestListener } from 'node:http'
import type { ApiError } from '#protocol/api.ts'

/** A start takes a second or two; after a long pause with many edits it may take some more. */
const AGAIN_SECONDS = 2

/** No style and no script: the policy of our answers lets none. A refresh is none of either. */
const page =
	'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Тандем</title>' +
	`<meta http-equiv="refresh" content="${AGAIN_SECONDS}">` +
	'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">' +
	'</head><body><h1>Сервер запускается</h1><p>«Тандем» откроется сам через несколько секунд.</p>' +
	'<p lang="en">The server is starting. Tandem opens by itself in a few seconds.</p></body></html>'

const failure: ApiError = { error: { code: 'internal' } }

/** 503 to everything. */
export const answerUnready: RequestListener = ({ url = '', headers }, response) => {
	const [type, body] = url.startsWith('/api/')
		? ['application/json', JSON.stringify(failure)]
		: headers.accept?.includes('text/html')
			? ['text/html; charset=utf-8', page]
			: ['text/plain; charset=utf-8', '503\n']
	response.writeHead(503, { 'Retry-After': AGAIN_SECONDS, 'Cache-Control': 'no-store', 'Content-Type': type }).end(body)
}
