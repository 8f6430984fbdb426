/** What the API answers at all, asked of the router itself. */
import { createApi } from '../serve/api.ts'
import type { ApiParts } from '../serve/api-parts.ts'

/** «GET /api/board», each once, those of the demonstration, too. */
export function listEndpoints(): string[] {
	const routes = createApi(anything() as ApiParts).routes
	const endpoints = routes.map(({ method, path }) => `${method} ${path}`)
	// What is done for every request is no endpoint.
	return [...new Set(endpoints)].filter((endpoint) => endpoint !== 'ALL /api/*')
}

/** Whatever is read of it, called or made of it is the same again: nothing is asked of the parts but to be there. */
function anything(): unknown {
	return new Proxy(() => undefined, {
		get: (_target, name) => (name === Symbol.toPrimitive ? () => 0 : anything()),
		apply: anything
	})
}
