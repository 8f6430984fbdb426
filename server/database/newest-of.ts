/** The greatest of numbers, or of ISO instants; null of none. */
export function newestOf<Value extends string | number>(values: readonly Value[]): Value | null {
	return values.reduce<Value | null>((newest, value) => (newest === null || value > newest ? value : newest), null)
}
