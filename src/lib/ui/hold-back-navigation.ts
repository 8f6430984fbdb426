/**
 * "Back" leaves a window before its screen. Where it leads within the app, `+layout.svelte` cancels it. Out of the app it cannot
 * be cancelled: before a window opens over the first screen, an entry of the same address is laid above that screen's own.
 */
import { pushState } from '$app/navigation'
import { page } from '$app/state'
import { topWindow } from './top-window.ts'

/**
 * Makes sure that "back" stays within the app. The entry stays when the window is closed otherwise, as taking it away would
 * take with it where the window may have led; whoever then goes back over it is taken a step further. Where the browser does not
 * tell its history (Firefox before 147, Safari before 26.2), nothing is done.
 */
export function keepBackInside(): void {
	const { navigation } = window as Partial<Window>
	const below = navigation?.currentEntry
	if (navigation === undefined || below == null) return
	// A form has refused "back" and asks: the entry that was gone to is given back only after this.
	if (below.url !== page.url.href) return
	if (navigation.entries()[below.index - 1]?.sameDocument) return
	pushState('', page.state)
	const above = navigation.currentEntry
	navigation.addEventListener('currententrychange', goBack)

	function goBack({ from }: NavigationCurrentEntryChangeEvent): void {
		if (from.key !== above?.key || navigation?.currentEntry?.key !== below?.key) return
		navigation?.removeEventListener('currententrychange', goBack)
		const open = topWindow()
		if (open === null) return history.back()
		open.close()
		if (topWindow() !== null) keepBackInside()
	}
}
