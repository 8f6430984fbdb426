import type { Attachment } from 'svelte/attachments'
import { PLAN_WORDS_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'

/** Why a text is not kept, in words for the person; null: it was kept. */
export type Refusal = string | null

/**
 * One text field over a plain value of the plan. Nothing is written unless the person really typed,
 * so looking at a field never overwrites the partner's edit of it; and each key is written at once, so that
 * no tick calls safe what is only on the screen (sync.md D1, D10). What cannot be kept waits in the field.
 */
export class Draft {
	#read: () => string
	#save: (text: string) => Refusal
	#typed = $state<string | null>(null)
	#saved = $state<string | null>(null)
	/** What the plan said before the first key since the field was last left, or since somebody else wrote there. */
	#before: string | null = null
	/** What was typed last was refused. */
	#isRefused = $state(false)
	refusal = $state<Refusal>(null)

	constructor(read: () => string, save: (text: string) => Refusal) {
		this.#read = read
		this.#save = save
	}

	/** What the field shows: what is being typed; what could be written of it, until the plan says something else. */
	get text(): string {
		const stored = this.#read()
		return this.#typed !== null && (this.#isRefused || stored === this.#saved) ? this.#typed : stored
	}

	set text(typed: string) {
		if (typed === this.text) return
		const stored = this.#read()
		if (this.#before === null || stored !== this.#saved) this.#before = stored
		this.#typed = typed
		this.#isRefused = this.#save(typed.trim()) !== null
		if (this.#isRefused) return
		this.#saved = this.#read()
		this.refusal = null
	}

	/**
	 * The person has left the field: a refused text gives way to what stood there before they typed, and it is said why, until
	 * they type again.
	 */
	leave(): void {
		if (this.#typed === null) return
		this.refusal = this.#isRefused ? this.#save(this.#typed.trim()) : null
		this.pause()
		this.#before = null
		this.#isRefused = false
		this.#typed = null
	}

	/**
	 * The page may end here, the field not yet left: what the plan was told last of a text taken away letter by letter, its first
	 * one, gives way to what stood there before. The field itself stays as it is, for whoever comes back to it.
	 */
	pause(): void {
		if (!this.#isRefused || this.#before === null || this.#read() !== this.#saved) return
		this.#save(this.#before)
	}
}

/** How much a field still takes: what does not fit as a whole is not taken, and nothing is cut off in silence. */

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

/** What an agreement or an entry of the profile takes, with what is said at its end: for the field it is written in. */
export function wordsLimit(): { most: number; full: string; tooLong: string } {
	const most = PLAN_WORDS_LETTERS
	return { most, full: m.program_words_full({ most }), tooLong: m.program_words_too_long({ most }) }
}
