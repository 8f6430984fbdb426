declare global {
	interface Window {
		/** Defined in static/theme.js; absent when that file could not be loaded. */
		applyTheme?: () => void
	}

	namespace App {
		interface Error {
			message: string
			/** Which words the error page uses; absent for what SvelteKit itself could not find. */
			kind?: 'offline' | 'internal'
		}
	}
}

export {}
