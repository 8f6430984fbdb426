import { getLocale } from '#lib/paraglide/runtime.js'

/** «12,4 МБ», «1,2 ГБ»: decimal, as devices say it. */
export function formatBytes(bytes: number): string {
	const isLarge = bytes >= 1_000_000_000
	const format = new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: isLarge ? 'gigabyte' : 'megabyte',
		maximumFractionDigits: 1
	})
	return format.format(bytes / (isLarge ? 1_000_000_000 : 1_000_000))
}
