import type { Attachment } from 'svelte/attachments'
import { PLAN_WORDS_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'

/** Why a text is not stored, in words for the person; null: it was stored. */
export type Refusal = string | null

/**
 * One text field over a plain value of the plan. Nothing is written unless the person really typed, so looking at a field
 * never overwrites the partner's edit. Each key is written at once, so the tick never calls text safe that is only on the
 * screen (sync.md D1, D10). Refused text stays in the field.
 */
export class Draft {
	#read: () => string
	#save: (text: string) => Refusal
	#typed = $state<string | null>(null)
	#saved = $state<string | null>(null)
	/** The plan's value before the first key since the field was last left, or since somebody else wrote there. */
	#before: string | null = null
	/** The last typed text was refused. */
	#isRefused = $state(false)
	refusal = $state<Refusal>(null)

	constructor(read: () => string, save: (text: string) => Refusal) {
		this.#read = read
		this.#save = save
	}

	/** What the field shows: the typed text while it is refused or equals the stored value; otherwise the stored value. */
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
	 * The person has left the field. The plan keeps the value from before a refused text, and the reason is shown until they type
	 * again. Refused words stay in the field, to be corrected; an emptied field shows the value again.
	 */
	leave(): void {
		if (this.#typed === null) return
		this.refusal = this.#isRefused ? this.#save(this.#typed.trim()) : null
		this.pause()
		this.#before = null
		if (this.#isRefused && this.#typed.trim() !== '') return
		this.#isRefused = false
		this.#typed = null
	}

	/**
	 * The page may end here, before the person leaves the field. When they delete a text letter by letter, the plan has its first
	 * letter stored; this restores the value from before. The field itself does not change, for a person who comes back to it.
	 */
	pause(): void {
		if (!this.#isRefused || this.#before === null || this.#read() !== this.#saved) return
		this.#save(this.#before)
	}
}

/**
 * Refuses pasted or dropped text that does not fit as a whole; browsers would cut it to `maxlength` in silence. `oncheck`
 * receives the result of each insertion and of each key after it, also of a key that finds no room.
 */
export function refuseTooLong(
	most: number | undefined,
	oncheck: (isRefused: boolean) => void
): Attachment<HTMLTextAreaElement> {
	return (field) => {
		if (most === undefined) return
		/** This field's own selection is being dragged, and is removed unless copied. Any other dropped text is inserted beside a selection. */
		let isDragged = false
		const checkInsertion = (event: ClipboardEvent | DragEvent) => {
			const transfer = 'clipboardData' in event ? event.clipboardData : event.dataTransfer
			const isReplacing = 'clipboardData' in event || (isDragged && !isCopied(event))
			const replaced = isReplacing ? field.selectionEnd - field.selectionStart : 0
			const isRefused = !hasRoom(field.value, replaced, transfer?.getData('text/plain') ?? '', most)
			if (isRefused) event.preventDefault()
			oncheck(isRefused)
		}
		const accept = () => oncheck(false)
		const beginDrag = () => (isDragged = true)
		const endDrag = () => (isDragged = false)
		field.addEventListener('paste', checkInsertion)
		field.addEventListener('drop', checkInsertion)
		field.addEventListener('beforeinput', accept)
		field.addEventListener('input', accept)
		field.addEventListener('dragstart', beginDrag)
		field.addEventListener('dragend', endDrag)
		return () => {
			field.removeEventListener('paste', checkInsertion)
			field.removeEventListener('drop', checkInsertion)
			field.removeEventListener('beforeinput', accept)
			field.removeEventListener('input', accept)
			field.removeEventListener('dragstart', beginDrag)
			field.removeEventListener('dragend', endDrag)
		}
	}
}

/** Looks at the key held at the drop: Ctrl, on a Mac Alt. `dropEffect` at that moment differs between browsers. */
function isCopied({ ctrlKey, altKey }: DragEvent): boolean {
	return ctrlKey || altKey
}

/** Whether `inserted` fits in place of `replaced` letters of `current`. A text that is already too long may become shorter. */
export function hasRoom(current: string, replaced: number, inserted: string, most: number): boolean {
	const letters = inserted.replaceAll('\r\n', '\n').length
	return letters <= replaced || current.length - replaced + letters <= most
}

/** The limit of an agreement or a profile item with its messages, as props of its field. */
export function wordsLimit(): { most: number; full: string; tooLong: string } {
	const most = PLAN_WORDS_LETTERS
	return { most, full: m.program_words_full({ most }), tooLong: m.program_words_too_long({ most }) }
}
