const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const THEME_KEY = 'tandem:theme'

export function readTheme(): Theme {
	try {
		const stored = localStorage.getItem(THEME_KEY)
		return themes.find((theme) => theme === stored) ?? 'system'
	} catch {
		// No localStorage: the system's theme it is.
		return 'system'
	}
}

/** static/theme.js reads the choice before the first paint, and now. */
export function chooseTheme(theme: Theme): void {
	try {
		if (theme === 'system') localStorage.removeItem(THEME_KEY)
		else localStorage.setItem(THEME_KEY, theme)
	} catch {
		// Without localStorage the choice has nowhere to stay.
	}
	window.applyTheme?.()
}
