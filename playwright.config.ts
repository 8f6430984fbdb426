import { defineConfig } from '@playwright/test'

/** For each window Chromium renders two pages for the address bar's pop-ups. Each costs as much as one of our screens. */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']
/** Chromium's spare process for the next page. A phone in a story has only one page, so it never uses it. */
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

export default defineConfig({
	testDir: 'tests/e2e',
	globalSetup: './tests/e2e/prepare.ts',
	timeout: 90_000,
	// A busy machine is slow. Where a rule promises something within seconds, its story sets its own timeout.
	expect: { timeout: 20_000 },
	workers: 2,
	forbidOnly: Boolean(process.env.CI),
	reporter: [['list'], ['./tests/e2e/lost-pages.ts'], ['json']],
	outputDir: 'test-results/e2e',
	use: {
		locale: 'ru-RU',
		timezoneId: 'Asia/Tomsk',
		viewport: { width: 390, height: 844 },
		// A gliding window is redrawn sixty times a second, and a press waits for its end. Stories about windows turn the
		// motion on.
		contextOptions: { reducedMotion: 'reduce' },
		// A trace takes a fifth of a story. If a failure is unclear: `npx playwright test --trace retain-on-failure`.
		trace: 'off',
		launchOptions: {
			executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
			args: [
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
				// The machine has no GPU: a library would emulate one.
				'--disable-gpu',
				`--disable-features=${[...playwrightDisables, ...addressBar, spareProcess].join()}`
			]
		}
	}
})
