/** While the server starts: to whoever opens an address a page that asks again, to the app a failure that it takes for no answer. */
import type { RequestListener } from 'node:http'
import type { ApiError } from '#protocol/api/program.ts'

/** A start takes a second or two; after a long pause with many edits it may take some more. */
const AGAIN_SECONDS = 2
/** Of the page: whoever reads with a screen reader or a magnifier is to come to its end (WCAG 2.2.1); the link waits for nobody. */
const REFRESH_SECONDS = 10

/** No style and no script: the policy of our answers lets none. A refresh is none of either. */
const page =
	'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Тандем</title>' +
	`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` +
	'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">' +
	'</head><body><h1>Сервер запускается</h1><p>«Тандем» откроется сам через несколько секунд. <a href="">Открыть сейчас</a></p>' +
	'<p lang="en">The server is starting. Tandem opens by itself in a few seconds. <a href="">Open now</a></p></body></html>'

const failure: ApiError = { error: { code: 'internal' } }

/** 503 to everything. The region's own identity system sends a person back to an address of the API: they get the page, too. */
export const answerUnready: RequestListener = ({ url = '', headers }, response) => {
	const [type, body] = headers.accept?.includes('text/html')
		? ['text/html; charset=utf-8', page]
		: url.startsWith('/api/')
			? ['application/json', JSON.stringify(failure)]
			: ['text/plain; charset=utf-8', '503\n']
	response.writeHead(503, { 'Retry-After': AGAIN_SECONDS, 'Cache-Control': 'no-store', 'Content-Type': type }).end(body)
}
