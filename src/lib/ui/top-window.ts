/** The topmost window, which "back" and Esc close first; null: no window is open. */
export function topWindow(): HTMLDialogElement | null {
	return [...document.querySelectorAll<HTMLDialogElement>('dialog:modal')].at(-1) ?? null
}
