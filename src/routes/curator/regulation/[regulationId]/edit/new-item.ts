/** A new item in a copy. Its source is the municipality's own document, so it has no rule. */
export function newItem() {
	return {
		id: `own-${crypto.randomUUID().slice(0, 8)}`,
		wording: '',
		source: { rule: null, clause: '' }
	}
}
