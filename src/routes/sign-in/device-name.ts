import type { DeviceKind } from '#protocol/api/account.ts'
import { m } from '#lib/paraglide/messages.js'

/** «Телефон Android, Яндекс Браузер» */
export function deviceName({ system, browser }: DeviceKind): string {
	const [systemName, browserName] = [systems[system](), browsers[browser]]
	return browserName === null ? systemName : m.account_device({ system: systemName, browser: browserName })
}

const systems: Record<DeviceKind['system'], () => string> = {
	android: m.account_android,
	ios: m.account_ios,
	windows: m.account_windows,
	macos: m.account_macos,
	linux: m.account_linux,
	other: m.account_some_device
}

/** Their own names. */
const browsers: Record<DeviceKind['browser'], string | null> = {
	yandex: 'Яндекс Браузер',
	chrome: 'Chrome',
	safari: 'Safari',
	firefox: 'Firefox',
	edge: 'Edge',
	opera: 'Opera',
	samsung: 'Samsung Internet',
	other: null
}
