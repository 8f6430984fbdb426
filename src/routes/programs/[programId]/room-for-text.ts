/** How much a field still takes: what does not fit as a whole is not taken, and nothing is cut off in silence. */
import type { Attachment } from 'svelte/attachments'

/**
 * Of what is pasted or dropped: browsers would put in as much as `maxlength` leaves room for. `onjudged` is told of each, and of each
 * change after it that the field has no quarrel with.
 */
export function refuseTooLong(
	most: number | undefined,
	onjudged: (isRefused: boolean) => void
): Attachment<HTMLTextAreaElement> {
	return (field) => {
		if (most === undefined) return
		const judge = (event: ClipboardEvent | DragEvent) => {
			const transfer = 'clipboardData' in event ? event.clipboardData : event.dataTransfer
			const isRefused = !hasRoom(field, transfer?.getData('text/plain') ?? '', most)
			if (isRefused) event.preventDefault()
			onjudged(isRefused)
		}
		const accept = () => onjudged(false)
		field.addEventListener('paste', judge)
		field.addEventListener('drop', judge)
		field.addEventListener('input', accept)
		return () => {
			field.removeEventListener('paste', judge)
			field.removeEventListener('drop', judge)
			field.removeEventListener('input', accept)
		}
	}
}

/** Whether it fits in place of what is selected. A text that is too long already may grow shorter. */
export function hasRoom(
	field: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>,
	brought: string,
	most: number
): boolean {
	const letters = brought.replaceAll('\r\n', '\n').length
	const selected = field.selectionEnd - field.selectionStart
	return letters <= selected || field.value.length - selected + letters <= most
}
