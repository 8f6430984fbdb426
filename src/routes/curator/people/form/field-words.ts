/** A field of what is kept, as a person reads it. */
export interface FieldWords<Value> {
	field: keyof Value
	label: () => string
	/** A line each; empty: nothing is written down. */
	lines: (value: Value) => readonly string[]
}
