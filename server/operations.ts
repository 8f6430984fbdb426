/**
 * A port of this machine for whoever runs the server: GET /live (the process answers), GET /ready (it takes people in; 503
 * while it starts or stops) and GET /metrics. Beside the port for people, so that no proxy carries it out by accident.
 */
import type { RequestListener } from 'node:http'
import { createHttpServer, listen } from './http/serve/listen.ts'
import type { Metrics } from './metrics.ts'

export interface Operations {
	/** On this machine, without a slash at its end. */
	address: string
	close(): Promise<void>
}

export interface OperationsParts {
	/** 0: any free one, for tests. */
	port: number
	metrics: Pick<Metrics, 'render' | 'contentType'>
	isReady(): boolean
}

/** Throws CannotStart. */
export async function openOperations({ port, metrics, isReady }: OperationsParts): Promise<Operations> {
	const answer: RequestListener = (request, response) => {
		const say = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
			response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text)
		if (request.method !== 'GET') return void say(405, '405\n')
		switch (request.url) {
			case '/live':
				return void say(200, 'live\n')
			case '/ready':
				return void (isReady() ? say(200, 'ready\n') : say(503, 'not ready\n'))
			case '/metrics':
				return void metrics.render().then(
					(text) => say(200, text, metrics.contentType),
					// The storage does not answer; the process lives, and the next question may be answered.
					() => say(503, 'not ready\n')
				)
			default:
				return void say(404, '404\n')
		}
	}
	const http = createHttpServer(answer)
	const address = await listen(http.server, { host: '127.0.0.1', port }, 'TANDEM_METRICS_PORT')
	return { address, close: http.close }
}
