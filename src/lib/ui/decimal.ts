import { getLocale } from '#lib/paraglide/runtime.js'

/** «81,5» */
export function decimal(value: number): string {
	return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 6 }).format(value)
}
