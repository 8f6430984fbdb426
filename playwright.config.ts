import { defineConfig } from '@playwright/test'
import { launchOptions, phoneOptions } from './tests/support/chromium.ts'

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
		...phoneOptions,
		timezoneId: 'Asia/Tomsk',
		// A gliding window is redrawn sixty times a second, and a press waits for its end. Stories about windows turn the
		// motion on.
		contextOptions: { reducedMotion: 'reduce' },
		// A trace takes a fifth of a story. If a failure is unclear: `npx playwright test --trace retain-on-failure`.
		trace: 'off',
		launchOptions
	}
})
