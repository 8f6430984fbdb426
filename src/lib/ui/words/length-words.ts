/** How long somebody has served, in words. */
import { getLocale } from '#lib/paraglide/runtime.js'

/** «3 года 2 месяца»; «12 дней» of less than a month. */
export function lengthWords({ years, months, days }: { years: number; months: number; days: number }): string {
	const parts = [...(years > 0 ? [yearsWords(years)] : []), ...(months > 0 ? [units(months, 'month')] : [])]
	return parts.length === 0 ? units(days, 'day') : parts.join(' ')
}

/** «5 лет» */
export function yearsWords(count: number): string {
	return units(count, 'year')
}

function units(count: number, unit: 'year' | 'month' | 'day'): string {
	return new Intl.NumberFormat(getLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
