declare global {
	interface Window {
		/** app.html defines it. */
		applyTheme: () => void
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
