/** A form that appears where a button was: the keyboard goes on in it. */
export function focusFirstField(node: HTMLElement): void {
	node.querySelector('input')?.focus()
}
