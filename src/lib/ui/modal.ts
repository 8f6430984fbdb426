/**
 * A native <dialog> as a modal window: the browser keeps the focus inside, gives it back, answers Esc and, on Android, the back
 * gesture. A headless library was measured at 19 kB gzip for the same.
 */
import { pushState } from '$app/navigation'
import { page } from '$app/state'
import type { Attachment } from 'svelte/attachments'

/** The second press of a double click is meant for what has opened the window. */
const DOUBLE_CLICK_MS = 500

/** Opens on mount; `onclose` is called however the window was left. The element marked `data-first` gets the focus. */
export function modal(onclose: () => void): Attachment<HTMLDialogElement> {
	return (dialog) => {
		const opener = document.activeElement
		const openedAt = performance.now()
		let pressedOn: EventTarget | null = null
		const press = (event: PointerEvent) => {
			pressedOn = event.timeStamp - openedAt < DOUBLE_CLICK_MS ? null : event.target
		}
		// A press that began on a text inside and ended outside is a selection, not a wish to leave.
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
			// The browser gives the focus back only from a dialog that is still in the page. Where the opener is, the page may
			// have stuck it: going to it would move what is read.
			const isLost = document.activeElement === null || document.activeElement === document.body
			if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
		}
	}
}

/**
 * "Back" leaves a window before its screen. Where it leads within the app, `+layout.svelte` cancels it. Out of the app it cannot
 * be cancelled: before a window opens over the first screen, an entry of the same address is laid above that screen's own.
 */

/**
 * Makes sure that "back" stays within the app. The entry stays when the window is closed otherwise, as taking it away would
 * take with it where the window may have led; whoever then goes back over it is taken a step further. Where the browser does not
 * tell its history (Firefox before 147, Safari before 26.2), nothing is done.
 */
function keepBackInside(): void {
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

/** The window over the screen, or over another window, that "back" and Esc leave first; null: there is none. */
export function topWindow(): HTMLDialogElement | null {
	return [...document.querySelectorAll<HTMLDialogElement>('dialog:modal')].at(-1) ?? null
}
