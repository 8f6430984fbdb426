/** How long a programme may last when it is made longer (domain.md T44). */
const MOST_MONTHS = 60

/** In months, of a programme that lasts so many now. */
export function newTermBounds(months: number): { min: number; max: number } {
	return { min: months + 1, max: MOST_MONTHS }
}

/** False for what is no number, and for one that makes nothing longer. */
export function isNewTerm(months: number, now: number): boolean {
	const { min, max } = newTermBounds(now)
	return Number.isInteger(months) && months >= min && months <= max
}
