/**
 * A native <dialog> as a modal window: the browser keeps the focus inside, gives it back, answers Esc and, on Android, the back
 * gesture. A headless library was measured at 19 kB gzip for the same.
 */
import type { Attachment } from 'svelte/attachments'
import { keepBackInside } from './hold-back-navigation.ts'

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
