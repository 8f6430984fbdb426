/** What a browser says of itself → enough for a person to know their device again, and no more: no version, no model. */
import type { DeviceKind } from '#protocol/api/account.ts'

/** The first that fits: each browser also names those it wants to be taken for, which therefore come later. */
const browsers: readonly [RegExp, DeviceKind['browser']][] = [
	[/YaBrowser|YaApp|YaSearchBrowser/, 'yandex'],
	[/EdgA?\/|EdgiOS/, 'edge'],
	[/OPR\/|OPT\//, 'opera'],
	[/SamsungBrowser/, 'samsung'],
	[/Firefox|FxiOS/, 'firefox'],
	[/Chrome|CriOS|Chromium/, 'chrome'],
	[/Safari/, 'safari']
]

const systems: readonly [RegExp, DeviceKind['system']][] = [
	[/Android/, 'android'],
	[/iPhone|iPad|iPod/, 'ios'],
	[/Windows/, 'windows'],
	[/Macintosh|Mac OS X/, 'macos'],
	[/Linux|CrOS|X11/, 'linux']
]

/** For the session's row: «android yandex». */
export function describeDevice(userAgent: string): string {
	const find = <Kind>(known: readonly [RegExp, Kind][]) => known.find(([sign]) => sign.test(userAgent))?.[1] ?? 'other'
	return `${find(systems)} ${find(browsers)}`
}

/** Rows of before this was kept say nothing. */
export function readDevice(stored: string | null | undefined): DeviceKind {
	const [system, browser] = (stored ?? '').split(' ')
	const among = <Kind extends string>(known: readonly [RegExp, Kind][], name: string | undefined) =>
		known.find(([, kind]) => kind === name)?.[1] ?? 'other'
	return { system: among(systems, system), browser: among(browsers, browser) }
}
