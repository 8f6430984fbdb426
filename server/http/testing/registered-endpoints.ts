/** Lists all endpoints of the API, from the router itself. */
import { createApi } from '../serve/api.ts'
import type { ApiOptions } from '../serve/answers.ts'

/** Such as «GET /api/board»; each once, and also those of the demonstration. */
export function listEndpoints(): string[] {
	const routes = createApi(anything() as ApiOptions).routes
	const endpoints = routes.map(({ method, path }) => `${method} ${path}`)
	// What runs for every request is not an endpoint.
	return [...new Set(endpoints)].filter((endpoint) => endpoint !== 'ALL /api/*')
}

/** Every property, call and construction gives the same object again: the parts only need to exist. */
function anything(): unknown {
	return new Proxy(() => undefined, {
		get: (_target, name) => (name === Symbol.toPrimitive ? () => 0 : anything()),
		apply: anything
	})
}
