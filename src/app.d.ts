declare global {
	interface Window {
		/** static/theme.js defines it. It is absent when that file does not load. */
		applyTheme?: () => void
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
