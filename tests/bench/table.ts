export interface Row {
	measure: string
	value: string
}

export function toMarkdown(rows: readonly Row[]): string {
	return ['| Measure | Here |', '|---|---|', ...rows.map(({ measure, value }) => `| ${measure} | ${value} |`)].join(
		'\n'
	)
}

/** `share` 0…1; NaN for no samples. */
export function quantile(samples: readonly number[], share: number): number {
	const sorted = [...samples].sort((one, other) => one - other)
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
