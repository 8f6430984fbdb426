/**
 * A text that is longer than it may be: nothing of it is cut off. The field says so, and its form is not sent till it is shorter.
 */
import type { Attachment } from 'svelte/attachments'
import { m } from '#lib/paraglide/messages.js'

/** In words; null: it is short enough, or there is no limit. Blanks around it do not count: no schema keeps them. */
export function lengthProblem(text: string, most: number | undefined): string | null {
	const count = text.trim().length
	return most !== undefined && count > most ? m.text_long({ most, count }) : null
}

/** Of a field: while there is a problem its form is not sent, whoever listens to it, and the focus comes here. */
export function holdBack(problem: () => string | null): Attachment<HTMLInputElement | HTMLTextAreaElement> {
	return (field) => {
		const { form } = field
		const stop = (event: SubmitEvent) => {
			if (problem() === null) return
			event.preventDefault()
			event.stopImmediatePropagation()
			field.focus()
		}
		// Captured: it comes before what the form itself does.
		form?.addEventListener('submit', stop, true)
		return () => form?.removeEventListener('submit', stop, true)
	}
}
