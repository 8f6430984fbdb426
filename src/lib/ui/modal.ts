/**
 * Shows a native <dialog> as a modal window. The browser keeps the focus inside, returns it, and answers Esc and, on
 * Android, the back gesture. A headless library for the same is 19 kB gzip (measured).
 */
import { pushState } from '$app/navigation'
import { page } from '$app/state'
import type { Attachment } from 'svelte/attachments'
import { topWindow } from './top-window.ts'

/** The second press of a double click belongs to the element that opened the window. */
const DOUBLE_CLICK_MS = 500

/**
 * Opens the dialog on mount. `onclose` is called for every way of closing it. The element marked `data-first` gets the
 * focus.
 */
export function modal(onclose: () => void): Attachment<HTMLDialogElement> {
	return (dialog) => {
		const opener = document.activeElement
		const openedAt = performance.now()
		let pressedOn: EventTarget | null = null
		const press = (event: PointerEvent) => {
			pressedOn = event.timeStamp - openedAt < DOUBLE_CLICK_MS ? null : event.target
		}
		// A press that began on a text inside and ended outside selects text: it does not close the window.
		const click = (event: MouseEvent) => {
			if (event.target === dialog && pressedOn === dialog) dialog.close()
		}
		dialog.addEventListener('pointerdown', press)
		dialog.addEventListener('click', click)
		dialog.addEventListener('close', onclose)
		dialog.showModal()
		keepBackInside()
		dialog.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true })
		const { overflow } = document.documentElement.style
		document.documentElement.style.overflow = 'hidden'
		return () => {
			document.documentElement.style.overflow = overflow
			dialog.removeEventListener('close', onclose)
			dialog.removeEventListener('click', click)
			dialog.removeEventListener('pointerdown', press)
			dialog.close()
			// The browser returns the focus only from a dialog that is still in the page. No scrolling: the opener may be in
			// a sticky bar, and the text that is read would move.
			const isLost = document.activeElement === null || document.activeElement === document.body
			if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
		}
	}
}

/**
 * Makes sure that "back" closes a window before it leaves the screen. Within the app, `+layout.svelte` cancels the
 * navigation. Out of the app nobody can cancel it: before a window opens over the first screen, this adds a history
 * entry with the same address. The entry stays when the window is closed otherwise, because removing it could undo a
 * navigation from the window; a later "back" over it goes one step further. Browsers without the Navigation API
 * (Firefox before 147, Safari before 26.2) do nothing here.
 */
function keepBackInside(): void {
	const { navigation } = window as Partial<Window>
	const below = navigation?.currentEntry
	if (navigation === undefined || below == null) return
	// A form has refused "back" and asks the person. The browser restores the former entry only after this.
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
