import type { HandleClientError } from '@sveltejs/kit'

// Zod compiles its schemas with `new Function`. The page's content security policy forbids and reports that. This
// setting must be made before any module with a schema loads.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

// Vite takes each link in the page for loaded. A part whose styles failed would come without them at the next try.
addEventListener('error', ({ target }) => target instanceof HTMLLinkElement && target.remove(), { capture: true })

/** `offline`: a part of the app could not be fetched. `internal`: any other error, which is a fault of ours. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	if (status === 404) return { message }
	console.error(error)
	return { message, kind: isMissingChunk(error) ? 'offline' : 'internal' }
}

// Each browser has its own message for a failed import(); the bundler has one for styles.
function isMissingChunk(error: unknown): boolean {
	if (!(error instanceof Error)) return false
	return (
		error.message.startsWith('Unable to preload') ||
		(error instanceof TypeError && /import|module|fetch/i.test(error.message))
	)
}
