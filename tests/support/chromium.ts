/**
 * How stories and benchmarks start Chromium: nothing leaves the machine, and Chromium's own pages do not compete with ours. The proof of
 * tabs (tests/sync/tabs) takes only its path.
 */
import { chromium, type BrowserContext } from '@playwright/test'

/** For each window Chromium renders two pages for the address bar's pop-ups. Each costs as much as one of our screens. */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']
/** Chromium's spare process for the next page. A phone in a story or a benchmark has only one page, so it never uses it. */
const spareProcess = 'SpareRendererForSitePerProcess'
/** Playwright disables these in every Chromium. We repeat them, because only the last `--disable-features` switch counts. */
const playwrightDisables = [
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsUpgrades',
	'HttpsFirstBalancedModeAutoEnable',
	'LensOverlay',
	'MediaRouter',
	'PaintHolding',
	'ThirdPartyStoragePartitioning',
	'AvoidCorsURLLoaderRestartOnRedirect',
	'OptimizationHints',
	'NetworkTimeServiceQuerying',
	'AimEnabled',
	'PreconnectToSearch'
]

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

export const launchOptions = {
	executablePath: chromiumPath,
	args: [
		'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
		// The machine has no GPU: a library would emulate one.
		'--disable-gpu',
		`--disable-features=${[...playwrightDisables, ...addressBar, spareProcess].join()}`
	]
}

/** Of a browser context. */
export const phoneOptions = { locale: 'ru-RU', viewport: { width: 390, height: 844 } }

/** A browser of its own, which keeps everything in the directory `profile`. */
export function openPhone(profile: string, baseURL: string): Promise<BrowserContext> {
	return chromium.launchPersistentContext(profile, { ...launchOptions, ...phoneOptions, baseURL })
}
