import type { HandleClientError } from '@sveltejs/kit'

// Zod compiles its schemas with `new Function`, which the page's content security policy forbids and reports; it is told
// before any part of the app with a schema is loaded.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

/** A part of the app that could not be fetched is the network's fault, everything else is ours. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status === 404) return { message }
	console.error(error)
	return { message, kind: isMissingPart(error) ? 'offline' : 'internal' }
}

// Each browser words a failed import() in its own way.
function isMissingPart(error: unknown): boolean {
	return error instanceof TypeError && /import|module|fetch/i.test(error.message)
}
