import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// Unit tests need the compiler of *.svelte.ts, not kit; kit's and Paraglide's plugins keep a watcher
// open, and vitest would wait ten seconds for it at its end.
const plugins = process.env.VITEST
	? [svelte()]
	: [
			paraglideVitePlugin({
				project: './src/project.inlang',
				outdir: './src/lib/paraglide',
				strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
				emitTsDeclarations: true
			}),
			sveltekit()
		]

export default defineConfig({
	plugins,
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: [
						'src/**/*.test.ts',
						'server/**/*.test.ts',
						'scripts/**/*.test.ts',
						'tests/sync/**/*.test.ts',
						'tests/support/**/*.test.ts'
					]
				}
			}
		]
	}
})
