import type { Me, Nobody } from '#protocol/api/program.ts'

declare global {
	interface Window {
		/** app.html defines it. */
		applyTheme: () => void
		/** Of a first visit; defined by app.html, too. */
		meAhead?: Promise<Me | Nobody | null>
		/** Of a first visit to a programme: what `decodeDocumentState` reads. Also defined by app.html. */
		planAhead?: { documentId: string; state: Promise<ArrayBuffer | null>; ending: AbortController }
	}

	namespace App {
		interface Error {
			message: string
			/** The error page chooses its text by it. Absent for addresses that SvelteKit does not find. */
			kind?: 'offline' | 'internal'
		}
	}
}

export {}
