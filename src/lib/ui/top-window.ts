/** The window over the screen, or over another window, that "back" and Esc leave first; null: there is none. */
export function topWindow(): HTMLDialogElement | null {
	return [...document.querySelectorAll<HTMLDialogElement>('dialog:modal')].at(-1) ?? null
}
