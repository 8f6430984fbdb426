import { defineConfig } from '@playwright/test'

/** Chromium draws what may drop down from an address bar in two pages for each window, and each costs what a screen of ours does. */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']
/** Of its own accord, for every Chromium; of two such switches the last counts. */
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
	// A busy machine takes its time; what a rule promises within seconds says so in its story.
	expect: { timeout: 20_000 },
	workers: 2,
	forbidOnly: Boolean(process.env.CI),
	reporter: [['list'], ['./tests/e2e/lost-pages.ts'], ['json']],
	outputDir: 'test-results/e2e',
	use: {
		locale: 'ru-RU',
		timezoneId: 'Asia/Tomsk',
		viewport: { width: 390, height: 844 },
		// Taking one is a fifth of a story: `npx playwright test --trace retain-on-failure` where one fails and its page tells too little.
		trace: 'off',
		launchOptions: {
			executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
			args: [
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
				`--disable-features=${[...playwrightDisables, ...addressBar].join()}`
			]
		}
	}
})
