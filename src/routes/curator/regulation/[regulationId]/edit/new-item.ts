/** What a curator adds to a copy: cited from the municipality's own document. */
export function newItem() {
	return {
		id: `own-${crypto.randomUUID().slice(0, 8)}`,
		wording: '',
		source: { rule: null, clause: '' }
	}
}
