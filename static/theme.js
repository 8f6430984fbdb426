// The chosen theme, before the first paint. A file of its own because the content security policy allows no inline
// scripts. The settings screen calls it again after a choice.
window.applyTheme = function applyTheme() {
	var theme = null
	try {
		theme = localStorage.getItem('tandem:theme')
	} catch {
		// Storage is closed to us: the system's theme it is.
	}
	var papers = { light: '#f7f5f0', dark: '#101513' }
	if (theme in papers) document.documentElement.dataset.theme = theme
	else delete document.documentElement.dataset.theme
	document.querySelectorAll('meta[name=theme-color]').forEach(function (meta) {
		meta.content = papers[theme] || papers[/dark/.test(meta.media) ? 'dark' : 'light']
	})
}
window.applyTheme()
