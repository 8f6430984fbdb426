/** How much a field still takes: what does not fit as a whole is not taken, and nothing is cut off in silence. */
import type { Attachment } from 'svelte/attachments'

/**
 * Of what is pasted or dropped: browsers would put in as much as `maxlength` leaves room for. `onjudged` is told of each, and of each
 * key after it, also of one that finds no room.
 */
export function refuseTooLong(
	most: number | undefined,
	onjudged: (isRefused: boolean) => void
): Attachment<HTMLTextAreaElement> {
	return (field) => {
		if (most === undefined) return
		/** What is selected here is being dragged, and leaves its place unless copied. Whatever else is dropped is put in beside a selection. */
		let isDragged = false
		const judge = (event: ClipboardEvent | DragEvent) => {
			const transfer = 'clipboardData' in event ? event.clipboardData : event.dataTransfer
			const isReplacing = 'clipboardData' in event || (isDragged && !isCopied(event))
			const replaced = isReplacing ? field.selectionEnd - field.selectionStart : 0
			const isRefused = !hasRoom(field.value, replaced, transfer?.getData('text/plain') ?? '', most)
			if (isRefused) event.preventDefault()
			onjudged(isRefused)
		}
		const accept = () => onjudged(false)
		const beginDrag = () => (isDragged = true)
		const endDrag = () => (isDragged = false)
		field.addEventListener('paste', judge)
		field.addEventListener('drop', judge)
		field.addEventListener('beforeinput', accept)
		field.addEventListener('input', accept)
		field.addEventListener('dragstart', beginDrag)
		field.addEventListener('dragend', endDrag)
		return () => {
			field.removeEventListener('paste', judge)
			field.removeEventListener('drop', judge)
			field.removeEventListener('beforeinput', accept)
			field.removeEventListener('input', accept)
			field.removeEventListener('dragstart', beginDrag)
			field.removeEventListener('dragend', endDrag)
		}
	}
}

/** By the key held at the drop: Ctrl, on a Mac Alt. What `dropEffect` says by then is not the same in every browser. */
function isCopied({ ctrlKey, altKey }: DragEvent): boolean {
	return ctrlKey || altKey
}

/** Whether it fits in place of so many letters of what stands there. A text that is too long already may grow shorter. */
export function hasRoom(standing: string, replaced: number, brought: string, most: number): boolean {
	const letters = brought.replaceAll('\r\n', '\n').length
	return letters <= replaced || standing.length - replaced + letters <= most
}
