/** What a municipality has worded otherwise than the shipped template, line by line. */
export interface TemplateLine {
	change: 'same' | 'removed' | 'added'
	text: string
}

/** Removed lines stand before those in their place. */
export function compareTemplates(before: string, after: string): TemplateLine[] {
	const was = before.split('\n')
	const is = after.split('\n')
	const width = is.length + 1
	/** Of the longest common part of what follows. */
	const lengths = new Uint16Array((was.length + 1) * width)
	const lengthAt = (row: number, column: number) => lengths[row * width + column] ?? 0
	for (let row = was.length - 1; row >= 0; row--) {
		for (let column = is.length - 1; column >= 0; column--) {
			lengths[row * width + column] =
				was[row] === is[column]
					? lengthAt(row + 1, column + 1) + 1
					: Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1))
		}
	}
	const lines: TemplateLine[] = []
	let row = 0
	let column = 0
	while (row < was.length || column < is.length) {
		const [old, now] = [was[row], is[column]]
		if (old !== undefined && old === now) {
			lines.push({ change: 'same', text: old })
			row++
			column++
		} else if (old !== undefined && (now === undefined || lengthAt(row + 1, column) >= lengthAt(row, column + 1))) {
			lines.push({ change: 'removed', text: old })
			row++
		} else if (now !== undefined) {
			lines.push({ change: 'added', text: now })
			column++
		}
	}
	return lines
}
