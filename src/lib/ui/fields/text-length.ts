/** A text may be longer than its limit: the field shows the problem, keeps the whole text, and the form is not submitted. */
import type { Attachment } from 'svelte/attachments'
import { m } from '#lib/paraglide/messages.js'

/**
 * The problem in words; null: the text is short enough, or there is no limit. Blanks around it do not count, because
 * every schema removes them.
 */
export function lengthProblem(text: string, most: number | undefined): string | null {
	const count = text.trim().length
	return most !== undefined && count > most ? m.text_long({ most, count }) : null
}

/**
 * For a field: while there is a problem, its form is not submitted, none of its listeners runs, and the field gets the
 * focus.
 */
export function blockSubmit(problem: () => string | null): Attachment<HTMLInputElement | HTMLTextAreaElement> {
	return (field) => {
		const { form } = field
		const stop = (event: SubmitEvent) => {
			if (problem() === null) return
			event.preventDefault()
			event.stopImmediatePropagation()
			field.focus()
		}
		// Capturing: it runs before the form's own listeners.
		form?.addEventListener('submit', stop, true)
		return () => form?.removeEventListener('submit', stop, true)
	}
}
